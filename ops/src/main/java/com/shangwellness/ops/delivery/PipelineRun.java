package com.shangwellness.ops.delivery;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;

/**
 * A line of a pipeline's history.
 *
 * @param execution its id
 * @param status what became of it
 * @param began when
 * @param seconds how long it took, so far
 * @param trigger what started it
 * @param revision what its source was, for people
 */
public record PipelineRun(
    String execution, String status, String began, long seconds, String trigger, String revision) {

  /** The newest {@code count} executions of {@code pipeline}, the newest first. */
  public static List<PipelineRun> history(DeliveryPipeline pipeline, int count) {
    return pipeline
        .clients()
        .codePipeline()
        .listPipelineExecutions(r -> r.pipelineName(pipeline.name()).maxResults(count))
        .pipelineExecutionSummaries()
        .stream()
        .map(PipelineRun::of)
        .toList();
  }

  private static PipelineRun of(PipelineExecutionSummary summary) {
    return new PipelineRun(
        summary.pipelineExecutionId(),
        summary.statusAsString(),
        summary.startTime().toString(),
        Duration.between(summary.startTime(), summary.lastUpdateTime()).toSeconds(),
        summary.trigger() == null
            ? ""
            : requireNonNullElse(summary.trigger().triggerTypeAsString(), ""),
        summary.sourceRevisions().stream()
            .map(SourceRevision::revisionSummary)
            .findFirst()
            .orElse(""));
  }
}
