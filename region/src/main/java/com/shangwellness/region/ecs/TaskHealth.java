package com.shangwellness.region.ecs;

import software.amazon.awssdk.services.ecs.model.HealthStatus;

/**
 * Whether tasks serve as they should: each of their load balancers finds them healthy, and so do
 * their container health checks, where they have some (ECS API, {@code TaskSet.stabilityStatus}).
 */
final class TaskHealth {

  private final TaskDefinitions definitions;
  private final TaskTargets targets;

  TaskHealth(TaskDefinitions definitions, TaskTargets targets) {
    this.definitions = definitions;
    this.targets = targets;
  }

  boolean isHealthy(KeptTask task) {
    return task.runs() && passesContainerChecks(task) && targets.isHealthy(task);
  }

  private boolean passesContainerChecks(KeptTask task) {
    return task.task().healthStatus() == HealthStatus.HEALTHY
        || !Dependencies.hasHealthChecks(definitions.of(task));
  }
}
