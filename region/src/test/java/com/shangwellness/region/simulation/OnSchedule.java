package com.shangwellness.region.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * 4: green's weight only follows the configured schedule, never early, and falls only in a
 * rollback. Nor is it late, a crash of the control plane or not, unless green is not well.
 */
final class OnSchedule implements Law {

  /** Green is looked at every few seconds, and counts as well some seconds after it is. */
  private static final Duration SLACK = Duration.ofSeconds(25);

  private final Map<String, Instant> unwell = new HashMap<>();

  @Override
  public void check(Look look) {
    for (var release : look.releases().active()) {
      if (release.isUnderWay() && look.view().production().isServed()) {
        check(look, release);
      }
    }
  }

  private void check(Look look, Release release) {
    int weight = release.weight();
    if (release.shiftBegan().isEmpty()) {
      return;
    }
    if (weight < release.weightBefore()) {
      throw new Broken(
          "4", "green's weight fell from %d to %d".formatted(release.weightBefore(), weight));
    }
    var since = Duration.between(release.shiftBegan().get(), look.now());
    int due = release.shift().weightAfter(since);
    if (weight > due) {
      throw new Broken(
          "4", "green has %d %% after %s, when %d are due".formatted(weight, since, due));
    }
    requireInTime(look, release, weight, since);
  }

  private void requireInTime(Look look, Release release, int weight, Duration since) {
    if (weight == 100) {
      return;
    }
    if (!isWell(look, release)) {
      unwell.put(release.id(), look.now());
    }
    var well = Duration.between(unwell.getOrDefault(release.id(), Instant.EPOCH), look.now());
    var late = since.minus(SLACK);
    boolean waited = well.compareTo(SLACK) > 0 && !late.isNegative();
    if (waited && weight < release.shift().weightAfter(late)) {
      throw new Broken("4", "green still has %d %% after %s".formatted(weight, since));
    }
  }

  private static boolean isWell(Look look, Release release) {
    var green = look.view().madeBy(release.id());
    return green.isPresent()
        && look.view().targets(release.greenGroup(), TargetHealthStateEnum.HEALTHY).size()
            >= green.get().computedDesiredCount()
        && green.get().runningCount().equals(green.get().computedDesiredCount());
  }
}
