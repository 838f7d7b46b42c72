package com.shangwellness.ops.release;

import com.shangwellness.ops.release.ReleaseNote.Kind;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

/**
 * What has served, in order. A release puts its task definition on top, a rollback takes off what
 * is above the one that it brings back: so two rollbacks lead two releases back, and not forth
 * again to what was bad.
 */
final class ReleaseHistory {
  private final ArrayDeque<String> served = new ArrayDeque<>();

  /** A history of these deployments. */
  ReleaseHistory(List<DeploymentInfo> newestFirst) {
    newestFirst.reversed().stream()
        .filter(info -> info.status() == DeploymentStatus.SUCCEEDED)
        .forEach(this::take);
  }

  private void take(DeploymentInfo info) {
    var brought = AppSpecText.taskDefinition(info.revision()).map(TaskDefinitions::nameAndRevision);
    if (brought.isEmpty()) {
      return;
    }
    // What the first release replaced came by no deployment: the stack brought it.
    var replaced = note(info).replacedDefinition();
    if (served.isEmpty() && !replaced.equals(ReleaseNote.UNKNOWN)) {
      served.push(replaced);
    }
    if (isRollback(info)) {
      while (!served.isEmpty() && !served.peek().equals(brought.get())) {
        served.pop();
      }
    }
    if (served.isEmpty() || !served.peek().equals(brought.get())) {
      served.push(brought.get());
    }
  }

  static boolean isRollback(DeploymentInfo info) {
    return info.creator() == DeploymentCreator.CODE_DEPLOY_ROLLBACK
        || note(info).kind() == Kind.ROLLBACK;
  }

  /** The deployment that {@code info} takes back, if CodeDeploy itself made it for that. */
  static Optional<String> takenBackBy(DeploymentInfo info) {
    return info.creator() == DeploymentCreator.CODE_DEPLOY_ROLLBACK && info.rollbackInfo() != null
        ? Optional.ofNullable(info.rollbackInfo().rollbackTriggeringDeploymentId())
        : Optional.empty();
  }

  static ReleaseNote note(DeploymentInfo info) {
    return ReleaseNote.read(info.description() == null ? "" : info.description());
  }

  /** What served before {@code current}; both as in {@code web:6}. */
  Optional<String> before(String current) {
    var below = served.stream().dropWhile(one -> !one.equals(current)).skip(1).findFirst();
    // Something else serves, of which CodeDeploy knows nothing: then the last that it knows.
    return served.contains(current) ? below : Optional.ofNullable(served.peek());
  }
}
