package com.shangwellness.region.ecs;

import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Notes, and tells, when what runs of a service and of its task sets is what is desired. */
final class SteadyState {

  private final Timeline timeline;
  private final Services services;
  private final Tasks tasks;
  private final TaskHealth health;
  private final RollingUpdate rolling;

  SteadyState(
      Timeline timeline, Services services, Tasks tasks, TaskHealth health, RollingUpdate rolling) {
    this.timeline = timeline;
    this.services = services;
    this.tasks = tasks;
    this.health = health;
    this.rolling = rolling;
  }

  /** Looks at the service of this key. */
  void settle(String key) {
    for (var set : services.find(key).orElseThrow().service().taskSets()) {
      settle(services.find(key).orElseThrow(), set);
    }
    var service = services.find(key).orElseThrow();
    boolean steady = isSteady(service);
    if (steady && !service.steady() && service.active()) {
      services.put(service.steady(true));
      if (service.rolling()) {
        rolling.completed(key);
      }
      services.report(key, Optional.empty(), "has reached a steady state.");
    } else if (!steady && service.steady()) {
      services.put(service.steady(false));
    }
  }

  private void settle(KeptService service, TaskSet set) {
    var status =
        health.isSteady(tasks.of(service), service.rollout(set))
            ? StabilityStatus.STEADY_STATE
            : StabilityStatus.STABILIZING;
    if (set.stabilityStatus() != status && !TaskSetRules.isDraining(set)) {
      services.put(
          service.withTaskSet(
              set.toBuilder()
                  .stabilityStatus(status)
                  .stabilityStatusAt(timeline.now())
                  .updatedAt(timeline.now())
                  .build()));
    }
  }

  private boolean isSteady(KeptService service) {
    return service.rolling() ? isRolledOut(service, tasks.of(service)) : haveSettled(service);
  }

  private boolean isRolledOut(KeptService service, List<KeptTask> all) {
    return service.rollouts().size() == 1
        && health.isSteady(all, service.rollouts().getFirst())
        && all.stream().filter(KeptTask::wanted).allMatch(health::isHealthy);
  }

  // Its task sets have just been looked at, each by itself.
  private static boolean haveSettled(KeptService service) {
    var sets = service.service().taskSets();
    return !sets.isEmpty()
        && sets.stream().noneMatch(TaskSetRules::isDraining)
        && sets.stream().allMatch(set -> set.stabilityStatus() == StabilityStatus.STEADY_STATE);
  }

  /** Whether nothing of the service can change by itself. */
  boolean isQuiet(KeptService service) {
    boolean empty = tasks.of(service).stream().noneMatch(KeptTask::wanted);
    return empty && (isSteady(service) || service.rollouts().isEmpty());
  }
}
