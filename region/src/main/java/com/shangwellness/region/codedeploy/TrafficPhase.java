package com.shangwellness.region.codedeploy;

import java.util.Optional;

/** Moves production to green, step by step. */
record TrafficPhase(Means means, Phase next) implements Phase {

  private static final int ALL = 100;

  @Override
  public String name() {
    return LifecycleEvents.ALLOW_TRAFFIC;
  }

  @Override
  public Optional<String> event() {
    return Optional.of(LifecycleEvents.ALLOW_TRAFFIC);
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) {
    return deployment.with(deployment.progress().until(means.now()));
  }

  @Override
  public Outcome look(KeptDeployment deployment) throws DeploymentFailure {
    var watched = means.withGreenWatched(deployment);
    if (!means.isDueAndSteady(watched)) {
      return means.untilDueAndSteady(watched);
    }
    var shifted = step(watched);
    return shifted.progress().weight() == ALL ? new Outcome.Done(shifted) : means.untilDue(shifted);
  }

  private KeptDeployment step(KeptDeployment deployment) throws DeploymentFailure {
    var shift = deployment.order().shift();
    int percent = shift.after(deployment.progress().weight());
    means.listeners().share(deployment.sides(), percent);
    return deployment.with(
        deployment.progress().weighing(percent).until(means.now().plus(shift.interval())));
  }
}
