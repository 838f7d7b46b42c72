package com.shangwellness.region.codepipeline;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionOutput;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;

/**
 * Runs actions. A run is noted as handed to its provider in the transaction in which it is, so that
 * a region that is killed hands over what was not, looks after what was, and does neither twice.
 */
final class Runner {

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Records records;
  private final ActionTypes types;
  private final Artifacts artifacts;
  private final ActingRole acting;
  private final StateEvents events;
  private final Consumer<KeptExecution> ended;

  /** What a runner works with. */
  record Parts(
      Place place,
      Timeline timeline,
      Ids ids,
      Records records,
      ActionTypes types,
      Artifacts artifacts,
      ActingRole acting,
      StateEvents events) {}

  /**
   * Carries on with what is in progress.
   *
   * @param ended told the execution of a run that has ended
   */
  Runner(Parts parts, Consumer<KeptExecution> ended) {
    this.place = parts.place();
    this.timeline = parts.timeline();
    this.ids = parts.ids();
    this.records = parts.records();
    this.types = parts.types();
    this.artifacts = parts.artifacts();
    this.acting = parts.acting();
    this.events = parts.events();
    this.ended = ended;
    records.runs().inProgress().forEach(this::arm);
  }

  /** Starts an action of the stage in which {@code execution} is. */
  void start(KeptExecution execution, String stage, ActionDeclaration action) {
    var pipeline = records.pipelines().of(execution);
    boolean source = action.actionTypeId().category() == ActionCategory.SOURCE;
    var outputs =
        action.outputArtifacts().stream()
            .map(o -> artifacts.place(pipeline, o.name(), source ? ".zip" : ""))
            .toList();
    var type = types.of(action);
    var now = timeline.now();
    var patience =
        Optional.ofNullable(action.timeoutInMinutes())
            .map(Duration::ofMinutes)
            .orElse(type.patience());
    var detail =
        ActionExecutionDetail.builder()
            .pipelineExecutionId(execution.id())
            .actionExecutionId(ids.uuid())
            .pipelineVersion(execution.version())
            .stageName(stage)
            .actionName(action.name())
            .startTime(now)
            .lastUpdateTime(now)
            .status(ActionExecutionStatus.IN_PROGRESS)
            .input(
                i ->
                    i.actionTypeId(action.actionTypeId())
                        .configuration(action.configuration())
                        .roleArn(action.roleArn())
                        .region(place.region())
                        .namespace(action.namespace())
                        .inputArtifacts(inputs(execution, action)))
            .output(ActionExecutionOutput.builder().build())
            .build();
    var token = action.actionTypeId().category() == ActionCategory.APPROVAL ? ids.uuid() : "";
    var run =
        records
            .runs()
            .put(
                new KeptAction(
                    records.runs().next(execution.pipeline()),
                    execution.number(),
                    execution.pipeline(),
                    detail,
                    outputs,
                    false,
                    token,
                    now.plus(patience)));
    events.action(execution, run, "STARTED");
    arm(run);
  }

  private List<ArtifactDetail> inputs(KeptExecution execution, ActionDeclaration action) {
    var made = records.runs().artifacts(execution);
    return action.inputArtifacts().stream()
        .map(InputArtifact::name)
        .filter(made::containsKey)
        .map(made::get)
        .toList();
  }

  private void arm(KeptAction run) {
    if (run.begun()) {
      lookLater(run);
    } else {
      timeline.post(what(run, "begins"), () -> inProgress(run).ifPresent(this::begin));
    }
    timeline.at(
        run.due(), what(run, "has taken too long"), () -> inProgress(run).ifPresent(this::timeOut));
  }

  private static String what(KeptAction run, String does) {
    return "codepipeline: " + run.pipeline() + "/" + run.stage() + "/" + run.name() + " " + does;
  }

  private Optional<KeptAction> inProgress(KeptAction run) {
    return records
        .runs()
        .find(run.pipeline(), run.number())
        .filter(now -> now.id().equals(run.id()) && now.isInProgress());
  }

  private void begin(KeptAction run) {
    var work = work(run);
    var variables = Variables.of(work.execution(), records.runs());
    if (!variables.resolve(work.action().configuration())) {
      settle(run, Outcome.misconfigured(unresolved(run)));
      return;
    }
    var role = role(work);
    if (!acting.mayAct(role)) {
      settle(
          run,
          Outcome.failed(
              ActionExecutionResult.builder().build(), "PermissionError", Refusals.role(role)));
      return;
    }
    var handedOver = records.runs().put(run.handedOver());
    settle(handedOver, outcome(work, types.of(work.action())::begin));
  }

  private static String unresolved(KeptAction run) {
    return "An action in this pipeline failed because one or more variables could not be resolved:"
        + " Action name=["
        + run.name()
        + "]. This can result when a variable is referenced that does not exist. Validate the"
        + " pipeline action configuration.";
  }

  private Work work(KeptAction run) {
    var execution = records.executions().find(run.pipeline(), run.execution()).orElseThrow();
    var pipeline = records.pipelines().of(execution);
    var action =
        pipeline.stages().stream()
            .filter(stage -> stage.name().equals(run.stage()))
            .flatMap(stage -> stage.actions().stream())
            .filter(one -> one.name().equals(run.name()))
            .findFirst()
            .orElseThrow();
    var inputs = new TreeMap<String, ArtifactDetail>();
    run.detail().input().inputArtifacts().forEach(input -> inputs.put(input.name(), input));
    var configuration = Variables.of(execution, records.runs()).replacedIn(action.configuration());
    return new Work(pipeline, execution, run, action, configuration, inputs);
  }

