package com.shangwellness.region.codedeploy;

import java.util.Optional;

/** Turns the test listener to green. */
record TestTrafficPhase(Means means, Phase next) implements Phase {

  @Override
  public String name() {
    return LifecycleEvents.ALLOW_TEST_TRAFFIC;
  }

  @Override
  public Optional<String> event() {
    return Optional.of(LifecycleEvents.ALLOW_TEST_TRAFFIC);
  }

  @Override
  public boolean applies(KeptDeployment deployment) {
    return deployment.sides().hasTest();
  }

  @Override
  public KeptDeployment enter(KeptDeployment deployment) throws DeploymentFailure {
    means.listeners().turnTest(deployment.sides());
    return deployment;
  }

  @Override
  public Outcome look(KeptDeployment deployment) {
    return new Outcome.Done(deployment);
  }
}
