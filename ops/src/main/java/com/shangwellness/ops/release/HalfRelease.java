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
 * @param own the task set that it has made
 * @param others the task sets that others have made and that are not on their way out, the primary
 *     one first
 * @param note what it says of itself
 */
record HalfRelease(String deployment, TaskSet own, List<TaskSet> others, ReleaseNote note) {
  HalfRelease {
    others = List.copyOf(others);
  }

  /** The newest one since the last deployment that succeeded; that one has cleared up. */
  static Optional<HalfRelease> in(List<DeploymentInfo> newestFirst, List<TaskSet> taskSets) {
    return newestFirst.stream()
        .takeWhile(info -> info.status() != DeploymentStatus.SUCCEEDED)
        .filter(Deployments::hasEnded)
        .flatMap(
            info ->
                taskSets.stream()
                    .filter(set -> isOf(set, info.deploymentId()))
                    .map(own -> of(info, own, taskSets)))
        .findFirst();
  }

  private static HalfRelease of(DeploymentInfo info, TaskSet own, List<TaskSet> taskSets) {
    var others =
        taskSets.stream()
            .filter(set -> !isOf(set, info.deploymentId()))
            .filter(set -> !"DRAINING".equals(set.status()))
            .sorted((one, other) -> Boolean.compare(isPrimary(other), isPrimary(one)))
            .toList();
    return new HalfRelease(info.deploymentId(), own, others, ReleaseHistory.note(info));
  }

  private static boolean isOf(TaskSet set, String deployment) {
    return deployment.equals(set.externalId());
  }

  static boolean isPrimary(TaskSet set) {
    return "PRIMARY".equals(set.status());
  }

  /**
   * What is to serve again, as in {@code web:6}: what served before it, or, where it was itself a
   * way back, what it was to bring. Nobody goes forth again to what was bad.
   */
  Optional<String> back() {
    if (note.kind() == ReleaseNote.Kind.ROLLBACK) {
      return Optional.of(TaskDefinitions.nameAndRevision(own.taskDefinition()));
    }
    return others.stream()
        .findFirst()
        .map(set -> TaskDefinitions.nameAndRevision(set.taskDefinition()))
        .or(
            () ->
                Optional.of(note.replacedDefinition()).filter(d -> !d.equals(ReleaseNote.UNKNOWN)));
  }
}
