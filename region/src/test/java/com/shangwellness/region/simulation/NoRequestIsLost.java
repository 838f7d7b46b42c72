package com.shangwellness.region.simulation;

import com.shangwellness.region.tasks.ContainerSpec;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * No request fails that a healthy blue could have served: a failure is a bad version's own, or of a
 * process that died.
 */
final class NoRequestIsLost implements Law {

  /** A region that has just been started has to start its tasks, too. */
  private static final Duration START = Duration.ofMinutes(2);

  private int life;
  private Instant born = Instant.EPOCH;

  @Override
  public void check(Look look) {
    if (life != look.life()) {
      life = look.life();
      born = look.now();
    }
    for (var visit : look.customers().ended()) {
      if (visit.failed() && !isExcused(look, visit)) {
        throw new Broken(
            "request",
            "a request of %s to '%s' failed with %d"
                .formatted(visit.began(), visit.target(), visit.call().status().orElseThrow()));
      }
    }
  }

  private boolean isExcused(Look look, Visit visit) {
    boolean starts = life > 0 && look.now().isBefore(born.plus(START));
    if (starts || look.customers().answeredByTarget(visit)) {
      return true;
    }
    return visit.container().isPresent()
        ? isDead(look, visit.container().get())
        : !couldBlueServe(look);
  }

  // It ended by itself or its zone is lost. Who is cut off while its target drains is seen to by
  // another law.
  private static boolean isDead(Look look, ContainerSpec container) {
    return !look.customers().machines().isUp(container);
  }

  /** Nothing took the request: a group that has a weight has no target. */
  private static boolean couldBlueServe(Look look) {
    var view = look.view();
    var primary = view.primary();
    if (primary.isEmpty()) {
      return false;
    }
    var machines = look.customers().machines();
    var group = primary.get().loadBalancers().getFirst().targetGroupArn();
    boolean serves =
        view.targets(group, TargetHealthStateEnum.HEALTHY).stream()
            .anyMatch(address -> !machines.hasLost(Site.zone(address)));
    return serves && view.production().percent(group) < 100 && !haveDied(view, primary.get().id());
  }

  private static boolean haveDied(View view, String primary) {
    return view.tasks().stream()
        .filter(task -> !task.startedBy().equals(primary))
        .anyMatch(NoRequestIsLost::hasDied);
  }

  // By itself, or it could not be reached any more: a load balancer sends a group its share also
  // when the last of its targets is gone.
  private static boolean hasDied(Task task) {
    return task.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED
        || task.stopCode() == TaskStopCode.TASK_FAILED_TO_START
        || (task.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED
            && task.stoppedReason().startsWith("Task failed ELB health checks"));
  }
}
