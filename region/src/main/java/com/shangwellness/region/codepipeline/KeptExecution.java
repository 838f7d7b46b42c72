package com.shangwellness.region.codepipeline;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;

/**
 * One run of a pipeline.
 *
 * @param number grows with each execution, so that the newest is known
 * @param execution as GetPipelineExecution gives it
 * @param started when it began
 * @param updated when it changed last
 * @param position where it is
 * @param attempt 1, and one more with each stage that is retried
 * @param token the client's token; empty when there was none
 * @param overrides the revisions that the caller asked for
 * @param revisions what the sources gave
 * @param stopReason why it is stopped; empty when nobody said
 * @param pace how fast whoever started it wants its release to pass; 0 for no wish
 */
record KeptExecution(
    long number,
    PipelineExecution execution,
    Instant started,
    Instant updated,
    Position position,
    int attempt,
    String token,
    List<SourceRevisionOverride> overrides,
    List<SourceRevision> revisions,
    String stopReason,
    double pace) {

  String id() {
    return execution.pipelineExecutionId();
  }

  String pipeline() {
    return execution.pipelineName();
  }

  int version() {
    return execution.pipelineVersion();
  }

  PipelineExecutionStatus status() {
    return execution.status();
  }

  boolean isStopping() {
    return status() == PipelineExecutionStatus.STOPPING;
  }

  boolean isUnderWay() {
    return isStopping() || status() == PipelineExecutionStatus.IN_PROGRESS;
  }

  KeptExecution at(Position there, Instant now) {
    return copy(execution, now, there, attempt, revisions, stopReason);
  }

  KeptExecution is(PipelineExecutionStatus status, Instant now) {
    return with(e -> e.status(status), now);
  }

  KeptExecution with(Consumer<PipelineExecution.Builder> change, Instant now) {
    var changed = execution.toBuilder().applyMutation(change).build();
    return copy(changed, now, position, attempt, revisions, stopReason);
  }

  KeptExecution withRevisions(List<SourceRevision> found) {
    return copy(execution, updated, position, attempt, found, stopReason);
  }

  KeptExecution stopping(String reason, Instant now) {
    return copy(execution, now, position, attempt, revisions, reason)
        .is(PipelineExecutionStatus.STOPPING, now);
  }

  /** Once more in the stage in which it failed; runs of actions count from {@code first}. */
  KeptExecution again(long first, Instant now) {
    return copy(execution, now, position.again(first), attempt + 1, revisions, "")
        .is(PipelineExecutionStatus.IN_PROGRESS, now);
  }

  private KeptExecution copy(
      PipelineExecution changed,
      Instant now,
      Position there,
      int attempts,
      List<SourceRevision> found,
      String reason) {
    return new KeptExecution(
        number, changed, started, now, there, attempts, token, overrides, found, reason, pace);
  }
}
