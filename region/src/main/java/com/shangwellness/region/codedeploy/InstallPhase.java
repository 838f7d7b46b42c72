package com.shangwellness.region.codedeploy;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/** Starts green beside blue and waits until it is healthy. Nothing is shifted meanwhile. */
record InstallPhase(Means means, Phase next) implements Phase {

  private static final Duration LONGEST = Duration.ofMinutes(60);

  @Override
  public String name() {
    return LifecycleEvents.INSTALL;
  }

  @Override
  public Optional<String> event() {
    return Optional.of(LifecycleEvents.INSTALL);
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) throws DeploymentFailure {
    means.listeners().nameGreen(deployment.sides());
    return deployment.with(deployment.progress().until(means.now().plus(LONGEST)));
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    if (means.isDue(deployment)) {
      throw new DeploymentFailure(
          ErrorCode.TIMEOUT,
          "The deployment timed out while waiting for the replacement task set to become healthy."
              + " This time out period is 60 minutes.");
    }
    if (hasLeftovers(deployment)) {
      return means.soon(deployment);
    }
    var installed = withGreen(deployment);
    return means.isGreenSteady(installed) ? new Outcome.Done(installed) : means.soon(installed);
  }

  // A deployment that ended without a rollback has left its task set, with traffic perhaps.
  private boolean hasLeftovers(KeptDeployment deployment) throws DeploymentFailure {
    var leftovers = means.taskSets().leftovers(deployment);
    if (!leftovers.isEmpty()) {
      means.listeners().share(deployment.sides(), 0);
      for (var leftover : leftovers) {
        means.taskSets().delete(deployment, leftover.id());
      }
    }
    return !leftovers.isEmpty();
  }

  private KeptDeployment withGreen(KeptDeployment deployment) throws DeploymentFailure {
    var green = means.taskSets().own(deployment);
    var set = green.isPresent() ? green.get() : means.taskSets().create(deployment);
    return deployment.with(deployment.sides().withGreen(set.id()));
  }
}
