package com.shangwellness.region.codedeploy;

import java.time.Duration;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyOption;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

/**
 * Waits for somebody to start the shift. When the wait runs out the machine stops the deployment
 * (CodeDeploy API, DeploymentReadyOption).
 */
record ReadyPhase(Means means, Phase next) implements Phase {

  @Override
  public String name() {
    return "Ready";
  }

  @Override
  public boolean applies(KeptDeployment deployment) {
    return option(deployment).actionOnTimeout() == DeploymentReadyAction.STOP_DEPLOYMENT;
  }

  private static DeploymentReadyOption option(KeptDeployment deployment) {
    return deployment.order().group().blueGreenDeploymentConfiguration().deploymentReadyOption();
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) {
    var wait = Duration.ofMinutes(option(deployment).waitTimeInMinutes());
    return deployment
        .with(info -> info.status(DeploymentStatus.READY))
        .with(deployment.progress().until(means.now().plus(wait)));
  }

  /** Whether nobody has started the shift in time. */
  boolean hasRunOut(KeptDeployment deployment) {
    return means.isDue(deployment);
  }

  @Override
  public Outcome look(KeptDeployment deployment) {
    return means.untilDue(deployment);
  }
}
