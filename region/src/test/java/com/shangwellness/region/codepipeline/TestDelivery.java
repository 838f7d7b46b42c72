package com.shangwellness.region.codepipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.s3.S3;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.testing.GatheredMetrics;
import com.shangwellness.region.testing.Stage;
import com.shangwellness.region.wire.Spool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** A pipeline in a region on virtual time: its S3 and its roles are real, its providers are not. */
final class TestDelivery {

  static final String NAME = "shop-pipeline";
  static final String SOURCE_BUCKET = "shop-source";
  static final String ARTIFACT_BUCKET = "shop-artifacts";
  static final String KEY = "source.zip";
  static final String ROLE = "arn:aws:iam::123456789012:role/pipeline";
  private static final JsonMapper JSON = new JsonMapper();

  /** One event. */
  record Told(String type, JsonNode detail) {}

  final FakeBuilds builds = new FakeBuilds();
  final FakeDeployments deployments = new FakeDeployments();
  final FakeTaskDefinitions tasks = new FakeTaskDefinitions();
  final FakeTopics topics = new FakeTopics();
  final GatheredMetrics metrics = new GatheredMetrics();
  final List<Told> told = new ArrayList<>();
  private final Path folder;
  private int lives;
  Stage stage;
  S3 s3;
  CodePipeline pipelines;

  /** A region in {@code folder}, with two buckets and a role. */
  TestDelivery(Path folder) {
    this.folder = folder;
    open(Instant.parse("2026-01-01T00:00:00Z"));
    for (var bucket : List.of(SOURCE_BUCKET, ARTIFACT_BUCKET)) {
      stage.ask(
          () ->
              s3.createBucket(
                  r ->
                      r.bucket(bucket)
                          .createBucketConfiguration(c -> c.locationConstraint("ap-south-1"))));
    }
    stage.ask(
        () ->
            s3.putBucketVersioning(
                r ->
                    r.bucket(SOURCE_BUCKET)
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
  }

  private void open(Instant now) {
    lives++;
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    var ids = new Ids(new Random(lives));
    var iam = new Iam(stage.place, stage.timeline, stage.store, ids);
    var sts = new Sts(stage.place, iam, new Sessions(stage.timeline, stage.store, ids));
    s3 =
        new S3(
            stage.place,
            stage.timeline,
            stage.store,
            ids,
            new BucketNames(stage.store),
            folder.resolve("objects"),
            new Spool(folder.resolve("spool")));
    pipelines =
        new CodePipeline(
            stage.place,
            stage.timeline,
            stage.store,
            ids,
            new CodePipeline.Neighbours(s3, builds, deployments, tasks, topics, sts),
            (source, type, resources, detail) -> told.add(new Told(type, json(detail))),
            metrics);
    if (lives == 1) {
      stage.role(iam, "pipeline", "codepipeline.amazonaws.com");
      stage.role(iam, "other", "ecs-tasks.amazonaws.com");
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The region is killed, and started again. */
  void killed() {
    stage.store.close();
    open(stage.timeline.now());
  }

  void close() {
    stage.store.close();
  }

  // ---- what people do

  void create(PipelineDeclaration pipeline) {
    stage.ask(() -> pipelines.createPipeline(r -> r.pipeline(pipeline)));
    stage.passes(Duration.ZERO);
  }

  /** Uploads a source that says {@code text}, and gives its version. */
  String upload(String text) {
    return put(SOURCE_BUCKET, KEY, Zips.of(Map.of("text", text)));
  }

  String put(String bucket, String key, byte[] bytes) {
    return stage
        .ask(() -> s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(bytes)))
        .versionId();
  }

  String start() {
    var id = stage.ask(() -> pipelines.startPipelineExecution(r -> r.name(NAME)));
    stage.passes(Duration.ZERO);
    return id.pipelineExecutionId();
  }

  /** The build that runs writes its artifact {@code name}. */
  void writeArtifact(String name, Map<String, String> files) {
    var request = builds.started.getLast();
    var artifact =
        request.artifactsOverride() != null
            ? request.artifactsOverride()
            : request.secondaryArtifactsOverride().stream()
                .filter(one -> one.artifactIdentifier().equals(name))
                .findFirst()
                .orElseThrow();
    put(ARTIFACT_BUCKET, key(artifact), Zips.of(files));
  }

  /** The key of the object that a build is to write. */
  static String key(ProjectArtifacts artifact) {
    return artifact.name();
  }

  /** The build that runs writes its artifact {@code name}, and succeeds. */
  void buildSucceeds(String name, Map<String, String> files) {
    writeArtifact(name, files);
    buildEnds();
  }

  /** The build that runs succeeds, whatever it has written. */
  void buildEnds() {
    builds.succeeds(Map.of("IMAGE_TAG", "v" + builds.started.size()));
    stage.passes(Duration.ofSeconds(2));
  }

  void buildSucceeds() {
    buildSucceeds("built", Map.of("file", "text"));
  }

  void buildFails() {
    builds.fails();
    stage.passes(Duration.ofSeconds(2));
  }

  void approve(String status) {
    var token = action("Approve", "Approve").latestExecution().token();
    stage.askAs(
        "arn:aws:iam::123456789012:user/ada",
        () ->
            pipelines.putApprovalResult(
                r ->
                    r.pipelineName(NAME)
                        .stageName("Approve")
                        .actionName("Approve")
                        .token(token)
                        .result(a -> a.status(status).summary("looked at it"))));
    stage.passes(Duration.ZERO);
  }

  // ---- what can be seen

  /** All executions, the newest first. */
  List<PipelineExecutionSummary> executions() {
    return stage
        .ask(() -> pipelines.listPipelineExecutions(r -> r.pipelineName(NAME)))
        .pipelineExecutionSummaries();
  }

  String status(String execution) {
    return stage
        .ask(
            () ->
                pipelines.getPipelineExecution(
                    r -> r.pipelineName(NAME).pipelineExecutionId(execution)))
        .pipelineExecution()
        .statusAsString();
  }

  StageState stage(String name) {
    return stage.ask(() -> pipelines.getPipelineState(r -> r.name(NAME))).stageStates().stream()
        .filter(state -> state.stageName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  ActionState action(String stageName, String name) {
    return stage(stageName).actionStates().stream()
        .filter(state -> state.actionName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The runs of the actions of an execution, the newest first. */
  List<ActionExecutionDetail> runs(String execution) {
    return stage
        .ask(
            () ->
                pipelines.listActionExecutions(
                    r -> r.pipelineName(NAME).filter(f -> f.pipelineExecutionId(execution))))
        .actionExecutionDetails();
  }

  /** What a run of {@code action} failed with. */
  String failure(String stageName, String name) {
    var error = action(stageName, name).latestExecution().errorDetails();
    return error.code() + ": " + error.message();
  }

  /** The values of a metric of the pipeline. */
  List<Double> measured(String metric) {
    return metrics.all().stream()
        .filter(datum -> datum.metricName().equals(metric))
        .filter(datum -> datum.dimensions().getFirst().value().equals(NAME))
        .map(datum -> datum.value())
        .toList();
  }
}
