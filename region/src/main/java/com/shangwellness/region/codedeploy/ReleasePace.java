package com.shangwellness.region.codedeploy;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Pace;
import java.time.Instant;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * Has region time pass as fast as a deployment asks, to its final state or to that of its rollback.
 *
 * <p>Not at its very beginning: green is made of real processes, which no pace makes start faster.
 * Until they are healthy they have the grace period that the service gives them, by the region's
 * own time; only what is not healthy by then has the rest of its hour pass faster.
 */
final class ReleasePace {

  private final Store store;
  private final Pace pace;
  private final Means means;

  ReleasePace(Store store, Pace pace, Means means) {
    this.store = store;
    this.pace = pace;
    this.means = means;
  }

  /**
   * Holds the pace, but while green, which has traffic, is not steady: its tasks start in the
   * machine's time, and the minutes that they have for it must not pass faster.
   */
  void suit(KeptDeployment deployment) {
    if (deployment.progress().isSteady()) {
      hold(deployment);
    } else {
      release(deployment);
    }
  }

  void hold(KeptDeployment deployment) {
    double wanted = deployment.order().pace();
    if (wanted > 0 && !isStarting(deployment)) {
      store.afterCommit(() -> pace.hold(deployment.id(), wanted));
    }
  }

  private boolean isStarting(KeptDeployment deployment) {
    return deployment.events().stream()
        .filter(event -> event.lifecycleEventName().equals(LifecycleEvents.INSTALL))
        .filter(event -> event.status() != LifecycleEventStatus.SUCCEEDED)
        .anyMatch(event -> event.startTime() == null || hasGrace(deployment, event.startTime()));
  }

  private boolean hasGrace(KeptDeployment deployment, Instant begun) {
    var grace =
        means
            .taskSets()
            .find(deployment.order().group().ecsServices().getFirst())
            .map(Service::healthCheckGracePeriodSeconds)
            .orElse(0);
    return means.now().isBefore(begun.plusSeconds(grace));
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
