package com.shangwellness.ops.delivery;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.ops.delivery.PipelineState.ActionView;
import com.shangwellness.ops.delivery.PipelineState.StageView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionOutput;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageState;

/** Looks at executions, by describing calls only. */
public final class PipelineReader {
  private final DeliveryPipeline pipeline;
  private final CodePipelineClient pipelines;

  /** Looks at those of {@code pipeline}. */
  public PipelineReader(DeliveryPipeline pipeline) {
    this.pipeline = pipeline;
    this.pipelines = pipeline.clients().codePipeline();
  }

  /** The execution as it stands. */
  public PipelineState look(String id) {
    var execution =
        pipelines
            .getPipelineExecution(r -> r.pipelineName(pipeline.name()).pipelineExecutionId(id))
            .pipelineExecution();
    var runs =
        pipelines
            .listActionExecutionsPaginator(
                r -> r.pipelineName(pipeline.name()).filter(f -> f.pipelineExecutionId(id)))
            .actionExecutionDetails()
            .stream()
            .toList();
    var states = pipeline.states().stageStates();
    var stages = declared(execution).stream().map(stage -> stage(stage, id, runs, states)).toList();
    var revision = execution.artifactRevisions().stream().findFirst();
    return new PipelineState(
        pipeline.name(),
        id,
        execution.statusAsString(),
        began(id, runs),
        revision.map(ArtifactRevision::revisionSummary).orElse(""),
        revision.map(ArtifactRevision::revisionId).orElse(""),
        stages);
  }

  // As they were when the execution began.
  private List<StageDeclaration> declared(PipelineExecution execution) {
    return pipelines
        .getPipeline(r -> r.name(pipeline.name()).version(execution.pipelineVersion()))
        .pipeline()
        .stages();
  }

  private String began(String id, List<ActionExecutionDetail> runs) {
    return runs.stream()
        .map(ActionExecutionDetail::startTime)
        .min(Comparator.naturalOrder())
        .map(Object::toString)
        .orElseGet(
            () ->
                pipeline
                    .newest()
                    .filter(newest -> newest.pipelineExecutionId().equals(id))
                    .map(newest -> newest.startTime().toString())
                    .orElse(""));
  }

  private static StageView stage(
      StageDeclaration stage,
      String execution,
      List<ActionExecutionDetail> runs,
      List<StageState> states) {
    var own = runs.stream().filter(run -> run.stageName().equals(stage.name())).toList();
    var state = states.stream().filter(s -> s.stageName().equals(stage.name())).findFirst();
    var actions =
        stage.actions().stream()
            .sorted(Comparator.comparing(action -> requireNonNullElse(action.runOrder(), 1)))
            .map(action -> action(action, own))
            .toList();
    return new StageView(
        stage.name(),
        status(state, execution, own),
        state
            .map(StageState::inboundTransitionState)
            .filter(transition -> Boolean.FALSE.equals(transition.enabled()))
            .map(transition -> requireNonNullElse(transition.disabledReason(), "closed"))
            .orElse(""),
        actions);
  }

  // What GetPipelineState says is of whichever execution was in the stage last.
  private static String status(
      Optional<StageState> state, String execution, List<ActionExecutionDetail> runs) {
    var latest =
        state
            .map(StageState::latestExecution)
            .filter(e -> e.pipelineExecutionId().equals(execution))
            .map(e -> e.statusAsString());
    if (latest.isPresent()) {
      return latest.get();
    }
    boolean waits =
        state.stream()
            .flatMap(s -> s.inboundExecutions().stream())
            .anyMatch(e -> e.pipelineExecutionId().equals(execution));
    if (waits) {
      return "Waiting";
    }
    // Another execution has entered since: its runs tell how it ended here.
    if (runs.isEmpty()) {
      return "";
    }
    return runs.stream().anyMatch(run -> run.statusAsString().equals("Failed"))
        ? "Failed"
        : "Succeeded";
  }

  private static ActionView action(ActionDeclaration action, List<ActionExecutionDetail> runs) {
    var own = runs.stream().filter(run -> run.actionName().equals(action.name())).toList();
    var provider = action.actionTypeId().provider();
    if (own.isEmpty()) {
      return new ActionView(action.name(), provider, "", "", "", "", "", 0);
    }
    var latest =
        own.stream().max(Comparator.comparing(ActionExecutionDetail::startTime)).orElseThrow();
    var result =
        Optional.ofNullable(latest.output())
            .map(ActionExecutionOutput::executionResult)
            .orElseGet(ActionExecutionResult.builder()::build);
    return new ActionView(
        action.name(),
        provider,
        latest.statusAsString(),
        latest.startTime().toString(),
        latest.lastUpdateTime().toString(),
        summary(result),
        requireNonNullElse(result.externalExecutionId(), ""),
        own.size());
  }

  private static String summary(ActionExecutionResult result) {
    return result.errorDetails() != null && result.errorDetails().message() != null
        ? result.errorDetails().message()
        : requireNonNullElse(result.externalExecutionSummary(), "");
  }
}
