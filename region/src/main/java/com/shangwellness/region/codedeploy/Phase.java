package com.shangwellness.region.codedeploy;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of a deployment. Entering it is safe to repeat, and it stores its deadline: a region
 * that was killed carries on where it was.
 */
sealed interface Phase
    permits HookPhase,
        InstallPhase,
        TestTrafficPhase,
        ReadyPhase,
        TrafficPhase,
        HandoverPhase,
        BakePhase,
        ReturnTrafficPhase,
        RemovePhase,
        Phase.Over {

  /** What a look at a phase gives. */
  sealed interface Outcome {

    /** It has succeeded. */
    record Done(KeptDeployment deployment) implements Outcome {}

    /** It waits, to be looked at again at {@code again} at the latest. */
    record Waits(KeptDeployment deployment, Instant again) implements Outcome {}
  }

  /** As it is kept. */
  String name();

  /** What follows success. */
  Phase next();

  /** The lifecycle event that shows it; most waits have none. */
  default Optional<String> event() {
    return Optional.empty();
  }

  /** Whether {@code deployment} has this step at all. */
  default boolean applies(KeptDeployment deployment) {
    return true;
  }

  /** Whether alarms may still stop the deployment here. */
  default boolean isWatched() {
    return true;
  }

  /**
   * Begins this phase.
   *
   * @throws DeploymentFailure when it cannot
   */
  KeptDeployment enter(KeptDeployment deployment) throws DeploymentFailure;

  /**
   * Carries this phase on.
   *
   * @throws DeploymentFailure when it has failed
   */
  Outcome look(KeptDeployment deployment) throws DeploymentFailure;

  /** Nothing is left to do. */
  record Over() implements Phase {

    @Override
    public String name() {
      return "Over";
    }

    @Override
    public Phase next() {
      return this;
    }

    @Override
    public KeptDeployment enter(KeptDeployment deployment) {
      return deployment;
    }

    @Override
    public Outcome look(KeptDeployment deployment) {
      return new Outcome.Done(deployment);
    }
  }
}
