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

  /** What green had last, and since when. */
  private record Step(int weight, Instant taken) {}

  private final Map<String, Instant> unwell = new HashMap<>();
  private final Map<String, Step> steps = new HashMap<>();

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
    requireInTime(look, release, weight);
  }

  // A step that had to wait for green makes those after it later, too.
  private void requireInTime(Look look, Release release, int weight) {
    var step = steps.get(release.id());
    if (step == null || step.weight() != weight) {
      step = new Step(weight, look.now());
      steps.put(release.id(), step);
    }
    if (!isWell(look, release)) {
      unwell.put(release.id(), look.now());
    }
    var waited = Duration.between(step.taken(), look.now());
    var well = Duration.between(unwell.getOrDefault(release.id(), Instant.EPOCH), look.now());
    boolean late =
        waited.compareTo(release.shift().interval().plus(SLACK)) > 0 && well.compareTo(SLACK) > 0;
    if (weight < 100 && late) {
      throw new Broken("4", "green still has %d %% after %s".formatted(weight, waited));
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
