package com.shangwellness.ops.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecution;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultResponse;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.paginators.ListActionExecutionsIterable;

/** One pipeline in three stages, whose executions go as a test says. */
public final class FakePipelines implements CodePipelineClient {
  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

  private final List<StageDeclaration> stages = new ArrayList<>();
  private final Map<String, PipelineExecution> executions = new LinkedHashMap<>();
  private final Map<String, List<ActionExecutionDetail>> runs = new LinkedHashMap<>();
  private final Map<String, StageExecution> latest = new LinkedHashMap<>();
  private final Map<String, StageExecution> inbound = new LinkedHashMap<>();
  private final List<Runnable> script = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private String token = "";

  /** Its source is an object of S3. */
  public FakePipelines() {
    stages.add(
        stage("Source", action("Source", "S3", Map.of("S3Bucket", "src", "S3ObjectKey", "k.zip"))));
    stages.add(stage("Build", action("Build", "CodeBuild", Map.of())));
    stages.add(
        stage(
            "Deploy",
            action("Approve", "Manual", Map.of()),
            action("Deploy", "CodeDeployToECS", Map.of())));
  }

  /** Its source is a Git repository from now on. */
  public void takesFromGit() {
    var settings = Map.of("FullRepositoryId", "shop/web", "BranchName", "main");
    stages.set(0, stage("Source", action("Source", "CodeStarSourceConnection", settings)));
  }

  private static StageDeclaration stage(String name, ActionDeclaration... actions) {
    return StageDeclaration.builder().name(name).actions(actions).build();
  }

  private static ActionDeclaration action(
      String name, String provider, Map<String, String> configuration) {
    return ActionDeclaration.builder()
        .name(name)
        .actionTypeId(t -> t.provider(provider).owner("AWS").version("1"))
        .configuration(configuration)
        .build();
  }

  /** An execution begins; the newest is the one that began last. */
  public void begins(String id) {
    executions.put(id, execution(id, "InProgress").build());
    runs.put(id, new ArrayList<>());
  }

  private static PipelineExecution.Builder execution(String id, String status) {
    return PipelineExecution.builder().pipelineExecutionId(id).pipelineVersion(1).status(status);
  }

  /** An execution takes this version of the source. */
  public void takes(String id, String version) {
    var revision =
        ArtifactRevision.builder().revisionId(version).revisionSummary("3f2a A new class").build();
    executions.put(id, executions.get(id).toBuilder().artifactRevisions(revision).build());
  }

  /** An execution has come to its end. */
  public void ends(String id, String status) {
    executions.put(id, executions.get(id).toBuilder().status(status).build());
  }

  /** An execution is in a stage, which has this status. */
  public void in(String id, String stage, String status) {
    inbound.remove(stage);
    latest.put(stage, StageExecution.builder().pipelineExecutionId(id).status(status).build());
  }

  /** An execution waits in front of a stage. */
  public void waits(String id, String stage) {
    inbound.put(
        stage, StageExecution.builder().pipelineExecutionId(id).status("InProgress").build());
  }

  /** An action of an execution begins, called so by its provider. */
  public void runs(String id, String stage, String action, String external) {
    in(id, stage, "InProgress");
    runs.get(id)
        .addFirst(
            ActionExecutionDetail.builder()
                .pipelineExecutionId(id)
                .actionExecutionId(action + runs.get(id).size())
                .stageName(stage)
                .actionName(action)
                .startTime(BEGAN.plusSeconds(runs.get(id).size()))
                .lastUpdateTime(BEGAN.plusSeconds(runs.get(id).size()))
                .status("InProgress")
                .output(o -> o.executionResult(r -> r.externalExecutionId(external)))
                .build());
  }

  /** The action that began last ends so; with a message, if it failed. */
  public void ended(String id, String status, String message) {
    var run = runs.get(id).removeFirst();
    var result = run.output().executionResult().toBuilder();
    if (!message.isEmpty()) {
      result.errorDetails(ErrorDetails.builder().code("JobFailed").message(message).build());
    }
    ActionExecutionResult done = result.build();
    runs.get(id)
        .addFirst(
            run.toBuilder()
                .status(status)
                .lastUpdateTime(run.startTime().plusSeconds(42))
                .output(o -> o.executionResult(done))
                .build());
    in(id, run.stageName(), status);
  }

  /** The approval waits, with this token. */
  public void asks(String id, String token) {
    runs(id, "Deploy", "Approve", "");
    this.token = token;
  }

