package com.shangwellness.ops.release;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/**
 * Knows the moment between the end of a deployment and the beginning of the one that takes it back:
 * CodeDeploy makes a deployment of its own of a rollback, and until then none is under way.
 */
final class ComingRollback {
  /** A rollback that has not begun by then is not to come. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ComingRollback() {}

  /** Whether {@code info} has just ended and is to be taken back. */
  static boolean isDue(DeploymentInfo info, Instant now) {
    return info.creator() != DeploymentCreator.CODE_DEPLOY_ROLLBACK
        && info.completeTime() != null
        && now.isBefore(info.completeTime().plus(PATIENCE))
        && event(info).filter(event -> rollsBackOn(info, event)).isPresent();
  }

  /** CodeDeploy API, AutoRollbackConfiguration: which kinds of end lead to a rollback. */
  private static Optional<AutoRollbackEvent> event(DeploymentInfo info) {
    if (info.status() == DeploymentStatus.FAILED) {
      return Optional.of(AutoRollbackEvent.DEPLOYMENT_FAILURE);
    }
    if (info.status() != DeploymentStatus.STOPPED) {
      return Optional.empty();
    }
    boolean byAlarm =
        info.errorInformation() != null && info.errorInformation().code() == ErrorCode.ALARM_ACTIVE;
    return Optional.of(
        byAlarm
            ? AutoRollbackEvent.DEPLOYMENT_STOP_ON_ALARM
            : AutoRollbackEvent.DEPLOYMENT_STOP_ON_REQUEST);
  }

  private static boolean rollsBackOn(DeploymentInfo info, AutoRollbackEvent event) {
    var configuration = info.autoRollbackConfiguration();
    return configuration != null
        && Boolean.TRUE.equals(configuration.enabled())
        && configuration.events().contains(event);
  }
}
