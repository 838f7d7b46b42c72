package com.shangwellness.region.codepipeline;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.eventbridge.EventTarget;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionResponse;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionResponse;
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
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesResponse;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineSummary;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultResponse;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.TagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.TagResourceResponse;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceResponse;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineResponse;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * AWS CodePipeline (API reference, 2015-07-09): pipelines whose sources are in S3, with builds by
 * CodeBuild, releases to ECS by CodeDeploy, and approvals by people.
 *
 * <p>What AWS has beyond it is refused when a pipeline is made: other actions, actions in other
 * regions, conditions of stages, the execution mode PARALLEL. A source in a Git repository can be
 * declared and fails when it runs.
 */
public final class CodePipeline implements CodePipelineClient {

  private static final int MOST_PIPELINES = 1000;

  private final Records records;
  private final Structure structure;
  private final Flow flow;
  private final Starts starts;
  private final Interventions interventions;
  private final History history;
  private final SourcePolling polling;
  private final ActingRole acting;
  private final EventTarget target;
  private final Timeline timeline;

  /** The services that actions call. */
  public record Neighbours(
      S3Client s3,
      CodeBuildClient builds,
      CodeDeployClient deployments,
      EcsClient ecs,
      SnsClient sns,
      StsClient sts) {}

  /** CodePipeline at {@code place}. What was under way when the region stopped is carried on. */
  public CodePipeline(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      Neighbours neighbours,
      EventSink sink,
      MetricSink metrics) {
    this.timeline = timeline;
    this.records = records(place, timeline, store);
    var artifacts = new Artifacts(place, ids, neighbours.s3());
    var types = types(place, neighbours, artifacts);
    this.acting = new ActingRole("codepipeline", place, neighbours.sts());
    var events = new StateEvents(place, sink);
    this.structure = new Structure(place, types);
    var parts = new Runner.Parts(place, timeline, ids, records, types, artifacts, acting, events);
    this.flow = new Flow(timeline, records, events, metrics, ended -> new Runner(parts, ended));
    this.starts = new Starts(timeline, ids, records, flow);
    this.interventions = new Interventions(place, timeline, records, flow, events);
    this.history = new History(records);
    this.target = new PipelineTarget(place, starts);
    this.polling =
        new SourcePolling(
            timeline,
            store.table(place.region() + "/codepipeline.sources", String.class),
            records.pipelines(),
            neighbours.s3(),
            starts);
  }

  private static Records records(Place place, Timeline timeline, Store store) {
    var prefix = place.region() + "/codepipeline.";
    return new Records(
        new Pipelines(
            store.table(prefix + "pipelines", KeptPipeline.class),
            store.table(prefix + "versions", PipelineDeclaration.class),
            place,
            timeline),
        new Executions(store.table(prefix + "executions", KeptExecution.class)),
        new Stages(store.table(prefix + "stages", KeptStage.class)),
        new Runs(store.table(prefix + "runs", KeptAction.class)));
  }

