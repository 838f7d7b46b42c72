package com.shangwellness.region.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * 1: healthy capacity behind the production listener never falls below the service's minimum
 * because of a release. What dies by itself is no fault of a release, and traffic that goes back
 * goes back at once.
 */
final class CapacityStays implements Law {

  /** A count that was raised so lately has not been reached yet. */
  private static final Duration GROWTH = Duration.ofMinutes(3);

  private record Wish(Instant at, int tasks) {}

  private record Target(String group, String address) {}

  private final Deque<Wish> wishes = new ArrayDeque<>();
  private Set<Target> before = Set.of();
  private int life = -1;

  @Override
  public void check(Look look) {
    var now = healthy(look.view());
    note(look);
    if (life == look.life() && !now.equals(before)) {
      var lost = new HashSet<>(before);
      lost.removeAll(now);
      int least = least(look);
      if (now.size() < least) {
        for (var target : lost) {
          reason(look, target)
              .ifPresent(
                  why -> {
                    throw new Broken(
                        "1",
                        "%d healthy tasks serve production, of %d at least: %s %s"
                            .formatted(now.size(), least, target.address(), why));
                  });
        }
      }
    }
    life = look.life();
    before = now;
  }

  private static Set<Target> healthy(View view) {
    var found = new HashSet<Target>();
    var weights = view.production();
    for (var group : weights.byGroup().keySet()) {
      if (weights.percent(group) > 0) {
        for (var address : view.targets(group, TargetHealthStateEnum.HEALTHY)) {
          found.add(new Target(group, address));
        }
      }
    }
    return found;
  }

  private void note(Look look) {
    int desired = look.view().service().desiredCount();
    if (wishes.isEmpty() || wishes.getLast().tasks() != desired) {
      wishes.addLast(new Wish(look.now(), desired));
    }
    while (wishes.size() > 1 && isPast(wishes, look.now())) {
      wishes.removeFirst();
    }
  }

  private static boolean isPast(Deque<Wish> wishes, Instant now) {
    var next = wishes.stream().skip(1).findFirst().orElseThrow();
    return next.at().plus(GROWTH).isBefore(now);
  }

  private int least(Look look) {
    int percent = look.view().service().deploymentConfiguration().minimumHealthyPercent();
    int tasks = wishes.stream().mapToInt(Wish::tasks).min().orElseThrow();
    return Math.ceilDiv(tasks * percent, 100);
  }

  /** Why a target that was healthy no longer serves, if that is a release's doing. */
  private static Optional<String> reason(Look look, Target target) {
    var view = look.view();
    boolean healthy =
        view.targets(target.group(), TargetHealthStateEnum.HEALTHY).contains(target.address());
    if (healthy) {
      boolean forward =
          look.releases()
              .underWay()
              .filter(release -> release.blueGroup().equals(target.group()))
              .isPresent();
      return forward ? Optional.of("lost its traffic") : Optional.empty();
    }
    return view.taskAt(target.address())
        .filter(task -> task.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED)
        .filter(task -> !task.stoppedReason().contains("health check"))
        .map(task -> "was stopped: " + task.stoppedReason());
  }
}
