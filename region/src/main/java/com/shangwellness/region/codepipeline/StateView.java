package com.shangwellness.region.codepipeline;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecution;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ActionRevision;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.RetryStageMetadata;
import software.amazon.awssdk.services.codepipeline.model.RetryTrigger;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;
import software.amazon.awssdk.services.codepipeline.model.StageState;

/** A pipeline as GetPipelineState shows it: of each stage and action what was last. */
final class StateView {

  private final Records records;
  private final KeptPipeline pipeline;

  StateView(Records records, KeptPipeline pipeline) {
    this.records = records;
    this.pipeline = pipeline;
  }

  GetPipelineStateResponse response() {
    var stages = pipeline.declaration().stages();
    return GetPipelineStateResponse.builder()
        .pipelineName(pipeline.name())
        .pipelineVersion(pipeline.declaration().version())
        .created(pipeline.created())
        .updated(pipeline.updated())
        .stageStates(stages.stream().map(this::stage).toList())
        .build();
  }

  private StageState stage(StageDeclaration stage) {
    var seen = records.stages().get(pipeline.name(), stage.name());
    var state =
        StageState.builder()
            .stageName(stage.name())
            .inboundTransitionState(seen.transition())
            .actionStates(stage.actions().stream().map(a -> action(stage.name(), a)).toList());
    var inbound = inbound(stage.name());
    if (!inbound.isEmpty()) {
      state.inboundExecution(inbound.getLast()).inboundExecutions(inbound);
    }
    if (!seen.execution().isEmpty()) {
      state.latestExecution(execution(seen.execution(), seen.status()));
    }
    if (seen.retries() > 0) {
      state.retryStageMetadata(
          RetryStageMetadata.builder()
              .manualStageRetryAttempt(seen.retries())
              .latestRetryTrigger(RetryTrigger.MANUAL_STAGE_RETRY)
              .build());
    }
    return state.build();
  }

  private List<StageExecution> inbound(String stage) {
    int position = records.pipelines().position(pipeline.name(), stage);
    return records.executions().before(pipeline.name(), position).stream()
        .map(waiting -> execution(waiting.id(), waiting.execution().statusAsString()))
        .toList();
  }

  private static StageExecution execution(String id, String status) {
    return StageExecution.builder()
        .pipelineExecutionId(id)
        .status(status)
        .type(ExecutionType.STANDARD)
        .build();
  }

  private ActionState action(String stage, ActionDeclaration action) {
    var state = ActionState.builder().actionName(action.name());
    records
        .runs()
        .latest(pipeline.name(), stage, action.name())
        .ifPresent(
            run -> {
              state.latestExecution(execution(run));
              revision(run)
                  .ifPresent(
                      revision ->
                          state
                              .revisionUrl(revision.revisionUrl())
                              .currentRevision(
                                  ActionRevision.builder()
                                      .revisionId(revision.revisionId())
                                      .revisionChangeId(revision.revisionChangeIdentifier())
                                      .created(revision.created())
                                      .build()));
            });
    return state.build();
  }

  private Optional<ArtifactRevision> revision(KeptAction run) {
    return run.outputs().stream()
        .findFirst()
        .flatMap(
            output ->
                records.executions().find(run.pipeline(), run.execution()).stream()
                    .flatMap(execution -> execution.execution().artifactRevisions().stream())
                    .filter(revision -> revision.name().equals(output.name()))
                    .findFirst());
  }

  private static ActionExecution execution(KeptAction run) {
    var detail = run.detail();
    var execution =
        ActionExecution.builder()
            .actionExecutionId(run.id())
            .status(detail.statusAsString())
            .lastStatusChange(detail.lastUpdateTime())
            .lastUpdatedBy(detail.updatedBy());
    // A token is of use while its approval is open.
    if (run.isInProgress() && !run.token().isEmpty()) {
      execution.token(run.token());
    }
    Optional.ofNullable(detail.output().executionResult())
        .ifPresent(result -> fill(execution, result));
    return execution.build();
  }

  private static void fill(ActionExecution.Builder execution, ActionExecutionResult result) {
    execution
        .summary(result.externalExecutionSummary())
        .externalExecutionId(result.externalExecutionId())
        .externalExecutionUrl(result.externalExecutionUrl())
        .errorDetails(result.errorDetails());
  }
}
