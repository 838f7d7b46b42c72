package com.shangwellness.region.codepipeline;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.TransitionState;

/** What people do to executions: stop them, retry a stage, approve, open and close the way. */
final class Interventions {

  private final Place place;
  private final Timeline timeline;
  private final Records records;
  private final Flow flow;
  private final StateEvents events;

  Interventions(Place place, Timeline timeline, Records records, Flow flow, StateEvents events) {
    this.place = place;
    this.timeline = timeline;
    this.records = records;
    this.flow = flow;
    this.events = events;
  }

  /** Who asks, as triggers and approvals name them. */
  String caller() {
    return Caller.current().map(Caller::principal).orElse(place.globalArn("iam", "root"));
  }

  void stop(StopPipelineExecutionRequest request) {
    records.pipelines().get(request.pipelineName());
    var execution = records.executions().get(request.pipelineName(), request.pipelineExecutionId());
    boolean abandon = Boolean.TRUE.equals(request.abandon());
    if (!execution.isUnderWay()) {
      throw Refusals.notStoppable(execution.execution().statusAsString());
    }
    if (execution.isStopping() && !abandon) {
      throw Refusals.stoppedAlready();
    }
    var reason = request.reason() == null ? "" : request.reason();
    var stopping = records.executions().put(execution.stopping(reason, timeline.now()));
    events.pipeline(stopping, "STOPPING");
    if (stopping.position().place() == Position.Place.INSIDE) {
      var stage = flow.stage(stopping).name();
      records.stages().put(stopping, stage, "Stopping");
      events.stage(stopping, stage, "STOPPING");
    }
    var running = flow.runner().inProgress(stopping);
    if (abandon) {
      running.forEach(run -> flow.runner().abandon(stopping, run));
    }
    if (abandon || running.isEmpty()) {
      flow.stopped(stopping);
    }
  }

  void retry(RetryStageExecutionRequest request) {
    var pipeline = records.pipelines().get(request.pipelineName());
    int position = records.pipelines().position(pipeline.name(), request.stageName());
    var execution = records.executions().get(pipeline.name(), request.pipelineExecutionId());
    var stage = records.stages().get(pipeline.name(), request.stageName());
    if (!stage.execution().equals(execution.id())) {
      throw Refusals.notLatest();
    }
    var latest = records.runs().latest(execution, request.stageName()).values();
    boolean failed =
        Set.of("Failed", "Stopped").contains(stage.status())
            && latest.stream().anyMatch(Interventions::isRetryable);
    if (!failed
        || execution.position().stage() != position
        || execution.isUnderWay()
        || execution.version() != pipeline.declaration().version()) {
      throw Refusals.notRetryable();
    }
    boolean all = request.retryMode() == StageRetryMode.ALL_ACTIONS;
    long first = all ? records.runs().next(pipeline.name()) : execution.position().since();
    var again = records.executions().put(execution.again(first, timeline.now()));
    records
        .stages()
        .put(pipeline.name(), request.stageName(), stage.with(again.id(), "InProgress").again());
    events.pipeline(again, "RESUMED");
    events.stage(again, request.stageName(), "RESUMED");
    if (all) {
      flow.carryOn(again);
    } else {
      var actions = Runner.byName(flow.stage(again).actions());
      latest.stream()
          .filter(Interventions::isRetryable)
          .forEach(run -> flow.runner().start(again, request.stageName(), actions.get(run.name())));
    }
  }

  private static boolean isRetryable(KeptAction run) {
    return switch (run.detail().status()) {
      case FAILED, ABANDONED -> true;
      default -> false;
    };
  }

  void approve(PutApprovalResultRequest request) {
    var pipeline = records.pipelines().get(request.pipelineName());
    int position = records.pipelines().position(pipeline.name(), request.stageName());
    var actions = Runner.byName(pipeline.declaration().stages().get(position).actions());
    var action = actions.get(request.actionName());
    if (action == null || action.actionTypeId().category() != ActionCategory.APPROVAL) {
      throw Refusals.noAction(request.stageName(), request.actionName());
    }
    var run =
        records
            .runs()
            .latest(pipeline.name(), request.stageName(), request.actionName())
            .filter(latest -> latest.token().equals(request.token()))
            .orElseThrow(Refusals::badToken);
    if (!run.isInProgress()) {
      throw Refusals.approvedAlready();
    }
    flow.runner().end(run, outcome(request), caller());
  }

  private static Outcome outcome(PutApprovalResultRequest request) {
    var summary = request.result().summary();
    if (request.result().status() == ApprovalStatus.APPROVED) {
      var result = ActionExecutionResult.builder();
      if (!summary.isEmpty()) {
        result.externalExecutionSummary(summary);
      }
      return Outcome.succeeded(result.build(), Map.of());
    }
    return Outcome.jobFailed(
        ActionExecutionResult.builder().build(),
        summary.isEmpty() ? "The approval was rejected." : summary);
  }

  void enable(EnableStageTransitionRequest request) {
    var state =
        TransitionState.builder()
            .enabled(true)
            .lastChangedBy(caller())
            .lastChangedAt(timeline.now())
            .build();
    int stage = entrance(request.pipelineName(), request.stageName(), request.transitionType());
    set(request.pipelineName(), stage, state);
    flow.open(request.pipelineName(), stage);
  }

  void disable(DisableStageTransitionRequest request) {
    var state =
        TransitionState.builder()
            .enabled(false)
            .lastChangedBy(caller())
            .lastChangedAt(timeline.now())
            .disabledReason(request.reason())
            .build();
    set(
        request.pipelineName(),
        entrance(request.pipelineName(), request.stageName(), request.transitionType()),
        state);
  }

  // The way out of a stage is the way into the next.
  private int entrance(String pipeline, String stage, StageTransitionType type) {
    int position = records.pipelines().position(pipeline, stage);
    if (type == StageTransitionType.INBOUND) {
      return position;
    }
    if (position + 1 == records.pipelines().get(pipeline).declaration().stages().size()) {
      throw Refusals.invalid("No transition leads out of the last stage '" + stage + "'.");
    }
    return position + 1;
  }

  private void set(String pipeline, int position, TransitionState state) {
    var name = records.pipelines().get(pipeline).declaration().stages().get(position).name();
    records.stages().put(pipeline, name, records.stages().get(pipeline, name).with(state));
  }
}
