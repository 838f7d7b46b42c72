package com.shangwellness.region.codedeploy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;
import software.amazon.awssdk.services.ecs.model.TaskSet;

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
    var service = means.taskSets().require(deployment);
    var leftovers = TaskSets.leftovers(service, deployment);
    if (!leftovers.isEmpty()) {
      remove(leftovers, deployment);
      return means.soon(deployment);
    }
    var green = TaskSets.own(service, deployment);
    var set = green.isPresent() ? green.get() : means.taskSets().create(deployment);
    var installed = deployment.with(deployment.sides().withGreen(set.id()));
    return TaskSets.isSteady(set) ? new Outcome.Done(installed) : means.verySoon(installed);
  }

  // A deployment that ended without a rollback has left its task set, with traffic perhaps.
  private void remove(List<TaskSet> leftovers, KeptDeployment deployment) throws DeploymentFailure {
    means.listeners().share(deployment.sides(), 0);
    for (var leftover : leftovers) {
      means.taskSets().delete(deployment, leftover.id());
    }
  }
}