  private static ActionTypes types(Place place, Neighbours neighbours, Artifacts artifacts) {
    return new ActionTypes(
        List.of(
            new S3Source(neighbours.s3(), artifacts, place.region()),
            new ConnectionSource(),
            new CodeBuildAction(neighbours.builds(), artifacts, place.region()),
            new EcsBlueGreen(
                neighbours.ecs(),
                neighbours.deployments(),
                new DeployFiles(artifacts),
                place.region()),
            new Approval(neighbours.sns(), place.region())));
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: what is under way is kept. */
  @Override
  public void close() {}

  /** Pipelines as targets of EventBridge's rules. */
  public EventTarget target() {
    return target;
  }

  /** {@inheritDoc} A pipeline starts when it is created. */
  @Override
  public CreatePipelineResponse createPipeline(CreatePipelineRequest request) {
    var name = request.pipeline().name();
    if (records.pipelines().all().size() >= MOST_PIPELINES) {
      throw Refusals.invalid("An account can have at most " + MOST_PIPELINES + " pipelines.");
    }
    var checked = checked(request.pipeline());
    var pipeline = records.pipelines().create(checked, request.tags());
    polling.note(pipeline);
    var unused =
        starts.start(name, Starts.Request.of(TriggerType.CREATE_PIPELINE, interventions.caller()));
    return CreatePipelineResponse.builder()
        .pipeline(pipeline.declaration())
        .tags(tags(pipeline.tags()))
        .build();
  }

  private PipelineDeclaration checked(PipelineDeclaration pipeline) {
    var checked = structure.checked(pipeline);
    if (!acting.mayAct(checked.roleArn())) {
      throw Refusals.structure(Refusals.role(checked.roleArn()));
    }
    return checked;
  }

  /**
   * {@inheritDoc} Executions that are under way are cancelled: "The pipeline's definition was
   * updated before the pipeline execution could be completed" (API reference, PipelineExecution).
   */
  @Override
  public UpdatePipelineResponse updatePipeline(UpdatePipelineRequest request) {
    var checked = checked(request.pipeline());
    var name = checked.name();
    if (records.pipelines().exists(name)) {
      records.executions().underWay(name).toList().forEach(flow::cancel);
    }
    var updated = records.pipelines().update(checked);
    polling.note(updated);
    return UpdatePipelineResponse.builder().pipeline(updated.declaration()).build();
  }

  /** {@inheritDoc} One that is not there is deleted already. */
  @Override
  public DeletePipelineResponse deletePipeline(DeletePipelineRequest request) {
    records.forget(request.name());
    polling.forget(request.name());
    return DeletePipelineResponse.builder().build();
  }

  @Override
  public GetPipelineResponse getPipeline(GetPipelineRequest request) {
    var pipeline = records.pipelines().get(request.name());
    var declaration =
        Optional.ofNullable(request.version())
            .map(version -> records.pipelines().version(request.name(), version))
            .orElse(pipeline.declaration());
    return GetPipelineResponse.builder()
        .pipeline(declaration)
        .metadata(
            m ->
                m.pipelineArn(records.pipelines().arn(request.name()))
                    .created(pipeline.created())
                    .updated(pipeline.updated()))
        .build();
  }

  @Override
  public ListPipelinesResponse listPipelines(ListPipelinesRequest request) {
    var page =
        History.page(
            records.pipelines().all(),
            request.nextToken(),
            request.maxResults(),
            KeptPipeline::name);
    return ListPipelinesResponse.builder()
        .pipelines(page.items().stream().map(CodePipeline::summary).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static PipelineSummary summary(KeptPipeline pipeline) {
    return PipelineSummary.builder()
        .name(pipeline.name())
        .version(pipeline.declaration().version())
        .pipelineType(pipeline.declaration().pipelineType())
        .executionMode(pipeline.declaration().executionMode())
        .created(pipeline.created())
        .updated(pipeline.updated())
        .build();
  }

  @Override
  public StartPipelineExecutionResponse startPipelineExecution(
      StartPipelineExecutionRequest request) {
    var id =
        starts.start(
            request.name(),
            new Starts.Request(
                TriggerType.START_PIPELINE_EXECUTION,
                interventions.caller(),
                Optional.ofNullable(request.clientRequestToken()).orElse(""),
                request.variables(),
                request.sourceRevisions()));
    return StartPipelineExecutionResponse.builder().pipelineExecutionId(id).build();
  }

  @Override
  public StopPipelineExecutionResponse stopPipelineExecution(StopPipelineExecutionRequest request) {
    interventions.stop(request);
    return StopPipelineExecutionResponse.builder()
        .pipelineExecutionId(request.pipelineExecutionId())
        .build();
  }

  @Override
  public RetryStageExecutionResponse retryStageExecution(RetryStageExecutionRequest request) {
    interventions.retry(request);
    return RetryStageExecutionResponse.builder()
        .pipelineExecutionId(request.pipelineExecutionId())
        .build();
  }

  @Override
  public PutApprovalResultResponse putApprovalResult(PutApprovalResultRequest request) {
    interventions.approve(request);
    return PutApprovalResultResponse.builder().approvedAt(timeline.now()).build();
  }

  @Override
  public EnableStageTransitionResponse enableStageTransition(EnableStageTransitionRequest request) {
    interventions.enable(request);
    return EnableStageTransitionResponse.builder().build();
  }

  @Override
  public DisableStageTransitionResponse disableStageTransition(
      DisableStageTransitionRequest request) {
    interventions.disable(request);
    return DisableStageTransitionResponse.builder().build();
  }

  @Override
  public GetPipelineExecutionResponse getPipelineExecution(GetPipelineExecutionRequest request) {
    records.pipelines().get(request.pipelineName());
    return GetPipelineExecutionResponse.builder()
        .pipelineExecution(
            records
                .executions()
                .get(request.pipelineName(), request.pipelineExecutionId())
                .execution())
        .build();
  }

  @Override
  public ListPipelineExecutionsResponse listPipelineExecutions(
      ListPipelineExecutionsRequest request) {
    return history.list(request);
  }

  @Override
  public ListActionExecutionsResponse listActionExecutions(ListActionExecutionsRequest request) {
    return history.list(request);
  }

  @Override
  public GetPipelineStateResponse getPipelineState(GetPipelineStateRequest request) {
    return new StateView(records, records.pipelines().get(request.name())).response();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    records.pipelines().tag(request.resourceArn(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    records.pipelines().untag(request.resourceArn(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    var tags = tags(records.pipelines().tags(request.resourceArn()));
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }
}
