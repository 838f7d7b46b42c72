package com.shangwellness.region.codedeploy;

/** Makes green the service's primary task set. */
record HandoverPhase(Means means, Phase next) implements Phase {

  static final String NAME = "Handover";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) throws DeploymentFailure {
    means.taskSets().makePrimary(deployment, deployment.sides().green().taskSet());
    return deployment;
  }

  @Override
  public Outcome look(KeptDeployment deployment) {
    return new Outcome.Done(deployment);
  }
}
