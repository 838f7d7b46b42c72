package com.shangwellness.region.codedeploy;

import java.util.HashMap;
import java.util.Map;

/** The order of phases: of a release, and of its way back. */
final class Phases {

  private final Map<String, Phase> byName = new HashMap<>();
  private final Phase first;
  private final Phase firstBack;

  Phases(Means means) {
    var over = known(new Phase.Over());
    var blueGone = known(new RemovePhase(RemovePhase.BLUE, Sides::blue, means, over));
    var bake = known(new BakePhase(means, blueGone));
    var handover = known(new HandoverPhase(means, bake));
    var after = known(new HookPhase(LifecycleEvents.AFTER_ALLOW_TRAFFIC, handover));
    var traffic = known(new TrafficPhase(means, after));
    var before = known(new HookPhase(LifecycleEvents.BEFORE_ALLOW_TRAFFIC, traffic));
    var ready = known(new ReadyPhase(means, before));
    var tested = known(new HookPhase(LifecycleEvents.AFTER_ALLOW_TEST_TRAFFIC, ready));
    var test = known(new TestTrafficPhase(means, tested));
    var installed = known(new HookPhase(LifecycleEvents.AFTER_INSTALL, test));
    var install = known(new InstallPhase(means, installed));
    this.first = known(new HookPhase(LifecycleEvents.BEFORE_INSTALL, install));
    var greenGone = known(new RemovePhase(RemovePhase.GREEN, Sides::green, means, over));
    this.firstBack = known(new ReturnTrafficPhase(means, greenGone));
  }

  private Phase known(Phase phase) {
    byName.put(phase.name(), phase);
    return phase;
  }

  /** Where releases begin. */
  Phase first() {
    return first;
  }

  /** Where rollbacks begin. */
  Phase firstBack() {
    return firstBack;
  }

  /** Where {@code deployment} is. */
  Phase of(KeptDeployment deployment) {
    var phase = byName.get(deployment.progress().phase());
    if (phase == null) {
      throw new IllegalStateException(
          deployment.id() + " is in the unknown phase " + deployment.progress().phase());
    }
    return phase;
  }

  /** Whether {@code deployment} has changed anything that could be taken back. */
  boolean hasActed(KeptDeployment deployment) {
    return deployment.sides().isKnown()
        && !deployment.progress().phase().equals(LifecycleEvents.BEFORE_INSTALL);
  }
}
