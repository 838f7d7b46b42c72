package com.shangwellness.region.codepipeline;

import static com.shangwellness.region.codepipeline.Declarations.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codebuild.Around;
import com.shangwellness.region.codebuild.CodeBuild;
import com.shangwellness.region.codebuild.Neighbours;
import com.shangwellness.region.eventbridge.EventBridge;
import com.shangwellness.region.eventbridge.EventTarget;
import com.shangwellness.region.shells.Act;
import com.shangwellness.region.shells.SimulatedShell;
import com.shangwellness.region.testing.Production;
import com.shangwellness.region.traffic.SimulatedTraffic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * A change from its upload to production: S3, EventBridge, CodePipeline, CodeBuild, CodeDeploy and
 * ECS are the region's own; the shell, the tasks and the requests are simulated.
 */
class DeliveryPathTest {

  private static final String BUILDSPEC =
      """
      version: 0.2
      env:
        exported-variables: [IMAGE_TAG]
      phases:
        build:
          commands:
            - mvn verify
            - jib
      artifacts:
        secondary-artifacts:
          deploy:
            base-directory: target/deploy
            files: ['*']
          sbom:
            files: [sbom.json]
      """;

  private static final String TASK_DEFINITION =
      """
      {"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
       "cpu": "256", "memory": "512",
       "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
       "containerDefinitions": [{"name": "app", "image": "<IMAGE1_NAME>", "essential": true,
                                 "portMappings": [{"containerPort": 80}]}]}
      """;

  @TempDir Path folder;
  private Production production;
  private SimulatedShell shell;
  private CodeBuild builds;
  private CodePipeline pipelines;

  @BeforeEach
  void begin() {
    production = Production.simulated(folder).withHealthyService(2);
    var stage = production.stage();
    var cloud = production.cloud();
    shell = new SimulatedShell(stage.timeline, stage.random);
    builds =
        new CodeBuild(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new Neighbours(
                cloud.s3(), cloud.spool(), cloud.logs(), cloud.secrets(), cloud.ssm(), cloud.sts()),
            new Around(
                shell,
                folder.resolve("builds"),
                folder.resolve("caches"),
                Runnable::run,
                URI.create("http://127.0.0.1:4566")));
    var targets = new HashMap<String, EventTarget>();
    targets.put(
        "codepipeline",
        (rule, arn, event, input) -> pipelines.target().invoke(rule, arn, event, input));
    var events =
        new EventBridge(
            stage.place, stage.timeline, stage.store, stage.ids, targets, MetricSink.NONE);
    pipelines =
        new CodePipeline(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new CodePipeline.Neighbours(
                cloud.s3(), builds, cloud.codeDeploy(), cloud.ecs(), cloud.sns(), cloud.sts()),
            events,
            MetricSink.NONE);
    cloud.s3().tell(events);
    furnish(events);
  }

