package com.shangwellness.region.simulation;

import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * 6: after a rollback blue has 100 % and green 0 %, there is no orphan task set or task, and blue
 * is primary.
 */
final class CleanRollback implements Law {

  private final Set<String> seen = new HashSet<>();

  @Override
  public void check(Look look) {
    for (var release : look.releases().all()) {
      if (release.isRollback() && !release.isActive() && seen.add(release.id())) {
        check(look, release);
      }
    }
  }

  private static void check(Look look, Release rollback) {
    var view = look.view();
    var weights = view.production();
    var sets = view.service().taskSets();
    if (rollback.info().status() != DeploymentStatus.SUCCEEDED) {
      throw new Broken(
          "6", "the rollback " + rollback.id() + " ended as " + rollback.info().status());
    }
    if (weights.isServed()
        && (weights.percent(rollback.blueGroup()) != 100
            || weights.percent(rollback.greenGroup()) != 0)) {
      throw new Broken("6", "after the rollback the weights are " + weights.byGroup());
    }
    var others =
        sets.stream()
            .filter(set -> !set.id().equals(rollback.blueSet()))
            // What an earlier release has left may be on its way out.
            .filter(set -> !isDrainingLeftover(look, set))
            .toList();
    boolean bluePrimary =
        view.primary().filter(set -> set.id().equals(rollback.blueSet())).isPresent();
    if (!others.isEmpty() || !bluePrimary) {
      throw new Broken("6", "after the rollback there are " + shown(sets));
    }
    var orphans =
        view.tasks().stream()
            .filter(task -> !task.lastStatus().equals("STOPPED"))
            .filter(task -> sets.stream().noneMatch(set -> set.id().equals(task.startedBy())))
            .map(task -> task.taskArn())
            .toList();
    if (!orphans.isEmpty()) {
      throw new Broken("6", "after the rollback there are orphans: " + orphans);
    }
  }

  private static boolean isDrainingLeftover(Look look, TaskSet set) {
    return set.status().equals("DRAINING") && look.releases().isLeftover(set, look.deeds());
  }

  static String shown(java.util.List<TaskSet> sets) {
    return sets.stream().map(set -> set.status() + " " + set.id()).toList().toString();
  }
}
