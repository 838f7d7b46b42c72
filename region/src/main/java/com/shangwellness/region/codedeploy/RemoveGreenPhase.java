package com.shangwellness.region.codedeploy;

/** Removes what was to be the new version. */
record RemoveGreenPhase(Means means, Phase next) implements Phase {

  @Override
  public String name() {
    return "RemoveGreen";
  }

  @Override
  public boolean isWatched() {
    return false;
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) throws DeploymentFailure {
    means.taskSets().delete(deployment, deployment.sides().green().taskSet());
    return deployment;
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    return means.taskSets().find(deployment, deployment.sides().green().taskSet()).isPresent()
        ? means.soon(deployment)
        : new Outcome.Done(deployment);
  }
}