  private void furnish(EventBridge events) {
    var s3 = production.cloud().s3();
    role("pipeline", "codepipeline");
    role("builder", "codebuild");
    for (var bucket : List.of(TestDelivery.SOURCE_BUCKET, TestDelivery.ARTIFACT_BUCKET)) {
      production.ask(
          () ->
              s3.createBucket(
                  r ->
                      r.bucket(bucket)
                          .createBucketConfiguration(c -> c.locationConstraint("ap-south-1"))));
    }
    production.ask(
        () ->
            s3.putBucketVersioning(
                r ->
                    r.bucket(TestDelivery.SOURCE_BUCKET)
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
    production.ask(
        () ->
            s3.putBucketNotificationConfiguration(
                r ->
                    r.bucket(TestDelivery.SOURCE_BUCKET)
                        .notificationConfiguration(n -> n.eventBridgeConfiguration(on -> {}))));
    production.ask(
        () ->
            builds.createProject(
                r ->
                    r.name("shop")
                        .serviceRole("arn:aws:iam::123456789012:role/builder")
                        .source(s -> s.type("CODEPIPELINE").buildspec("buildspec.yml"))
                        .artifacts(a -> a.type("CODEPIPELINE"))
                        .environment(
                            e ->
                                e.type("LINUX_CONTAINER")
                                    .image("aws/codebuild/standard:7.0")
                                    .computeType("BUILD_GENERAL1_SMALL"))));
    production.ask(
        () ->
            events.putRule(
                r ->
                    r.name("source-uploaded")
                        .eventPattern(
                            "{\"source\":[\"aws.s3\"],\"detail-type\":[\"Object Created\"],"
                                + "\"detail\":{\"bucket\":{\"name\":[\"shop-source\"]},"
                                + "\"object\":{\"key\":[\"source.zip\"]}}}")));
    var target =
        Target.builder()
            .id("pipeline")
            .arn("arn:aws:codepipeline:ap-south-1:123456789012:shop-pipeline")
            .roleArn(TestDelivery.ROLE)
            .build();
    production.ask(() -> events.putTargets(r -> r.rule("source-uploaded").targets(target)));
    production.ask(() -> pipelines.createPipeline(r -> r.pipeline(Declarations.ofProduction())));
    production.passes(Duration.ofSeconds(1));
  }

  private void role(String name, String service) {
    production.ask(
        () ->
            production
                .cloud()
                .iam()
                .createRole(
                    r ->
                        r.roleName(name)
                            .assumeRolePolicyDocument(
                                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
                                    + "\"sts:AssumeRole\",\"Principal\":{\"Service\":\""
                                    + service
                                    + ".amazonaws.com\"}}}")));
  }

  @AfterEach
  void end() {
    production.close();
  }

  private void upload() {
    production.stage().timeline.post("test: upload", this::put);
    production.passes(Duration.ofSeconds(2));
  }

  private void put() {
    production
        .cloud()
        .s3()
        .putObject(
            r -> r.bucket(TestDelivery.SOURCE_BUCKET).key(TestDelivery.KEY),
            RequestBody.fromBytes(Zips.of(Map.of("buildspec.yml", BUILDSPEC))));
  }

  private void jibWrites(String image) {
    shell.behave(
        "jib",
        Act.succeeds()
            .writing("target/deploy/taskdef.json", TASK_DEFINITION)
            .writing("target/deploy/appspec.yaml", Production.appSpec("<TASK_DEFINITION>"))
            .writing("target/deploy/imageDetail.json", "{\"ImageURI\":\"" + image + "\"}")
            .writing("sbom.json", "{}")
            .exporting("IMAGE_TAG", "v2-1"));
  }

  private PipelineExecutionSummary newest() {
    return production
        .ask(() -> pipelines.listPipelineExecutions(r -> r.pipelineName(TestDelivery.NAME)))
        .pipelineExecutionSummaries()
        .getFirst();
  }

  private ActionExecutionDetail run(String action) {
    var execution = newest().pipelineExecutionId();
    return production
        .ask(
            () ->
                pipelines.listActionExecutions(
                    r ->
                        r.pipelineName(TestDelivery.NAME)
                            .filter(f -> f.pipelineExecutionId(execution))))
        .actionExecutionDetails()
        .stream()
        .filter(run -> run.actionName().equals(action))
        .findFirst()
        .orElseThrow();
  }

  private void untilOver() {
    production.until(
        () -> {
          var newest =
              pipelines
                  .listPipelineExecutions(r -> r.pipelineName(TestDelivery.NAME))
                  .pipelineExecutionSummaries()
                  .getFirst();
          return !newest.statusAsString().equals("InProgress");
        });
  }

  @Test
  void an_upload_becomes_production() {
    assertThat(newest().trigger().triggerTypeAsString()).isEqualTo("CreatePipeline");
    assertThat(newest().statusAsString()).isEqualTo("Failed");
    jibWrites("123456789012.dkr.ecr.ap-south-1.amazonaws.com/web:v2");

    upload();
    assertThat(newest().trigger().triggerTypeAsString()).isEqualTo("CloudWatchEvent");
    untilOver();

    assertThat(newest().statusAsString()).isEqualTo("Succeeded");
    assertThat(run("Build").output().outputVariables()).containsEntry("IMAGE_TAG", "v2-1");
    assertThat(run("Build").output().outputArtifacts())
        .extracting(artifact -> artifact.name())
        .containsExactly("deploy", "sbom");
    var deployment = run("Deploy").output().executionResult().externalExecutionId();
    assertThat(production.deployment(deployment).statusAsString()).isEqualTo("Succeeded");
    assertThat(production.deployment(deployment).creatorAsString()).isEqualTo("user");
    var primary =
        production.service().taskSets().stream()
            .filter(set -> set.status().equals("PRIMARY"))
            .findFirst()
            .orElseThrow();
    assertThat(
            production
                .ask(
                    () ->
                        production
                            .cloud()
                            .ecs()
                            .describeTaskDefinition(
                                r -> r.taskDefinition(primary.taskDefinition())))
                .taskDefinition()
                .containerDefinitions()
                .getFirst()
                .image())
        .endsWith("web:v2");
    // The action waited for the canary and until blue was gone.
    assertThat(
            Duration.between(run("Deploy").startTime(), run("Deploy").lastUpdateTime()).toMinutes())
        .isBetween(10L, 15L);
  }

  @Test
  void a_failing_test_stops_at_the_build_and_production_is_as_it_was() {
    jibWrites("never");
    shell.behave("mvn verify", Act.exits(1));
    upload();
    untilOver();
    assertThat(run("Build").output().executionResult().errorDetails().message())
        .startsWith(
            "Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR,"
                + " Message: Error while executing command: mvn verify.");
    assertThat(production.service().taskSets()).hasSize(1);
  }

  @Test
  void a_version_that_does_not_work_goes_back_and_fails_the_pipeline() {
    jibWrites("123456789012.dkr.ecr.ap-south-1.amazonaws.com/web:bad");
    production.version("bad", new SimulatedTraffic.Behaviour.Answers(500));
    upload();
    untilOver();
    var deployment = run("Deploy").output().executionResult().externalExecutionId();
    assertThat(run("Deploy").output().executionResult().errorDetails().message())
        .isEqualTo("Deployment " + deployment + " failed");
    assertThat(production.service().taskSets())
        .filteredOn(set -> set.status().equals("PRIMARY"))
        .singleElement()
        .satisfies(set -> assertThat(set.taskDefinition()).endsWith("web:1"));
  }

  @Test
  void a_source_that_is_taken_away_between_the_stages_fails_the_build_in_its_download() {
    jibWrites("never");
    var s3 = production.cloud().s3();
    var timeline = production.stage().timeline;
    timeline.post("test: upload", this::put);
    production.until(() -> !artifacts().isEmpty());
    for (var key : artifacts()) {
      timeline.post(
          "test: it is taken away",
          () -> s3.deleteObject(r -> r.bucket(TestDelivery.ARTIFACT_BUCKET).key(key)));
    }
    untilOver();
    assertThat(newest().statusAsString()).isEqualTo("Failed");
    assertThat(run("Build").output().executionResult().errorDetails().message())
        .contains("Phase: DOWNLOAD_SOURCE")
        .contains("NoSuchKey");
  }

  private List<String> artifacts() {
    return production
        .cloud()
        .s3()
        .listObjectsV2(r -> r.bucket(TestDelivery.ARTIFACT_BUCKET))
        .contents()
        .stream()
        .map(object -> object.key())
        .toList();
  }
}
