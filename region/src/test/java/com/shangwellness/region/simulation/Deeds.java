package com.shangwellness.region.simulation;

import java.util.HashSet;
import java.util.Set;

/** What people have asked for and were granted, by the ids of deployments. */
final class Deeds {

  private final Set<String> leftAsTheyAre = new HashSet<>();
  private final Set<String> endedEarly = new HashSet<>();
  private int desired = Site.TASKS;

  /** Somebody stopped it and wants no rollback. */
  void stoppedWithoutRollback(String deployment) {
    leftAsTheyAre.add(deployment);
  }

  boolean isLeftAsItIs(Release release) {
    return leftAsTheyAre.contains(release.id()) && release.rollback().isEmpty();
  }

  /** Somebody ended the wait before blue's removal. */
  void endedTheWait(String deployment) {
    endedEarly.add(deployment);
  }

  boolean wasEndedEarly(Release release) {
    return endedEarly.contains(release.id());
  }

  /** Somebody wants so many tasks. */
  void wants(int tasks) {
    desired = tasks;
  }

  /** How many tasks people wanted when they were last asked. */
  int desired() {
    return desired;
  }
}
