package com.shangwellness.infra.settings;

/**
 * The application's tasks.
 *
 * @param applicationEnvironment the application's {@code APP_ENV}
 * @param containerPort where the container listens
 * @param cpu CPU units of a task
 * @param memory MiB of a task
 * @param tasks how many are started at first
 * @param minimumTasks that scaling goes down to
 * @param maximumTasks that scaling goes up to
 * @param cpuTargetPercent the average CPU that scaling holds
 * @param memoryTargetPercent the average memory that scaling holds
 * @param scaleOutCooldownSeconds after growing, before growing again
 * @param scaleInCooldownSeconds after shrinking, before shrinking again
 * @param healthCheckGraceSeconds in which a new task's failing health checks are forgiven
 * @param stopTimeoutSeconds between SIGTERM and SIGKILL
 */
public record ServiceSettings(
    String applicationEnvironment,
    int containerPort,
    int cpu,
    int memory,
    int tasks,
    int minimumTasks,
    int maximumTasks,
    int cpuTargetPercent,
    int memoryTargetPercent,
    int scaleOutCooldownSeconds,
    int scaleInCooldownSeconds,
    int healthCheckGraceSeconds,
    int stopTimeoutSeconds) {}
