package com.shangwellness.ops.release;

import com.shangwellness.ops.release.Releases.Way;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/** Hands a release over to CodeDeploy. */
final class ReleaseBeginning {
  /** By which the region on this machine is told how fast this release waits. */
  private static final String PACE = "x-region-pace";

  private final ReleaseClients aws;
  private final String appSpec;
  private final ReleaseNote note;
  private final Way way;

  ReleaseBeginning(ReleaseClients aws, String appSpec, ReleaseNote note, Way way) {
    this.aws = aws;
    this.appSpec = appSpec;
    this.note = note;
    this.way = way;
  }

  /** Begins it and gives the deployment's id. */
  String begin() {
    return aws.clients().codeDeploy().createDeployment(request()).deploymentId();
  }

  private CreateDeploymentRequest request() {
    var group = aws.group();
    var request =
        CreateDeploymentRequest.builder()
            .applicationName(group.application())
            .deploymentGroupName(group.group())
            .description(note.words())
            .revision(
                r ->
                    r.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                        .appSpecContent(c -> c.content(appSpec).sha256(sha256(appSpec))));
    if (way.ignoreAlarms()) {
      request.overrideAlarmConfiguration(a -> a.enabled(false));
    }
    way.pace()
        .ifPresent(
            pace -> request.overrideConfiguration(c -> c.putHeader(PACE, String.valueOf(pace))));
    return request.build();
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }
}
