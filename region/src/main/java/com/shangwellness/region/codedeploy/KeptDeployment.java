package com.shangwellness.region.codedeploy;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ECSTaskSet;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;

/**
 * A deployment and how far it has come.
 *
 * @param info as GetDeployment gives it
 * @param order what was asked for, as it was when the deployment was created
 * @param sides between what traffic is shifted; {@link Sides#NONE} before it has begun
 * @param progress where it is
 * @param events the steps as its target shows them
 * @param taskSets the task sets as they were when it ended; none before
 */
record KeptDeployment(
    DeploymentInfo info,
    Order order,
    Sides sides,
    Progress progress,
    List<LifecycleEvent> events,
    List<ECSTaskSet> taskSets) {

  /**
   * What is to be done, and how.
   *
   * @param shift how traffic moves
   * @param pace of region time while it is done; 0 for the region's own
   */
  record Order(DeploymentGroupInfo group, AppSpec spec, TrafficShift shift, double pace) {}

  /**
   * Where a deployment is.
   *
   * @param phase the phase's name
   * @param until the phase's deadline; {@link Instant#EPOCH} when it has none
   * @param unsteadySince since when green has not been steady; {@link Instant#EPOCH} when it is
   * @param weight green's part of the production traffic, in percent
   */
  record Progress(String phase, Instant until, Instant unsteadySince, int weight) {

    /** Nothing done yet. */
    static Progress at(String phase) {
      return new Progress(phase, Instant.EPOCH, Instant.EPOCH, 0);
    }

    boolean isSteady() {
      return unsteadySince.equals(Instant.EPOCH);
    }

    Progress in(String next) {
      return new Progress(next, Instant.EPOCH, unsteadySince, weight);
    }

    Progress until(Instant deadline) {
      return new Progress(phase, deadline, unsteadySince, weight);
    }

    Progress unsteady(Instant since) {
      return new Progress(phase, until, since, weight);
    }

    Progress weighing(int percent) {
      return new Progress(phase, until, unsteadySince, percent);
    }
  }

  String id() {
    return info.deploymentId();
  }

  /** Whether it has reached its final state. */
  boolean isOver() {
    return switch (info.status()) {
      case SUCCEEDED, FAILED, STOPPED -> true;
      default -> false;
    };
  }

  boolean isReady() {
    return info.status() == DeploymentStatus.READY;
  }

  KeptDeployment with(UnaryOperator<DeploymentInfo.Builder> change) {
    return new KeptDeployment(
        change.apply(info.toBuilder()).build(), order, sides, progress, events, taskSets);
  }

  KeptDeployment with(Sides now) {
    return new KeptDeployment(info, order, now, progress, events, taskSets);
  }

  KeptDeployment with(Progress now) {
    return new KeptDeployment(info, order, sides, now, events, taskSets);
  }

  KeptDeployment withEvents(List<LifecycleEvent> now) {
    return new KeptDeployment(info, order, sides, progress, now, taskSets);
  }

  KeptDeployment withTaskSets(List<ECSTaskSet> now) {
    return new KeptDeployment(info, order, sides, progress, events, now);
  }
}
