package com.shangwellness.region.ecs;

import com.shangwellness.region.ecs.KeptService.Rollout;
import java.util.List;
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

  /**
   * Whether a deployment or task set, of {@code all} tasks of its service, runs what is desired of
   * it, nothing is on its way up, and each task is healthy (ECS API, {@code
   * TaskSet.stabilityStatus}).
   */
  boolean isSteady(List<KeptTask> all, Rollout rollout) {
    var own = all.stream().filter(task -> task.rollout().equals(rollout.id())).toList();
    return own.stream().filter(KeptTask::runs).count() == rollout.desired()
        && own.stream().noneMatch(KeptTask::pending)
        && own.stream().filter(KeptTask::runs).allMatch(this::isHealthy);
  }

  private boolean passesContainerChecks(KeptTask task) {
    return task.task().healthStatus() == HealthStatus.HEALTHY
        || !Dependencies.hasHealthChecks(definitions.of(task));
  }
}
