package com.shangwellness.region.codedeploy;

import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/** What phases work with. */
record Means(Timeline timeline, TaskSets taskSets, Listeners listeners) {

  /** How often green is looked at that starts: what it waits for takes a few seconds itself. */
  private static final Duration VERY_OFTEN = Duration.ofSeconds(1);

  /** How often something is looked at that may change at any time. */
  private static final Duration OFTEN = Duration.ofSeconds(5);

  /** How often alarms and green's health are looked at while something is waited for. */
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  /**
   * How long green may be unsteady once it has traffic. ECS guide, "CodeDeploy blue/green
   * deployments": "If the service doesn't enter steady state within 5 minutes, CodeDeploy will stop
   * the deployment and mark it as failed".
   */
  private static final Duration UNSTEADY = Duration.ofMinutes(5);

  /** For how long a refusal is no reason to give up what nothing else would do: our choice. */
  private static final Duration PATIENCE = Duration.ofMinutes(60);

  Instant now() {
    return timeline.now();
  }

  boolean isDue(KeptDeployment deployment) {
    return !now().isBefore(deployment.progress().until());
  }

  /** What may be refused. */
  interface Attempt {

    /**
     * Makes it; safe to repeat.
     *
     * @throws DeploymentFailure when it is refused
     */
    void make() throws DeploymentFailure;
  }

  /** Gives {@code deployment} an hour in which {@link #succeeds} may be refused. */
  KeptDeployment withPatience(KeptDeployment deployment) {
    return deployment.with(deployment.progress().until(now().plus(PATIENCE)));
  }

  /**
   * Whether {@code attempt} was not refused this time.
   *
   * @throws DeploymentFailure when it is still refused at the deadline
   */
  boolean succeeds(KeptDeployment deployment, Attempt attempt) throws DeploymentFailure {
    try {
      attempt.make();
      return true;
    } catch (DeploymentFailure refused) {
      if (isDue(deployment)) {
        throw refused;
      }
      return false;
    }
  }

  Phase.Outcome verySoon(KeptDeployment deployment) {
    return new Phase.Outcome.Waits(deployment, now().plus(VERY_OFTEN));
  }

  Phase.Outcome soon(KeptDeployment deployment) {
    return new Phase.Outcome.Waits(deployment, now().plus(OFTEN));
  }

  /** Waits for the deadline, with a look at alarms and green's health now and then. */
  Phase.Outcome untilDue(KeptDeployment deployment) {
    var progress = deployment.progress();
    var latest = now().plus(NOW_AND_THEN);
    var times =
        progress.isSteady()
            ? Stream.of(latest, progress.until())
            : Stream.of(latest, progress.until(), progress.unsteadySince().plus(UNSTEADY));
    var next = times.filter(time -> time.isAfter(now())).min(Comparator.naturalOrder());
    return new Phase.Outcome.Waits(deployment, next.orElse(latest));
  }

  /** Whether all of green's tasks run and are healthy. */
  private boolean isGreenSteady(KeptDeployment deployment) throws DeploymentFailure {
    return taskSets
        .find(deployment, deployment.sides().green().taskSet())
        .filter(TaskSets::isSteady)
        .isPresent();
  }

  /**
   * Whether the deadline has come and green is as it should be: only then is the next step taken.
   */
  boolean isDueAndSteady(KeptDeployment watched) {
    return isDue(watched) && watched.progress().isSteady();
  }

  /** Waits for the deadline, and once it has come for green to be steady. */
  Phase.Outcome untilDueAndSteady(KeptDeployment watched) {
    return isDue(watched) ? soon(watched) : untilDue(watched);
  }

  /**
   * Notes whether green is steady, which has traffic.
   *
   * @throws DeploymentFailure when it has not been for too long
   */
  KeptDeployment withGreenWatched(KeptDeployment deployment) throws DeploymentFailure {
    var progress = deployment.progress();
    if (isGreenSteady(deployment)) {
      return deployment.with(progress.unsteady(Instant.EPOCH));
    }
    var since = progress.unsteadySince().equals(Instant.EPOCH) ? now() : progress.unsteadySince();
    if (!now().isBefore(since.plus(UNSTEADY))) {
      throw new DeploymentFailure(
          ErrorCode.HEALTH_CONSTRAINTS,
          "The deployment failed because the replacement task set has not been in a steady state"
              + " for 5 minutes: not all of its tasks run and pass their health checks.");
    }
    return deployment.with(progress.unsteady(since));
  }
}
