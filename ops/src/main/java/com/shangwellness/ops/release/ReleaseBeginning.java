package com.shangwellness.ops.release;

import com.shangwellness.ops.release.Releases.Way;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/** Hands a release over to CodeDeploy. */
final class ReleaseBeginning {
  /** By which the region on this machine is told how fast this release waits. */
  private static final String PACE = "x-region-pace";

  private final ReleaseClients aws;
  private final String appSpec;
  private final ReleaseNote note;
  private final Way way;
  private final LeftScaling left;

  ReleaseBeginning(
      ReleaseClients aws, String appSpec, ReleaseNote note, Way way, LeftScaling left) {
    this.left = left;
    this.aws = aws;
    this.appSpec = appSpec;
    this.note = note;
    this.way = way;
  }

  /** Begins it, its service's scaling suspended, and gives the deployment's id. */
  String begin() {
    var pause = aws.pause();
    pause.begin();
    var id = created();
    // Another command may have taken it for one that was left behind, before there was a release.
    pause.begin();
    return id;
  }

  private String created() {
    try {
      return aws.clients().codeDeploy().createDeployment(request()).deploymentId();
    } catch (DeploymentLimitExceededException e) {
      throw e; // scaling stays suspended for the release that is under way
    } catch (RuntimeException e) {
      resume(e);
      throw e;
    }
  }

  // The answer may have been lost, and not the question: then it runs.
  private void resume(RuntimeException why) {
    try {
      var unused = left.resume();
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
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
