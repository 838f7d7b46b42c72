package com.shangwellness.region.codepipeline;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.EachMinute;
import com.shangwellness.region.timeline.Timeline;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Looks each minute whether a source has changed, where {@code PollForSourceChanges} does not say
 * false: "If you omit PollForSourceChanges, CodePipeline defaults to polling your source location"
 * (CodePipeline guide, "Amazon S3 source action").
 */
final class SourcePolling {

  private final Table<String> seen;
  private final Pipelines pipelines;
  private final S3Client s3;
  private final Starts starts;

  /** Begins to look. */
  SourcePolling(
      Timeline timeline, Table<String> seen, Pipelines pipelines, S3Client s3, Starts starts) {
    this.seen = seen;
    this.pipelines = pipelines;
    this.s3 = s3;
    this.starts = starts;
    EachMinute.begin(timeline, "codepipeline: looks for changed sources", minute -> look());
  }

  /** What is there now is no change. */
  void note(KeptPipeline pipeline) {
    for (var action : pipeline.declaration().stages().getFirst().actions()) {
      if (isPolled(action)) {
        seen.put(key(pipeline, action), version(action));
      }
    }
  }

  void forget(String pipeline) {
    seen.keys().stream().filter(key -> key.startsWith(pipeline + "/")).forEach(seen::remove);
  }

  private void look() {
    for (var pipeline : pipelines.all()) {
      boolean changed =
          pipeline.declaration().stages().getFirst().actions().stream()
              .filter(SourcePolling::isPolled)
              .anyMatch(action -> hasChanged(pipeline, action));
      if (changed) {
        note(pipeline);
        var unused =
            starts.start(
                pipeline.name(),
                Starts.Request.of(TriggerType.POLL_FOR_SOURCE_CHANGES, "The source has changed."));
      }
    }
  }

  private boolean hasChanged(KeptPipeline pipeline, ActionDeclaration action) {
    var now = version(action);
    return !now.isEmpty() && !seen.get(key(pipeline, action)).orElse("").equals(now);
  }

  private static boolean isPolled(ActionDeclaration action) {
    return action.actionTypeId().provider().equals(S3Source.PROVIDER)
        && Boolean.parseBoolean(action.configuration().getOrDefault(S3Source.POLL, "true"));
  }

  // Empty when there is none.
  private String version(ActionDeclaration action) {
    var configuration = action.configuration();
    try {
      var version =
          s3.headObject(
                  r ->
                      r.bucket(configuration.get(S3Source.BUCKET))
                          .key(configuration.get(S3Source.KEY)))
              .versionId();
      return version == null ? "" : version;
    } catch (AwsServiceException e) {
      if (AwsErrors.status(e) == 404) {
        return "";
      }
      throw e;
    }
  }

  private static String key(KeptPipeline pipeline, ActionDeclaration action) {
    return pipeline.name() + "/" + action.name();
  }
}
