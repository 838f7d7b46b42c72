package com.shangwellness.region.codedeploy;

import java.time.Duration;

/** Keeps blue for as long as the group wants, so that there is a way back. */
record BakePhase(Means means, Phase next) implements Phase {

  static final String NAME = "TerminationWait";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) {
    var wait =
        Duration.ofMinutes(
            deployment
                .order()
                .group()
                .blueGreenDeploymentConfiguration()
                .terminateBlueInstancesOnDeploymentSuccess()
                .terminationWaitTimeInMinutes());
    return deployment
        .with(info -> info.instanceTerminationWaitTimeStarted(true))
        .with(deployment.progress().until(means.now().plus(wait)));
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    var watched = means.withGreenWatched(deployment);
    return means.isDueAndSteady(watched)
        ? new Outcome.Done(watched)
        : means.untilDueAndSteady(watched);
  }
}
