package com.shangwellness.region.codedeploy;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Pace;

/**
 * Has region time pass as fast as a deployment asks, from its start to its final state, or to that
 * of its rollback.
 */
final class ReleasePace {

  private final Store store;
  private final Pace pace;

  ReleasePace(Store store, Pace pace) {
    this.store = store;
    this.pace = pace;
  }

  void hold(KeptDeployment deployment) {
    double wanted = deployment.order().pace();
    if (wanted > 0) {
      store.afterCommit(() -> pace.hold(deployment.id(), wanted));
    }
  }

  void release(KeptDeployment deployment) {
    if (deployment.order().pace() > 0) {
      store.afterCommit(() -> pace.release(deployment.id()));
    }
  }

  /** What {@code from} held is held by {@code to} now. */
  void take(KeptDeployment from, KeptDeployment to) {
    hold(to);
    release(from);
  }
}
