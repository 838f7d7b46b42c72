package com.shangwellness.region.simulation;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** 3: no production weight on green before it is healthy and its hooks have passed. */
final class GreenIsProven implements Law {

  private static final List<String> BEFORE =
      List.of(
          "BeforeInstall",
          "Install",
          "AfterInstall",
          "AllowTestTraffic",
          "AfterAllowTestTraffic",
          "BeforeAllowTraffic");

  private final Set<String> proven = new HashSet<>();
  private int life;
  private Instant restarted = Instant.MIN;

  @Override
  public void check(Look look) {
    if (life != look.life()) {
      restarted = look.now();
    }
    for (var release : look.releases().active()) {
      boolean begins =
          !release.isRollback()
              && release.weight() > release.weightBefore()
              && proven.add(release.id());
      if (begins) {
        requireSteps(look, release);
        // What a region commits and is killed then is seen when its tasks are gone.
        if (look.now().isAfter(restarted)) {
          requireHealth(look, release);
        }
      }
    }
    life = look.life();
  }

  private static void requireSteps(Look look, Release release) {
    for (var step : look.view().steps(release.id())) {
      boolean passed = step.status() == LifecycleEventStatus.SUCCEEDED;
      if (BEFORE.contains(step.lifecycleEventName()) && !passed) {
        throw new Broken(
            "3",
            "green has traffic while %s of %s is %s"
                .formatted(step.lifecycleEventName(), release.id(), step.status()));
      }
    }
  }

  private static void requireHealth(Look look, Release release) {
    int healthy = look.view().targets(release.greenGroup(), TargetHealthStateEnum.HEALTHY).size();
    int wanted = look.view().madeBy(release.id()).map(s -> s.computedDesiredCount()).orElse(1);
    if (healthy < wanted) {
      throw new Broken(
          "3",
          "green of %s has traffic with %d of %d healthy tasks"
              .formatted(release.id(), healthy, wanted));
    }
  }
}
