package com.shangwellness.region.simulation;

/**
 * 12: the desired count stays within autoscaling's bounds, and nothing of ours shrinks blue during
 * a release: scale-in is held.
 */
final class WithinBounds implements Law {

  private int before = Site.TASKS;

  @Override
  public void check(Look look) {
    int desired = look.view().service().desiredCount();
    if (desired < Site.LEAST_TASKS || desired > Site.MOST_TASKS) {
      throw new Broken("12", "the desired count is " + desired);
    }
    var underWay = look.releases().underWay();
    if (desired < before && desired != look.deeds().desired() && underWay.isPresent()) {
      throw new Broken(
          "12",
          "%s is under way, and %d tasks became %d"
              .formatted(underWay.get().id(), before, desired));
    }
    before = desired;
    underWay
        .flatMap(release -> look.view().taskSet(release.blueSet()))
        .ifPresent(
            blue -> {
              boolean whole =
                  blue.status().equals("DRAINING") || blue.computedDesiredCount() == desired;
              if (!whole) {
                throw new Broken(
                    "12",
                    "blue has %d tasks of %d".formatted(blue.computedDesiredCount(), desired));
              }
            });
  }
}
