package com.shangwellness.region.codedeploy;

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
    var taskSet = removed.apply(deployment.sides()).taskSet();
    boolean goes = means.succeeds(deployment, () -> means.taskSets().delete(deployment, taskSet));
    return goes && means.taskSets().find(deployment, taskSet).isEmpty()
        ? new Outcome.Done(deployment)
        : means.soon(deployment);
  }
}
