package com.shangwellness.region.codedeploy;

/** Removes what was replaced. There is no way back from here. */
record RemoveBluePhase(Means means, Phase next) implements Phase {

  static final String NAME = "RemoveBlue";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isWatched() {
    return false;
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) throws DeploymentFailure {
    means.taskSets().delete(deployment, deployment.sides().blue().taskSet());
    return deployment;
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    return means.taskSets().find(deployment, deployment.sides().blue().taskSet()).isPresent()
        ? means.soon(deployment)
        : new Outcome.Done(deployment);
  }
}
