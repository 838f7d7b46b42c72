package com.shangwellness.ops.delivery;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.targets.Clients;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.StageState;

/** Production's pipeline, and what people do with it. */
public final class DeliveryPipeline {
  private static final String TYPE = "AWS::CodePipeline::Pipeline";

  private final Clients clients;
  private final String name;

  private DeliveryPipeline(Clients clients, String name) {
    this.clients = clients;
    this.name = name;
  }

  /**
   * The pipeline that {@code production}'s stacks hold.
   *
   * @throws Failure if there is none
   */
  public static DeliveryPipeline of(Production production) {
    return production.physicalIds(TYPE).stream()
        .findFirst()
        .map(name -> new DeliveryPipeline(production.clients(), name))
        .orElseThrow(() -> Failure.notRunning("no stack has a pipeline yet; see: ./shang status"));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  Clients clients() {
    return clients;
  }

  private CodePipelineClient pipelines() {
    return clients.codePipeline();
  }

  /** Where it takes changes from. */
  public PipelineSource source() {
    return PipelineSource.of(declaration());
  }

  PipelineDeclaration declaration() {
    return pipelines().getPipeline(r -> r.name(name)).pipeline();
  }

  /** The newest execution. */
  public Optional<PipelineExecutionSummary> newest() {
    return pipelines()
        .listPipelineExecutions(r -> r.pipelineName(name).maxResults(1))
        .pipelineExecutionSummaries()
        .stream()
        .findFirst();
  }

  /**
   * The newest execution's id.
   *
   * @throws Failure if there is none
   */
  public String newestId() {
    return newest()
        .map(PipelineExecutionSummary::pipelineExecutionId)
        .orElseThrow(() -> Failure.notRunning(name + " has run nothing yet; see: ./shang push"));
  }

  /** The newest executions that took the version {@code revision} of the source. */
  Optional<PipelineExecutionSummary> thatTook(String revision) {
    return pipelines()
        .listPipelineExecutions(r -> r.pipelineName(name).maxResults(20))
        .pipelineExecutionSummaries()
        .stream()
        .filter(e -> e.sourceRevisions().stream().anyMatch(s -> s.revisionId().equals(revision)))
        .findFirst();
  }

  /** A stage that has failed, of the newest execution that was in it. */
  public record Failed(String stage, String execution) {}

  /**
   * The stage that can be retried.
   *
   * @throws Failure if none can
   */
  public Failed failed() {
    return states().stageStates().stream()
        .filter(stage -> stage.latestExecution() != null)
        .filter(stage -> stage.latestExecution().statusAsString().matches("Failed|Stopped"))
        .findFirst()
        .map(s -> new Failed(s.stageName(), s.latestExecution().pipelineExecutionId()))
        .orElseThrow(
            () -> Failure.notRunning("no stage of " + name + " has failed; see: ./shang pipeline"));
  }

  /** Runs a stage again: what failed in it, or all of it. */
  public void retry(Failed failed, boolean all) {
    pipelines()
        .retryStageExecution(
            r ->
                r.pipelineName(name)
                    .stageName(failed.stage())
                    .pipelineExecutionId(failed.execution())
                    .retryMode(all ? StageRetryMode.ALL_ACTIONS : StageRetryMode.FAILED_ACTIONS));
  }

  /**
   * The execution that is under way.
   *
   * @throws Failure if none is
   */
  public String underWay() {
    return newest()
        .filter(newest -> newest.statusAsString().matches("InProgress|Stopping"))
        .map(PipelineExecutionSummary::pipelineExecutionId)
        .orElseThrow(
            () -> Failure.notRunning("nothing is under way in " + name + "; ./shang push begins"));
  }

  /** Stops an execution once what is in progress has ended, or at once. */
  public void stop(String execution, boolean abandon, String reason) {
    pipelines()
        .stopPipelineExecution(
            r ->
                r.pipelineName(name)
                    .pipelineExecutionId(execution)
                    .abandon(abandon)
                    .reason(reason));
  }

  /** A question that waits for a person's answer. */
  public record Question(String stage, String action, String token, String execution) {}

  /** What waits for a person's answer. */
  public Optional<Question> question() {
    return states().stageStates().stream()
        .flatMap(
            stage ->
                stage.actionStates().stream()
                    .filter(DeliveryPipeline::waits)
                    .map(action -> question(stage, action)))
        .findFirst();
  }

  private static boolean waits(ActionState action) {
    return action.latestExecution() != null && action.latestExecution().token() != null;
  }

  private static Question question(StageState stage, ActionState action) {
    return new Question(
        stage.stageName(),
        action.actionName(),
        action.latestExecution().token(),
        stage.latestExecution().pipelineExecutionId());
  }

  /** Answers a question. */
  public void answer(Question question, boolean yes, String comment) {
    pipelines()
        .putApprovalResult(
            r ->
                r.pipelineName(name)
                    .stageName(question.stage())
                    .actionName(question.action())
                    .token(question.token())
                    .result(
                        a ->
                            a.summary(comment)
                                .status(yes ? ApprovalStatus.APPROVED : ApprovalStatus.REJECTED)));
  }

  GetPipelineStateResponse states() {
    return pipelines().getPipelineState(r -> r.name(name));
  }
}
