package com.shangwellness.region.ecs;

import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What containers of one task are to each other. */
final class Dependencies {

  private Dependencies() {}

  /** Whether all that {@code container} depends on is as it says. */
  static boolean areMet(ContainerDefinition container, KeptTask task) {
    return container.dependsOn().stream().allMatch(dependency -> isMet(dependency, task));
  }

  private static boolean isMet(ContainerDependency dependency, KeptTask task) {
    var other = task.container(dependency.containerName());
    boolean over = other.lastStatus().equals("STOPPED");
    return switch (dependency.condition()) {
      case START -> over || other.lastStatus().equals("RUNNING");
      case COMPLETE -> over;
      case SUCCESS -> over && Integer.valueOf(0).equals(other.exitCode());
      case HEALTHY -> other.healthStatus() == HealthStatus.HEALTHY;
      case UNKNOWN_TO_SDK_VERSION -> false;
    };
  }

  /** Whether some essential container has a health check. */
  static boolean hasHealthChecks(TaskDefinition definition) {
    return definition.containerDefinitions().stream()
        .anyMatch(c -> Containers.isEssential(c) && c.healthCheck() != null);
  }

  /** A task's health: that of its essential containers that have a health check. */
  static HealthStatus health(TaskDefinition definition, KeptTask task) {
    var verdicts =
        definition.containerDefinitions().stream()
            .filter(Containers::isEssential)
            .filter(container -> container.healthCheck() != null)
            .map(container -> task.container(container.name()).healthStatus())
            .toList();
    if (verdicts.contains(HealthStatus.UNHEALTHY)) {
      return HealthStatus.UNHEALTHY;
    }
    boolean allHealthy = verdicts.stream().allMatch(HealthStatus.HEALTHY::equals);
    return !verdicts.isEmpty() && allHealthy ? HealthStatus.HEALTHY : HealthStatus.UNKNOWN;
  }
}
