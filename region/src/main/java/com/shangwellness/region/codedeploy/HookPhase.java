package com.shangwellness.region.codedeploy;

import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/**
 * A lifecycle event at which a Lambda function may judge the deployment. This region has no Lambda
 * functions, and one that cannot be invoked is a failure, never consent.
 */
record HookPhase(String name, Phase next) implements Phase {

  @Override
  public Optional<String> event() {
    return Optional.of(name);
  }

  @Override
  public boolean applies(KeptDeployment deployment) {
    return deployment.events().stream().anyMatch(event -> event.lifecycleEventName().equals(name));
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) {
    return deployment;
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    var function = deployment.order().spec().hook(name);
    if (function.isPresent()) {
      throw new DeploymentFailure(
          ErrorCode.HOOK_EXECUTION_FAILURE,
          "The deployment failed because the hook %s could not be carried out: the Lambda function %s cannot be invoked, since this region runs no Lambda functions."
              .formatted(name, function.get()));
    }
    return new Outcome.Done(deployment);
  }
}
