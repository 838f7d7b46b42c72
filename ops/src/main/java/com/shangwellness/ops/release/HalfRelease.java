package com.shangwellness.ops.release;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * A release that was stopped, or failed, half way and was not taken back: its task set is there
 * still, with or without traffic. CodeDeploy names a task set by the deployment that has made it
 * (ECS API, TaskSet: {@code externalId}).
 *
 * @param deployment its id
 * @param others the task sets that others have made, the primary one first
 * @param note what it says of itself
 */
record HalfRelease(String deployment, List<TaskSet> others, ReleaseNote note) {
  HalfRelease {
    others = List.copyOf(others);
  }

  /** The newest one since the last deployment that succeeded; that one has cleared up. */
  static Optional<HalfRelease> in(List<DeploymentInfo> newestFirst, List<TaskSet> taskSets) {
    return newestFirst.stream()
        .takeWhile(info -> info.status() != DeploymentStatus.SUCCEEDED)
        .filter(Deployments::hasEnded)
        .filter(info -> taskSets.stream().anyMatch(set -> isOf(set, info.deploymentId())))
        .map(info -> of(info, taskSets))
        .findFirst();
  }

  private static HalfRelease of(DeploymentInfo info, List<TaskSet> taskSets) {
    var others =
        taskSets.stream()
            .filter(set -> !isOf(set, info.deploymentId()))
            .sorted((one, other) -> Boolean.compare(isPrimary(other), isPrimary(one)))
            .toList();
    return new HalfRelease(info.deploymentId(), others, ReleaseHistory.note(info));
  }

  private static boolean isOf(TaskSet set, String deployment) {
    return deployment.equals(set.externalId());
  }

  static boolean isPrimary(TaskSet set) {
    return "PRIMARY".equals(set.status());
  }

  /** What served before it, as in {@code web:6}; it is there still unless it was removed. */
  Optional<String> replaced() {
    return others.stream()
        .findFirst()
        .map(set -> TaskDefinitions.nameAndRevision(set.taskDefinition()))
        .or(
            () ->
                Optional.of(note.replacedDefinition()).filter(d -> !d.equals(ReleaseNote.UNKNOWN)));
  }
}
