package com.shangwellness.ops.delivery;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Sends a source to the bucket that the pipeline takes it from. */
public final class Push {
  /** CodePipeline shows it as what was sent: user guide, "Amazon S3 source action". */
  private static final String SUMMARY = "codepipeline-artifact-revision-summary";

  /** By which the region on this machine is told how fast the release will wait. */
  private static final String PACE = "x-region-pace";

  private static final int LONGEST_SUMMARY = 200;

  private final DeliveryPipeline pipeline;
  private final String account;
  private final Optional<Double> pace;

  /**
   * Sends to {@code pipeline}.
   *
   * @param account whose bucket it must be
   * @param pace how much faster than AWS the release waits that comes of it
   */
  public Push(DeliveryPipeline pipeline, String account, Optional<Double> pace) {
    this.pipeline = pipeline;
    this.account = account;
    this.pace = pace;
  }

  /**
   * The bucket that takes sources.
   *
   * @throws Failure if a Git repository does
   */
  public PipelineSource.Bucket bucket() {
    return switch (pipeline.source()) {
      case PipelineSource.Bucket bucket -> bucket;
      case PipelineSource.Repository repository ->
          throw Failure.wrongSettings(
              "production takes its source from the branch "
                  + repository.branch()
                  + " of "
                  + repository.name()
                  + " (delivery.source in the settings): what starts the pipeline is git push."
                  + " Then: ./shang pipeline --watch");
    };
  }

  /** Uploads {@code zip} and gives its version in the bucket. */
  public String upload(PipelineSource.Bucket to, SourceArchive source, Path zip) {
    var request =
        PutObjectRequest.builder()
            .bucket(to.bucket())
            .key(to.key())
            .expectedBucketOwner(account)
            .contentType("application/zip")
            .metadata(Map.of(SUMMARY, summary(source.revision())));
    pace.ifPresent(p -> request.overrideConfiguration(c -> c.putHeader(PACE, String.valueOf(p))));
    var version =
        pipeline.clients().s3().putObject(request.build(), RequestBody.fromFile(zip)).versionId();
    if (version == null) {
      throw Failure.failed(
          "the bucket "
              + to.bucket()
              + " keeps no versions, by which CodePipeline knows a source; bring the stacks up to"
              + " date");
    }
    return version;
  }

  // Metadata travel in a header, which takes no others than these.
  private static String summary(Revision revision) {
    var text = (revision.brief() + " " + revision.subject()).replaceAll("[^\\x20-\\x7e]", "?");
    return text.substring(0, Math.min(LONGEST_SUMMARY, text.length())).strip();
  }

  /**
   * The execution that has taken the version, which begins by itself.
   *
   * @param looks how often it is looked for
   * @throws Failure if none begins
   */
  public String execution(String version, Waiting waiting, int looks) {
    for (int look = 0; look < looks; look++) {
      var found = pipeline.thatTook(version).map(PipelineExecutionSummary::pipelineExecutionId);
      if (found.isPresent()) {
        return found.get();
      }
      waiting.pause();
    }
    throw Failure.failed(
        "the source was uploaded as version "
            + version
            + ", but no execution of "
            + pipeline.name()
            + " has taken it yet: another one may be in its first stage, or the rule that starts it"
            + " is off. See ./shang pipeline");
  }
}
