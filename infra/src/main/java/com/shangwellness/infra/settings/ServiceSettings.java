package com.shangwellness.infra.settings;

import java.util.List;

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
    int stopTimeoutSeconds) {

  private static final List<Integer> CPU = List.of(256, 512, 1024, 2048, 4096, 8192, 16384);

  static ServiceSettings from(Section section) {
    var service =
        new ServiceSettings(
            section.text(
                "applicationEnvironment", "[a-z][a-z0-9-]*", "small letters, digits and -"),
            section.number("containerPort", 1, 65535),
            section.number("cpu", CPU),
            section.number("memory", 512, 122_880),
            section.number("tasks", 1, 1000),
            section.number("minimumTasks", 1, 1000),
            section.number("maximumTasks", 1, 1000),
            section.number("cpuTargetPercent", 1, 100),
            section.number("memoryTargetPercent", 1, 100),
            section.number("scaleOutCooldownSeconds", 0, 3600),
            section.number("scaleInCooldownSeconds", 0, 3600),
            section.number("healthCheckGraceSeconds", 0, 3600),
            section.number("stopTimeoutSeconds", 2, 120));
    service.check(section);
    return service;
  }

  private void check(Section section) {
    var sizes = Fargate.memoryFor(cpu);
    section.agrees(
        "memory", List.of("cpu"), () -> sizes.allows(memory), "with cpu " + cpu + " " + sizes);
    section.agrees(
        "maximumTasks",
        List.of("minimumTasks"),
        () -> maximumTasks >= minimumTasks,
        "at least minimumTasks (" + minimumTasks + ")");
    section.agrees(
        "tasks",
        List.of("minimumTasks", "maximumTasks"),
        () -> maximumTasks < minimumTasks || (tasks >= minimumTasks && tasks <= maximumTasks),
        "from minimumTasks (" + minimumTasks + ") to maximumTasks (" + maximumTasks + ")");
  }
}
