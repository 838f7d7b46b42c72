package com.shangwellness.region.codedeploy;

import java.util.Optional;

/**
 * Gives all traffic back to blue at once, and its rank. Who refuses that is asked again for an
 * hour: a way back that gave up would leave weights mixed.
 */
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
  public KeptDeployment enter(KeptDeployment deployment) {
    return means.withPatience(deployment);
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    var sides = deployment.sides();
    // Traffic goes to whom there is, and who has it is primary, whatever fails afterwards.
    means.taskSets().requireServing(deployment, sides.blue().taskSet());
    boolean isBack =
        means.succeeds(
            deployment,
            () -> {
              means.listeners().share(sides, 0);
              means.taskSets().makePrimary(deployment, sides.blue().taskSet());
              means.listeners().restoreTest(sides);
            });
    return isBack
        ? new Outcome.Done(deployment.with(deployment.progress().weighing(0)))
        : means.soon(deployment);
  }
}
