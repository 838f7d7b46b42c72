package com.shangwellness.region.codepipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Place;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;

/** Tells EventBridge (CodePipeline guide, "Monitoring CodePipeline events"). */
final class StateEvents {

  private static final JsonMapper JSON = new JsonMapper();

  private final Place place;
  private final EventSink sink;

  StateEvents(Place place, EventSink sink) {
    this.place = place;
    this.sink = sink;
  }

  /** The state of {@code execution} is now {@code state}. */
  void pipeline(KeptExecution execution, String state) {
    var detail = detail(execution);
    var trigger = execution.execution().trigger();
    if (state.equals("STARTED")) {
      detail
          .putObject("execution-trigger")
          .put("trigger-type", trigger.triggerTypeAsString())
          .put("trigger-detail", trigger.triggerDetail());
    }
    if (state.equals("STOPPING") && !execution.stopReason().isEmpty()) {
      detail.put("stop-execution-comments", execution.stopReason());
    }
    emit("CodePipeline Pipeline Execution State Change", execution, detail.put("state", state));
  }

  /** The state of {@code stage} is now {@code state}. */
  void stage(KeptExecution execution, String stage, String state) {
    emit(
        "CodePipeline Stage Execution State Change",
        execution,
        detail(execution).put("stage", stage).put("state", state));
  }

  /** The state of {@code run} is now {@code state}. */
  void action(KeptExecution execution, KeptAction run, String state) {
    var detail = detail(execution);
    var input = run.detail().input();
    detail
        .put("action-execution-id", run.id())
        .put("stage", run.stage())
        .put("action", run.name())
        .put("state", state)
        .put("region", place.region());
    detail
        .putObject("type")
        .put("owner", input.actionTypeId().ownerAsString())
        .put("provider", input.actionTypeId().provider())
        .put("category", input.actionTypeId().categoryAsString())
        .put("version", input.actionTypeId().version());
    artifacts(detail, "input-artifacts", input.inputArtifacts());
    if (state.equals("SUCCEEDED")) {
      artifacts(detail, "output-artifacts", run.outputs());
    }
    if (run.detail().output() != null && run.detail().output().executionResult() != null) {
      result(detail, run.detail().output().executionResult());
    }
    emit("CodePipeline Action Execution State Change", execution, detail);
  }

  private ObjectNode detail(KeptExecution execution) {
    return JSON.createObjectNode()
        .put("pipeline", execution.pipeline())
        .put("execution-id", execution.id())
        .put("start-time", execution.started().toString())
        .put("version", (double) execution.version())
        .put("pipeline-execution-attempt", (double) execution.attempt());
  }

  private static void artifacts(ObjectNode detail, String name, List<ArtifactDetail> artifacts) {
    if (!artifacts.isEmpty()) {
      var list = detail.putArray(name);
      artifacts.forEach(
          artifact -> {
            var one = list.addObject().put("name", artifact.name());
            one.set("s3location", SdkJson.encode(artifact.s3location()));
          });
    }
  }

  private static void result(ObjectNode detail, ActionExecutionResult result) {
    var json = JSON.createObjectNode();
    put(json, "external-execution-url", result.externalExecutionUrl());
    put(json, "external-execution-summary", result.externalExecutionSummary());
    put(json, "external-execution-id", result.externalExecutionId());
    if (result.errorDetails() != null) {
      put(json, "error-code", result.errorDetails().code());
    }
    if (!json.isEmpty()) {
      detail.set("execution-result", json);
    }
  }

  private static void put(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private void emit(String type, KeptExecution execution, ObjectNode detail) {
    sink.emit(
        "aws.codepipeline",
        type,
        List.of(place.arn("codepipeline", execution.pipeline())),
        detail.toString());
  }
}
