package com.shangwellness.ops.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;

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
    var infos = aws.deployments().all();
    var byId = new HashMap<String, DeploymentInfo>();
    infos.forEach(info -> byId.put(info.deploymentId(), info));
    var lines = new ArrayList<ReleaseLine>();
    for (var info : infos) {
      lines.add(line(lines.size() + 1, info, note(info, byId)));
    }
    return lines;
  }

  /** CodeDeploy's own rollbacks say nothing of themselves, but what they take back does. */
  private static ReleaseNote note(DeploymentInfo info, Map<String, DeploymentInfo> byId) {
    return ReleaseHistory.takenBackBy(info)
        .map(byId::get)
        .map(trigger -> ReleaseHistory.note(trigger).turned())
        .orElseGet(() -> ReleaseHistory.note(info));
  }

  private ReleaseLine line(int number, DeploymentInfo info, ReleaseNote note) {
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
    return AppSpecText.taskDefinition(info.revision())
        .flatMap(aws.versions()::of)
        .orElse(ReleaseNote.UNKNOWN);
  }
}
