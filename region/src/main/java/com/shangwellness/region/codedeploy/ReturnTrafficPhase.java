package com.shangwellness.region.codedeploy;

import java.time.Duration;
import java.util.Optional;

/**
 * Gives all traffic back to blue at once, and its rank. Who refuses that is asked again for an
 * hour: a way back that gave up would leave weights mixed.
 */
record ReturnTrafficPhase(Means means, Phase next) implements Phase {

  private static final Duration LONGEST = Duration.ofMinutes(60);

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
    return deployment.with(deployment.progress().until(means.now().plus(LONGEST)));
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    var sides = deployment.sides();
    // Traffic goes to whom there is, and who has it is primary, whatever fails afterwards.
    means.taskSets().requireServing(deployment, sides.blue().taskSet());
    try {
      means.listeners().share(sides, 0);
      means.taskSets().makePrimary(deployment, sides.blue().taskSet());
    } catch (DeploymentFailure refused) {
      if (means.isDue(deployment)) {
        throw refused;
      }
      return means.soon(deployment);
    }
    means.listeners().restoreTest(sides);
    return new Outcome.Done(deployment.with(deployment.progress().weighing(0)));
  }
}
