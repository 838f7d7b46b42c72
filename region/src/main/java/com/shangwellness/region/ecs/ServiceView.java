package com.shangwellness.region.ecs;

import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** A service as DescribeServices shows it: with the counts of its tasks as they are now. */
final class ServiceView {

  private final Timeline timeline;
  private final Tasks tasks;
  private final TaskHealth health;

  ServiceView(Timeline timeline, Tasks tasks, TaskHealth health) {
    this.timeline = timeline;
    this.tasks = tasks;
    this.health = health;
  }

  Service of(KeptService kept) {
    var all = tasks.of(kept);
    return kept.service().toBuilder()
        .runningCount(running(all))
        .pendingCount(pending(all))
        .deployments(
            kept.service().deployments().stream().map(d -> deployment(d, kept, all)).toList())
        .taskSets(kept.service().taskSets().stream().map(s -> taskSet(s, kept, all)).toList())
        .build();
  }

  /** One of its task sets, as it is now. */
  TaskSet of(KeptService kept, TaskSet set) {
    return taskSet(set, kept, tasks.of(kept));
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
    var rollout = kept.rollout(set);
    var shown =
        set.toBuilder()
            .computedDesiredCount(rollout.desired())
            .runningCount(running(own))
            .pendingCount(pending(own));
    // What the scheduler last saw may be over already.
    boolean unsettled =
        set.stabilityStatus() == StabilityStatus.STEADY_STATE && !health.isSteady(all, rollout);
    return unsettled
        ? shown
            .stabilityStatus(StabilityStatus.STABILIZING)
            .stabilityStatusAt(timeline.now())
            .build()
        : shown.build();
  }

  static int running(List<KeptTask> all) {
    return (int) all.stream().filter(task -> task.state() == TaskState.RUNNING).count();
  }

  static int pending(List<KeptTask> all) {
    return (int) all.stream().filter(task -> task.state().compareTo(TaskState.RUNNING) < 0).count();
  }
}