  private static String role(Work work) {
    return Optional.ofNullable(work.action().roleArn()).orElse(work.pipeline().roleArn());
  }

  private Outcome outcome(Work work, Function<Work, Outcome> question) {
    try {
      return acting.as(
          role(work), work.run().id(), work.execution().pace(), () -> question.apply(work));
    } catch (AwsServiceException e) {
      return failed(work.run(), e);
    }
  }

  private static Outcome failed(KeptAction run, AwsServiceException e) {
    boolean denied = AwsErrors.status(e) == 403 || AwsErrors.code(e).startsWith("AccessDenied");
    return Outcome.failed(
        Optional.ofNullable(run.detail().output().executionResult())
            .orElseGet(ActionExecutionResult.builder()::build),
        denied ? "PermissionError" : "JobFailed",
        AwsErrors.message(e));
  }

  private void settle(KeptAction run, Outcome outcome) {
    if (outcome.status() != ActionExecutionStatus.IN_PROGRESS) {
      end(run, outcome, run.detail().updatedBy());
    } else {
      var work = work(run);
      var noted =
          run.detail().toBuilder()
              .output(o -> o.executionResult(outcome.result()))
              .input(
                  run.detail().input().toBuilder()
                      .resolvedConfiguration(work.configuration())
                      .build())
              .lastUpdateTime(timeline.now())
              .build();
      lookLater(records.runs().put(run.with(noted)));
    }
  }

  private void lookLater(KeptAction run) {
    var interval = types.find(run.detail().input().actionTypeId()).orElseThrow().interval();
    timeline.after(
        interval, what(run, "is looked after"), () -> inProgress(run).ifPresent(this::look));
  }

  private void look(KeptAction run) {
    var work = work(run);
    var outcome = outcome(work, types.of(work.action())::look);
    if (outcome.status() == ActionExecutionStatus.IN_PROGRESS) {
      lookLater(run);
    } else {
      end(run, outcome, run.detail().updatedBy());
    }
  }

  private void timeOut(KeptAction run) {
    var result =
        Optional.ofNullable(run.detail().output().executionResult())
            .orElseGet(ActionExecutionResult.builder()::build);
    var took = Duration.between(run.detail().startTime(), run.due());
    end(
        run,
        Outcome.failed(
            result,
            "JobFailed",
            "The action has timed out: it did not end within " + took.toMinutes() + " minutes."),
        run.detail().updatedBy());
  }

  /**
   * Ends a run as {@code outcome} says.
   *
   * @param by who has ended it; null for its provider
   */
  void end(KeptAction run, Outcome outcome, String by) {
    var work = work(run);
    boolean succeeded = outcome.status() == ActionExecutionStatus.SUCCEEDED;
    var detail =
        run.detail().toBuilder()
            .status(outcome.status())
            .updatedBy(by)
            .lastUpdateTime(timeline.now())
            .input(
                run.detail().input().toBuilder()
                    .resolvedConfiguration(work.configuration())
                    .build())
            .output(
                o ->
                    o.executionResult(outcome.result())
                        .outputVariables(outcome.variables())
                        .outputArtifacts(succeeded ? run.outputs() : List.of()))
            .build();
    var now = records.runs().put(run.with(detail));
    var execution = work.execution();
    if (outcome.revision().isPresent()) {
      execution = noted(execution, now, outcome.revision().get());
    }
    events.action(execution, now, succeeded ? "SUCCEEDED" : "FAILED");
    ended.accept(execution);
  }

  private KeptExecution noted(KeptExecution execution, KeptAction run, ArtifactRevision found) {
    var artifacts = new ArrayList<>(execution.execution().artifactRevisions());
    artifacts.removeIf(known -> known.name().equals(found.name()));
    artifacts.add(found);
    var sources = new ArrayList<>(execution.revisions());
    sources.removeIf(known -> known.actionName().equals(run.name()));
    sources.add(
        SourceRevision.builder()
            .actionName(run.name())
            .revisionId(found.revisionId())
            .revisionSummary(found.revisionSummary())
            .revisionUrl(found.revisionUrl())
            .build());
    return records
        .executions()
        .put(
            execution
                .with(e -> e.artifactRevisions(artifacts), timeline.now())
                .withRevisions(List.copyOf(sources)));
  }

  /** Lets go of a run; what its provider does is not stopped. */
  void abandon(KeptExecution execution, KeptAction run) {
    var now =
        records
            .runs()
            .put(
                run.with(
                    run.detail().toBuilder()
                        .status(ActionExecutionStatus.ABANDONED)
                        .lastUpdateTime(timeline.now())
                        .build()));
    events.action(execution, now, "ABANDONED");
  }

  /** The runs of {@code execution} that are in progress. */
  List<KeptAction> inProgress(KeptExecution execution) {
    return records.runs().of(execution).stream().filter(KeptAction::isInProgress).toList();
  }

  /** The actions of {@code stage}, by name. */
  static Map<String, ActionDeclaration> byName(List<ActionDeclaration> actions) {
    var byName = new TreeMap<String, ActionDeclaration>();
    actions.forEach(action -> byName.put(action.name(), action));
    return byName;
  }
}