  /** This happens between one look and the next. */
  public void then(Runnable next) {
    script.add(next);
  }

  /** What was asked of it, besides looks. */
  public List<String> asked() {
    return asked;
  }

  private void step() {
    if (!script.isEmpty()) {
      script.removeFirst().run();
    }
  }

  @Override
  public GetPipelineResponse getPipeline(GetPipelineRequest request) {
    return GetPipelineResponse.builder()
        .pipeline(
            PipelineDeclaration.builder().name(request.name()).version(1).stages(stages).build())
        .build();
  }

  @Override
  public GetPipelineExecutionResponse getPipelineExecution(GetPipelineExecutionRequest request) {
    step();
    return GetPipelineExecutionResponse.builder()
        .pipelineExecution(executions.get(request.pipelineExecutionId()))
        .build();
  }

  @Override
  public ListPipelineExecutionsResponse listPipelineExecutions(
      ListPipelineExecutionsRequest request) {
    // Who asks for the newest one only looks at one execution, and asks for that one as well.
    if (request.maxResults() > 1) {
      step();
    }
    return ListPipelineExecutionsResponse.builder()
        .pipelineExecutionSummaries(
            List.copyOf(executions.values()).reversed().stream()
                .map(FakePipelines::summary)
                .toList())
        .build();
  }

  private static PipelineExecutionSummary summary(PipelineExecution execution) {
    return PipelineExecutionSummary.builder()
        .pipelineExecutionId(execution.pipelineExecutionId())
        .status(execution.statusAsString())
        .startTime(BEGAN)
        .lastUpdateTime(BEGAN.plusSeconds(90))
        .trigger(t -> t.triggerType("CloudWatchEvent"))
        .sourceRevisions(
            execution.artifactRevisions().stream()
                .map(
                    a ->
                        SourceRevision.builder()
                            .actionName("Source")
                            .revisionId(a.revisionId())
                            .revisionSummary(a.revisionSummary())
                            .build())
                .toList())
        .build();
  }

  @Override
  public ListActionExecutionsResponse listActionExecutions(ListActionExecutionsRequest request) {
    return ListActionExecutionsResponse.builder()
        .actionExecutionDetails(runs.get(request.filter().pipelineExecutionId()))
        .build();
  }

  @Override
  public ListActionExecutionsIterable listActionExecutionsPaginator(
      ListActionExecutionsRequest request) {
    return new ListActionExecutionsIterable(this, request);
  }

  @Override
  public GetPipelineStateResponse getPipelineState(GetPipelineStateRequest request) {
    return GetPipelineStateResponse.builder()
        .stageStates(stages.stream().map(this::state).toList())
        .build();
  }

  private StageState state(StageDeclaration stage) {
    var state =
        StageState.builder()
            .stageName(stage.name())
            .inboundTransitionState(t -> t.enabled(true))
            .latestExecution(latest.get(stage.name()))
            .actionStates(
                stage.actions().stream()
                    .map(
                        action ->
                            ActionState.builder()
                                .actionName(action.name())
                                .latestExecution(approval(action))
                                .build())
                    .toList());
    if (inbound.containsKey(stage.name())) {
      state.inboundExecutions(inbound.get(stage.name()));
    }
    return state.build();
  }

  private ActionExecution approval(ActionDeclaration action) {
    return action.name().equals("Approve") && !token.isEmpty()
        ? ActionExecution.builder().token(token).status("InProgress").build()
        : null;
  }

  @Override
  public PutApprovalResultResponse putApprovalResult(PutApprovalResultRequest request) {
    asked.add(
        request.result().statusAsString()
            + " "
            + request.stageName()
            + "/"
            + request.actionName()
            + " "
            + request.token()
            + " "
            + request.result().summary());
    return PutApprovalResultResponse.builder().build();
  }

  @Override
  public RetryStageExecutionResponse retryStageExecution(RetryStageExecutionRequest request) {
    asked.add(
        "retry "
            + request.stageName()
            + " of "
            + request.pipelineExecutionId()
            + " "
            + request.retryModeAsString());
    return RetryStageExecutionResponse.builder().build();
  }

  @Override
  public StopPipelineExecutionResponse stopPipelineExecution(StopPipelineExecutionRequest request) {
    asked.add("stop " + request.pipelineExecutionId() + " " + request.abandon());
    return StopPipelineExecutionResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "codepipeline";
  }

  @Override
  public void close() {}
}
