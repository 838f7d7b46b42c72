package com.shangwellness.region.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

/** 7: after success there is one task set, and blue lived until its wait had ended. */
final class CleanSuccess implements Law {

  private final Set<String> succeeded = new HashSet<>();
  private final Set<String> left = new HashSet<>();

  @Override
  public void check(Look look) {
    for (var release : look.releases().all()) {
      boolean goesForward =
          release.isUnderWay() || release.info().status() == DeploymentStatus.SUCCEEDED;
      if (release.isRollback() || !goesForward) {
        continue;
      }
      if (release.blueWent().isPresent() && left.add(release.id())) {
        requireWait(look, release);
      }
      if (release.info().status() == DeploymentStatus.SUCCEEDED && succeeded.add(release.id())) {
        requireOneSet(look, release);
      }
    }
  }

  private static void requireWait(Look look, Release release) {
    if (release.shiftEnded().isEmpty()) {
      throw new Broken("7", "blue of " + release.id() + " went before green had all traffic");
    }
    var wait =
        release
            .info()
            .blueGreenDeploymentConfiguration()
            .terminateBlueInstancesOnDeploymentSuccess()
            .terminationWaitTimeInMinutes();
    var end = release.shiftEnded().get().plus(Duration.ofMinutes(wait));
    if (release.blueWent().get().isBefore(end) && !look.deeds().wasEndedEarly(release)) {
      throw new Broken(
          "7",
          "blue of %s went at %s, its wait was to end at %s"
              .formatted(release.id(), release.blueWent().get(), end));
    }
  }

  private static void requireOneSet(Look look, Release release) {
    var sets = look.view().service().taskSets();
    boolean onlyGreen =
        sets.size() == 1
            && release.greenSet().filter(sets.getFirst().id()::equals).isPresent()
            && sets.getFirst().status().equals("PRIMARY");
    if (!onlyGreen) {
      throw new Broken("7", "after the success there are " + CleanRollback.shown(sets));
    }
    var weights = look.view().production();
    if (weights.isServed() && weights.percent(release.greenGroup()) != 100) {
      throw new Broken("7", "after the success the weights are " + weights.byGroup());
    }
  }
}
