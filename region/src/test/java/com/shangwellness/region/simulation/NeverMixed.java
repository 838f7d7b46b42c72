package com.shangwellness.region.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;

/**
 * 8: stop, failure or crash of the control plane at any step resumes or reverts: weights are mixed
 * only while a release shifts traffic. Only a release that somebody has stopped and wants no
 * rollback of leaves them as they are.
 */
final class NeverMixed implements Law {

  /** The way back is one action; a region that is killed before it takes it after its start. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private Optional<Instant> since = Optional.empty();
  private int life;

  @Override
  public void check(Look look) {
    boolean odd = look.view().production().isServed() && !isExplained(look);
    if (!odd || life != look.life()) {
      since = Optional.empty();
      life = look.life();
    }
    if (odd) {
      since = since.or(() -> Optional.of(look.now()));
      if (look.now().isAfter(since.get().plus(AT_ONCE))) {
        throw new Broken("8", "weights stay at " + look.view().production().byGroup());
      }
    }
  }

  private static boolean isExplained(Look look) {
    var weights = look.view().production();
    var last = look.releases().last();
    if (look.releases().hasLeftover(look.view(), look.deeds())) {
      return true;
    }
    if (!weights.isMixed()) {
      return serves(look);
    }
    return last.filter(Release::isUnderWay).filter(release -> shifts(look, release)).isPresent();
  }

  private static boolean shifts(Look look, Release release) {
    return look.view().steps(release.id()).stream()
        .filter(step -> step.lifecycleEventName().equals("AllowTraffic"))
        .anyMatch(step -> step.status() == LifecycleEventStatus.IN_PROGRESS);
  }

  // All of it goes to the primary task set, or to green that is about to become it.
  private static boolean serves(Look look) {
    var weights = look.view().production();
    var primary = look.view().primary();
    boolean toPrimary =
        primary.isPresent()
            && weights.percent(primary.get().loadBalancers().getFirst().targetGroupArn()) == 100;
    return toPrimary
        || look.releases()
            .underWay()
            .filter(release -> weights.percent(release.greenGroup()) == 100)
            .isPresent();
  }
}
