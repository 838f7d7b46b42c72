package com.shangwellness.region.codepipeline;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.ExecutionTrigger;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.ResolvedPipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionType;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/** Starts executions: by a caller, by an event, by a source that has changed, by a new pipeline. */
final class Starts {

  /** CodePipeline guide, "Quotas": executions of a pipeline that queues. */
  private static final int MOST_QUEUED = 50;

  /** CodePipeline guide, "Quotas": how long history is kept. */
  private static final Duration KEPT = Duration.ofDays(365);

  private final Timeline timeline;
  private final Ids ids;
  private final Records records;
  private final Flow flow;

  /**
   * What somebody asks for.
   *
   * @param token the same for the same request; empty when there is none
   */
  record Request(
      TriggerType trigger,
      String detail,
      String token,
      List<PipelineVariable> variables,
      List<SourceRevisionOverride> overrides) {

    /** Whatever is newest. */
    static Request of(TriggerType trigger, String detail) {
      return new Request(trigger, detail, "", List.of(), List.of());
    }
  }

  Starts(Timeline timeline, Ids ids, Records records, Flow flow) {
    this.timeline = timeline;
    this.ids = ids;
    this.records = records;
    this.flow = flow;
  }

  /** Starts an execution and gives its id; that of an earlier one, if the token is the same. */
  String start(String pipeline, Request request) {
    var declaration = records.pipelines().get(pipeline).declaration();
    if (!request.token().isEmpty()) {
      var earlier =
          records.executions().newestFirst(pipeline).stream()
              .filter(execution -> execution.token().equals(request.token()))
              .findFirst();
      if (earlier.isPresent()) {
        return earlier.get().id();
      }
    }
    check(declaration, request.overrides());
    if (declaration.executionMode() == ExecutionMode.QUEUED
        && records.executions().underWay(pipeline).count() >= MOST_QUEUED) {
      throw Refusals.tooManyExecutions();
    }
    forgetOld(pipeline);
    var execution = execution(declaration, request);
    flow.begin(execution);
    return execution.id();
  }

  private KeptExecution execution(PipelineDeclaration pipeline, Request request) {
    var now = timeline.now();
    var execution =
        PipelineExecution.builder()
            .pipelineName(pipeline.name())
            .pipelineVersion(pipeline.version())
            .pipelineExecutionId(ids.uuid())
            .status(PipelineExecutionStatus.IN_PROGRESS)
            .artifactRevisions(List.of())
            .variables(variables(pipeline, request))
            .trigger(
                ExecutionTrigger.builder()
                    .triggerType(request.trigger())
                    .triggerDetail(request.detail())
                    .build())
            .executionMode(pipeline.executionMode())
            .executionType(ExecutionType.STANDARD)
            .build();
    return new KeptExecution(
        records.executions().next(pipeline.name()),
        execution,
        now,
        now,
        Position.before(0),
        1,
        request.token(),
        List.copyOf(request.overrides()),
        List.of(),
        "",
        Caller.current().map(Caller::pace).orElse(0.0));
  }

  // A new pipeline's first execution knows no values but the defaults.
  private static List<ResolvedPipelineVariable> variables(
      PipelineDeclaration pipeline, Request request) {
    var given = new TreeMap<String, String>();
    request.variables().forEach(variable -> given.put(variable.name(), variable.value()));
    var resolved = new ArrayList<ResolvedPipelineVariable>();
    for (var declared : pipeline.variables()) {
      var value = given.getOrDefault(declared.name(), declared.defaultValue());
      given.remove(declared.name());
      if (value == null) {
        if (request.trigger() == TriggerType.START_PIPELINE_EXECUTION) {
          throw Refusals.invalid(
              "The variable " + declared.name() + " has no default value, and none is given.");
        }
      } else {
        resolved.add(
            ResolvedPipelineVariable.builder().name(declared.name()).resolvedValue(value).build());
      }
    }
    if (!given.isEmpty()) {
      throw Refusals.invalid(
          "The pipeline " + pipeline.name() + " declares no variables " + given.keySet() + ".");
    }
    return resolved;
  }

  private static void check(PipelineDeclaration pipeline, List<SourceRevisionOverride> overrides) {
    var sources = Runner.byName(pipeline.stages().getFirst().actions());
    for (var override : overrides) {
      var source = sources.get(override.actionName());
      if (source == null) {
        throw Refusals.invalid(
            "The pipeline "
                + pipeline.name()
                + " has no source action '"
                + override.actionName()
                + "'.");
      }
      check(source, override);
    }
  }

  private static void check(ActionDeclaration source, SourceRevisionOverride override) {
    var allowed =
        Map.of(
                S3Source.PROVIDER,
                List.of(SourceRevisionType.S3_OBJECT_VERSION_ID, SourceRevisionType.S3_OBJECT_KEY),
                ConnectionSource.PROVIDER,
                List.of(SourceRevisionType.COMMIT_ID))
            .get(source.actionTypeId().provider());
    if (!allowed.contains(override.revisionType())) {
      throw Refusals.invalid(
          "The revision type "
              + override.revisionTypeAsString()
              + " is not one of the source action '"
              + source.name()
              + "', whose provider is "
              + source.actionTypeId().provider()
              + ".");
    }
    if (override.revisionType() == SourceRevisionType.S3_OBJECT_KEY
        && !Boolean.parseBoolean(source.configuration().get(S3Source.OVERRIDE_KEY))) {
      throw Refusals.invalid(
          "The source action '"
              + source.name()
              + "' does not allow another object key: AllowOverrideForS3ObjectKey is not true.");
    }
  }

  private void forgetOld(String pipeline) {
    var oldest = timeline.now().minus(KEPT);
    for (var execution : records.executions().of(pipeline)) {
      if (!execution.isUnderWay() && execution.updated().isBefore(oldest)) {
        records.runs().forget(execution);
        records.executions().remove(execution);
      }
    }
  }
}
