package com.shangwellness.ops.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.ecs.model.EcsException;

/** The releases of the group, a line each. */
final class ReleaseLines {
  private final ReleaseClients aws;
  private final Instant now;

  ReleaseLines(ReleaseClients aws, Instant now) {
    this.aws = aws;
    this.now = now;
  }

  /** All of them, newest first. */
  List<ReleaseLine> all() {
    var lines = new ArrayList<ReleaseLine>();
    for (var info : aws.deployments().all()) {
      lines.add(line(lines.size() + 1, info));
    }
    return lines;
  }

  private ReleaseLine line(int number, DeploymentInfo info) {
    var note = ReleaseHistory.note(info);
    return new ReleaseLine(
        number,
        info.deploymentId(),
        ReleaseHistory.isRollback(info) ? "rollback" : "release",
        info.statusAsString(),
        note.version().equals(ReleaseNote.UNKNOWN) ? version(info) : note.version(),
        note.replaces(),
        note.by().equals(ReleaseNote.UNKNOWN)
            ? Objects.toString(info.creatorAsString(), ReleaseNote.UNKNOWN)
            : note.by(),
        Objects.toString(info.createTime(), ""),
        seconds(info),
        reason(info));
  }

  private long seconds(DeploymentInfo info) {
    if (info.createTime() == null) {
      return 0;
    }
    var end = Objects.requireNonNullElse(info.completeTime(), now);
    return Math.max(0, Duration.between(info.createTime(), end).toSeconds());
  }

  private static String reason(DeploymentInfo info) {
    return info.errorInformation() == null
        ? ""
        : info.errorInformation().codeAsString()
            + ": "
            + Objects.toString(info.errorInformation().message(), "");
  }

  private String version(DeploymentInfo info) {
    try {
      return AppSpecText.taskDefinition(info.revision())
          .map(arn -> TaskDefinitions.version(aws.taskDefinitions().read(arn)))
          .orElse(ReleaseNote.UNKNOWN);
    } catch (EcsException e) {
      return ReleaseNote.UNKNOWN; // it named a task definition that does not exist
    }
  }
}
