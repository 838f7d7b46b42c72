package com.shangwellness.region.ecs;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** A service as DescribeServices shows it: with the counts of its tasks as they are now. */
final class ServiceView {

  private final Tasks tasks;
  private final TaskHealth health;

  ServiceView(Tasks tasks, TaskHealth health) {
    this.tasks = tasks;
    this.health = health;
  }

  Service of(KeptService kept) {
    var all = tasks.of(kept).toList();
    return kept.service().toBuilder()
        .runningCount(running(all))
        .pendingCount(pending(all))
        .deployments(
            kept.service().deployments().stream().map(d -> deployment(d, kept, all)).toList())
        .taskSets(kept.service().taskSets().stream().map(s -> taskSet(s, kept, all)).toList())
        .build();
  }

  private static Deployment deployment(
      Deployment deployment, KeptService kept, List<KeptTask> all) {
    var own = all.stream().filter(task -> task.rollout().equals(deployment.id())).toList();
    return deployment.toBuilder()
        .desiredCount(deployment.status().equals("PRIMARY") ? kept.service().desiredCount() : 0)
        .runningCount(running(own))
        .pendingCount(pending(own))
        .build();
  }

  private TaskSet taskSet(TaskSet set, KeptService kept, List<KeptTask> all) {
    var own = all.stream().filter(task -> task.rollout().equals(set.id())).toList();
    int desired =
        kept.rollouts().stream()
            .filter(rollout -> rollout.id().equals(set.id()))
            .mapToInt(KeptService.Rollout::desired)
            .sum();
    // All of it: ECS API, TaskSet.stabilityStatus.
    boolean steady =
        running(own) == desired
            && pending(own) == 0
            && own.stream().filter(KeptTask::runs).allMatch(health::isHealthy);
    return set.toBuilder()
        .computedDesiredCount(desired)
        .runningCount(running(own))
        .pendingCount(pending(own))
        .stabilityStatus(steady ? StabilityStatus.STEADY_STATE : StabilityStatus.STABILIZING)
        .build();
  }

  static int running(List<KeptTask> all) {
    return (int) all.stream().filter(task -> task.state() == TaskState.RUNNING).count();
  }

  static int pending(List<KeptTask> all) {
    return (int) all.stream().filter(task -> task.state().compareTo(TaskState.RUNNING) < 0).count();
  }
}
