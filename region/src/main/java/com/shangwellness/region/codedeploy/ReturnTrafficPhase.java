package com.shangwellness.region.codedeploy;

import java.util.Optional;

/** Gives all traffic back to blue at once, and its rank. */
record ReturnTrafficPhase(Means means, Phase next) implements Phase {

  static final String NAME = "ReturnTraffic";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> event() {
    return Optional.of(LifecycleEvents.ALLOW_TRAFFIC);
  }

  @Override
  public boolean isWatched() {
    return false;
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) throws DeploymentFailure {
    means.listeners().share(deployment.sides(), 0);
    means.listeners().restoreTest(deployment.sides());
    means.taskSets().makePrimary(deployment, deployment.sides().blue().taskSet());
    return deployment.with(deployment.progress().weighing(0));
  }

  @Override
  public Outcome look(KeptDeployment deployment) {
    return new Outcome.Done(deployment);
  }
}
