package com.shangwellness.region.simulation;

import software.amazon.awssdk.services.ecs.model.TaskSet;

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
    for (var release : look.releases().active()) {
      var blue = look.view().taskSet(release.blueSet());
      var green = release.greenSet().flatMap(look.view()::taskSet);
      if (release.isUnderWay() && blue.isPresent() && green.isPresent()) {
        check(look, release, blue.get(), desired);
      }
    }
    before = desired;
  }

  private void check(Look look, Release release, TaskSet blue, int desired) {
    if (desired < before && desired != look.deeds().desired()) {
      throw new Broken(
          "12", "%s is under way, and %d tasks became %d".formatted(release.id(), before, desired));
    }
    int tasks = blue.computedDesiredCount();
    if (!blue.status().equals("DRAINING") && tasks != desired) {
      throw new Broken("12", "blue has %d tasks of %d".formatted(tasks, desired));
    }
  }
}
