package com.shangwellness.region.simulation;

import software.amazon.awssdk.services.ecs.model.StabilityStatus;

/** 13: once faults stop, every deployment reaches a final state, and production comes to rest. */
final class Rest {

  boolean isReached(Look look) {
    return missing(look).isEmpty();
  }

  /** What has not come to rest yet; empty when everything has. */
  String missing(Look look) {
    var active = look.releases().active();
    if (!active.isEmpty()) {
      return active.getFirst().id() + " is still " + active.getFirst().info().status();
    }
    if (look.releases().hasLeftover(look.view(), look.deeds())) {
      return "";
    }
    var sets = look.view().service().taskSets();
    if (sets.size() != 1 || !sets.getFirst().status().equals("PRIMARY")) {
      return "the task sets are " + CleanRollback.shown(sets);
    }
    var set = sets.getFirst();
    int running = set.runningCount();
    boolean settled =
        running == set.computedDesiredCount()
            && (set.stabilityStatus() == StabilityStatus.STEADY_STATE || isBad(look));
    if (!settled) {
      return "%d of %d tasks run".formatted(running, set.computedDesiredCount());
    }
    var orphans =
        look.view().tasks().stream()
            .filter(task -> !task.lastStatus().equals("STOPPED"))
            .filter(task -> !task.startedBy().equals(set.id()))
            .toList();
    return orphans.isEmpty() ? "" : "there are orphans: " + orphans;
  }

  // A bad version may have been released before any alarm could ring.
  private static boolean isBad(Look look) {
    var definition = look.view().service().taskDefinition();
    return look.view().site().definitions().entrySet().stream()
        .anyMatch(entry -> entry.getValue().equals(definition) && !entry.getKey().isGood());
  }
}
