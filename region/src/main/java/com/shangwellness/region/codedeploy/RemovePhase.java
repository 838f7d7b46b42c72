package com.shangwellness.region.codedeploy;

import java.time.Duration;
import java.util.function.Function;

/**
 * Removes a colour's tasks: blue when it has been replaced, from where there is no way back, or
 * green when it is taken back. Who refuses that is asked again for an hour.
 *
 * @param name {@link #BLUE} or {@link #GREEN}
 * @param removed the side that goes
 */
record RemovePhase(String name, Function<Sides, Sides.Side> removed, Means means, Phase next)
    implements Phase {

  static final String BLUE = "RemoveBlue";
  static final String GREEN = "RemoveGreen";

  private static final Duration LONGEST = Duration.ofMinutes(60);

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
    var taskSet = removed.apply(deployment.sides()).taskSet();
    try {
      means.taskSets().delete(deployment, taskSet);
    } catch (DeploymentFailure refused) {
      if (means.isDue(deployment)) {
        throw refused;
      }
      return means.soon(deployment);
    }
    return means.taskSets().find(deployment, taskSet).isPresent()
        ? means.soon(deployment)
        : new Outcome.Done(deployment);
  }
}
