package com.shangwellness.region.codepipeline;

import static com.shangwellness.region.codepipeline.Declarations.approve;
import static com.shangwellness.region.codepipeline.Declarations.build;
import static com.shangwellness.region.codepipeline.Declarations.deploy;
import static com.shangwellness.region.codepipeline.Declarations.of;
import static com.shangwellness.region.codepipeline.Declarations.release;
import static com.shangwellness.region.codepipeline.Declarations.source;
import static com.shangwellness.region.codepipeline.Declarations.stage;
import static com.shangwellness.region.codepipeline.TestDelivery.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.shangwellness.region.caller.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;

/** How executions go through a pipeline. */
@SuppressWarnings("BadImport")
class PipelineFlowTest {

  @TempDir Path folder;
  private TestDelivery delivery;

  @BeforeEach
  void begin() {
    delivery = new TestDelivery(folder);
  }

  @AfterEach
  void end() {
    delivery.close();
  }

  private void createTwoStages() {
    delivery.upload("first");
    delivery.create(of(stage("Source", source()), stage("Build", build())).build());
  }

  @Test
  void a_pipeline_starts_when_it_is_created_and_fails_as_there_is_no_source_yet() {
    delivery.create(Declarations.threeStages().build());
    assertThat(delivery.executions())
        .singleElement()
        .satisfies(
            execution -> {
              assertThat(execution.statusAsString()).isEqualTo("Failed");
              assertThat(execution.trigger().triggerTypeAsString()).isEqualTo("CreatePipeline");
            });
    assertThat(delivery.failure("Source", "Source"))
        .isEqualTo(
            "ConfigurationError: The Amazon S3 object with key 'source.zip' does not exist in"
                + " bucket 'shop-source'.");
    assertThat(delivery.builds.started).isEmpty();
  }

  @Test
  void a_change_goes_through_all_stages_and_the_release_ends_it() {
    var version = delivery.upload("first");
    delivery.create(Declarations.threeStages().build());
    delivery.buildSucceeds("built", release());
    assertThat(delivery.deployments.started).hasSize(1);
    assertThat(delivery.executions().getFirst().statusAsString()).isEqualTo("InProgress");

    delivery.stage.passes(Duration.ofHours(1));
    assertThat(delivery.stage("Deploy").latestExecution().statusAsString()).isEqualTo("InProgress");
    delivery.deployments.becomes(DeploymentStatus.SUCCEEDED);
    delivery.stage.passes(Duration.ofSeconds(10));

    var execution = delivery.executions().getFirst();
    assertThat(execution.statusAsString()).isEqualTo("Succeeded");
    assertThat(execution.sourceRevisions())
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.revisionId()).isEqualTo(version);
              assertThat(revision.actionName()).isEqualTo("Source");
              assertThat(revision.revisionSummary()).isEqualTo("Amazon S3 version id: " + version);
            });
    assertThat(delivery.measured("PipelineDuration"))
        .singleElement()
        .satisfies(seconds -> assertThat(seconds).isBetween(3600.0, 3620.0));
  }

  @Test
  void a_failing_test_stops_at_the_build_with_the_phase_and_the_command() {
    createTwoStages();
    delivery.buildFails();
    assertThat(delivery.failure("Build", "Build"))
        .isEqualTo(
            "JobFailed: Build terminated with state: FAILED. Phase: BUILD, Code:"
                + " COMMAND_EXECUTION_ERROR, Message: Error while executing command: mvn verify."
                + " Reason: exit status 1");
    assertThat(delivery.executions().getFirst().statusAsString()).isEqualTo("Failed");
    assertThat(delivery.stage("Build").latestExecution().statusAsString()).isEqualTo("Failed");
    assertThat(delivery.measured("FailedPipelineExecutions")).containsExactly(1.0);
  }

  @Test
  void the_newest_takes_the_place_of_the_one_that_waits_before_a_locked_stage() {
    createTwoStages();
    var first = delivery.executions().getFirst().pipelineExecutionId();
    var second = delivery.start();
    assertThat(delivery.stage("Build").inboundExecutions())
        .extracting(StageExecution::pipelineExecutionId)
        .containsExactly(second);
    var third = delivery.start();
    assertThat(delivery.status(second)).isEqualTo("Superseded");
    assertThat(delivery.status(first)).isEqualTo("InProgress");
    delivery.buildSucceeds();
    assertThat(delivery.status(first)).isEqualTo("Succeeded");
    assertThat(delivery.builds.started).hasSize(2);
    delivery.buildSucceeds();
    assertThat(delivery.status(third)).isEqualTo("Succeeded");
  }

  @Test
  void in_a_queue_each_waits_its_turn_and_none_is_passed_over() {
    delivery.upload("first");
    delivery.create(
        of(stage("Source", source()), stage("Build", build()))
            .executionMode(ExecutionMode.QUEUED)
            .build());
    var first = delivery.executions().getFirst().pipelineExecutionId();
    var second = delivery.start();
    var third = delivery.start();
    assertThat(delivery.stage("Build").inboundExecutions())
        .extracting(StageExecution::pipelineExecutionId)
        .containsExactly(second, third);
    for (var execution : List.of(first, second, third)) {
      assertThat(delivery.stage("Build").latestExecution().pipelineExecutionId())
          .isEqualTo(execution);
      delivery.buildSucceeds();
      assertThat(delivery.status(execution)).isEqualTo("Succeeded");
    }
  }

  @Test
  void a_failure_opens_the_stage_for_the_next() {
    createTwoStages();
    var second = delivery.start();
    delivery.buildFails();
    assertThat(delivery.stage("Build").latestExecution().pipelineExecutionId()).isEqualTo(second);
    delivery.buildSucceeds();
    assertThat(delivery.status(second)).isEqualTo("Succeeded");
  }

  @Test
  void a_failed_stage_is_retried_and_goes_on_from_there() {
    createTwoStages();
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    delivery.buildFails();
    retry(execution, "FAILED_ACTIONS");
    assertThat(delivery.status(execution)).isEqualTo("InProgress");
    assertThat(delivery.stage("Build").retryStageMetadata().manualStageRetryAttempt()).isEqualTo(1);
    delivery.buildSucceeds();
    assertThat(delivery.status(execution)).isEqualTo("Succeeded");
    assertThat(delivery.runs(execution))
        .extracting(ActionExecutionDetail::actionName, run -> run.statusAsString())
        .containsExactly(
            tuple("Build", "Succeeded"), tuple("Build", "Failed"), tuple("Source", "Succeeded"));
  }

  private void retry(String execution, String mode) {
    delivery.stage.ask(
        () ->
            delivery.pipelines.retryStageExecution(
                r ->
                    r.pipelineName(NAME)
                        .stageName("Build")
                        .pipelineExecutionId(execution)
                        .retryMode(mode)));
    delivery.stage.passes(Duration.ZERO);
  }

  private void createWithTestAndScan() {
    delivery.upload("first");
    delivery.create(
        of(
                stage("Source", source()),
                stage(
                    "Build",
                    build(),
                    build()
                        .name("Scan")
                        .namespace("Scan")
                        .outputArtifacts(List.of())
                        .configuration(Map.of("ProjectName", "scan"))
                        .runOrder(2)))
            .build());
  }

  @Test
  void only_what_failed_runs_again_or_all_of_the_stage() {
    createWithTestAndScan();
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    delivery.buildSucceeds();
    delivery.buildFails();
    assertThat(projects()).containsExactly("shop", "scan");
    retry(execution, "FAILED_ACTIONS");
    assertThat(projects()).containsExactly("shop", "scan", "scan");
    delivery.buildFails();
    retry(execution, "ALL_ACTIONS");
    assertThat(projects()).containsExactly("shop", "scan", "scan", "shop");
    delivery.buildSucceeds();
    delivery.builds.succeeds(Map.of());
    delivery.stage.passes(Duration.ofSeconds(2));
    assertThat(delivery.status(execution)).isEqualTo("Succeeded");
  }

  private List<String> projects() {
    return delivery.builds.started.stream().map(build -> build.projectName()).toList();
  }

  @Test
  void actions_of_one_run_order_run_at_once_and_all_end_before_the_stage_fails() {
    delivery.upload("first");
    delivery.create(
        of(
                stage("Source", source()),
                stage("Check", build(), approve(), approve().name("Later").runOrder(2)))
            .build());
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    assertThat(delivery.runs(execution))
        .extracting(ActionExecutionDetail::actionName)
        .containsExactlyInAnyOrder("Source", "Build", "Approve");
    delivery.buildFails();
    assertThat(delivery.status(execution)).isEqualTo("InProgress");
    delivery.stage.passes(Duration.ofDays(7));
    assertThat(delivery.status(execution)).isEqualTo("Failed");
    assertThat(delivery.runs(execution))
        .extracting(ActionExecutionDetail::actionName)
        .doesNotContain("Later");
  }

  private void createWithApproval() {
    delivery.upload("first");
    delivery.create(
        of(
                stage("Source", source()),
                stage(
                    "Approve",
                    approve()
                        .configuration(
                            Map.of(
                                "NotificationArn",
                                "arn:aws:sns:ap-south-1:123456789012:people",
                                "CustomData",
                                "Release #{SourceVariables.VersionId}?"))),
                stage("Build", build()))
            .build());
  }

  @Test
  void a_person_says_yes_and_it_goes_on() {
    createWithApproval();
    var version = delivery.executions().getFirst().sourceRevisions().getFirst().revisionId();
    assertThat(delivery.topics.published)
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject())
                  .isEqualTo("APPROVAL NEEDED: AWS CodePipeline shop-pipeline for action Approve");
              assertThat(mail.message())
                  .contains("\"customData\":\"Release " + version + "?\"")
                  .contains("\"expires\":\"2026-01-08T00:00:00Z\"");
            });
    assertThat(delivery.builds.started).isEmpty();
    delivery.approve("Approved");
    assertThat(delivery.builds.started).hasSize(1);
    var approved = delivery.action("Approve", "Approve").latestExecution();
    assertThat(approved.statusAsString()).isEqualTo("Succeeded");
    assertThat(approved.lastUpdatedBy()).isEqualTo("arn:aws:iam::123456789012:user/ada");
    assertThat(approved.summary()).isEqualTo("looked at it");
    assertThat(approved.token()).isNull();
  }

  @Test
  void a_person_says_no_and_it_fails() {
    createWithApproval();
    delivery.approve("Rejected");
    assertThat(delivery.executions().getFirst().statusAsString()).isEqualTo("Failed");
    assertThat(delivery.failure("Approve", "Approve")).isEqualTo("JobFailed: looked at it");
    assertThat(delivery.builds.started).isEmpty();
  }

  @Test
  void nobody_says_anything_for_a_week_and_it_fails() {
    createWithApproval();
    delivery.stage.passes(Duration.ofDays(7).minusSeconds(1));
    assertThat(delivery.executions().getFirst().statusAsString()).isEqualTo("InProgress");
    delivery.stage.passes(Duration.ofSeconds(1));
    assertThat(delivery.executions().getFirst().statusAsString()).isEqualTo("Failed");
    assertThat(delivery.failure("Approve", "Approve")).contains("has timed out");
  }

  private void stop(String execution, boolean abandon) {
    delivery.stage.ask(
        () ->
            delivery.pipelines.stopPipelineExecution(
                r ->
                    r.pipelineName(NAME)
                        .pipelineExecutionId(execution)
                        .abandon(abandon)
                        .reason("a mistake")));
  }

  @Test
  void an_execution_that_is_stopped_completes_what_is_in_progress_and_starts_no_more() {
    createWithTestAndScan();
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    stop(execution, false);
    assertThat(delivery.status(execution)).isEqualTo("Stopping");
    delivery.buildSucceeds();
    assertThat(delivery.status(execution)).isEqualTo("Stopped");
    assertThat(delivery.stage("Build").latestExecution().statusAsString()).isEqualTo("Stopped");
    assertThat(projects()).containsExactly("shop");
    assertThat(delivery.executions().getFirst().stopTrigger().reason()).isEqualTo("a mistake");
  }

  @Test
  void an_execution_that_is_abandoned_is_stopped_at_once_and_its_build_goes_on_alone() {
    createTwoStages();
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    var waiting = delivery.start();
    stop(execution, false);
    stop(execution, true);
    assertThat(delivery.status(execution)).isEqualTo("Stopped");
    assertThat(delivery.runs(execution).getFirst().statusAsString()).isEqualTo("Abandoned");
    delivery.stage.passes(Duration.ZERO);
    assertThat(delivery.stage("Build").latestExecution().pipelineExecutionId()).isEqualTo(waiting);
    delivery.buildSucceeds();
    assertThat(delivery.status(execution)).isEqualTo("Stopped");
    assertThat(delivery.status(waiting)).isEqualTo("Succeeded");
  }

  @Test
  void an_execution_that_only_waits_is_stopped_at_once() {
    createTwoStages();
    var waiting = delivery.start();
    stop(waiting, false);
    assertThat(delivery.status(waiting)).isEqualTo("Stopped");
    assertThat(delivery.stage("Build").inboundExecutions()).isEmpty();
  }

  @Test
  void a_closed_way_holds_executions_back_and_the_newest_goes_when_it_opens() {
    createTwoStages();
    delivery.buildSucceeds();
    delivery.stage.ask(
        () ->
            delivery.pipelines.disableStageTransition(
                r ->
                    r.pipelineName(NAME)
                        .stageName("Build")
                        .transitionType("Inbound")
                        .reason("holidays")));
    var held = delivery.start();
    var newest = delivery.start();
    assertThat(delivery.builds.started).hasSize(1);
    assertThat(delivery.stage("Build").inboundTransitionState().disabledReason())
        .isEqualTo("holidays");
    assertThat(delivery.status(held)).isEqualTo("Superseded");
    delivery.stage.ask(
        () ->
            delivery.pipelines.enableStageTransition(
                r -> r.pipelineName(NAME).stageName("Source").transitionType("Outbound")));
    delivery.stage.passes(Duration.ZERO);
    assertThat(delivery.builds.started).hasSize(2);
    assertThat(delivery.stage("Build").latestExecution().pipelineExecutionId()).isEqualTo(newest);
  }

  @Test
  void another_structure_cancels_what_is_under_way() {
    createTwoStages();
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    var updated =
        delivery.stage.ask(
            () ->
                delivery.pipelines.updatePipeline(
                    r ->
                        r.pipeline(
                            of(stage("Source", source()), stage("Compile", build())).build())));
    assertThat(updated.pipeline().version()).isEqualTo(2);
    assertThat(delivery.status(execution)).isEqualTo("Cancelled");
    assertThat(delivery.executions()).hasSize(1);
    var next = delivery.start();
    assertThat(delivery.stage("Compile").latestExecution().pipelineExecutionId()).isEqualTo(next);
    assertThat(
            Declarations.names(
                delivery
                    .stage
                    .ask(() -> delivery.pipelines.getPipeline(r -> r.name(NAME).version(1)))
                    .pipeline()))
        .containsExactly("Source", "Build");
  }

  @Test
  void variables_of_the_pipeline_its_source_and_its_build_reach_later_actions() {
    delivery.upload("first");
    delivery.create(
        of(
                stage("Source", source()),
                stage("Build", build()),
                stage(
                    "Check",
                    build()
                        .name("Check")
                        .namespace("Check")
                        .outputArtifacts(List.of())
                        .configuration(
                            Map.of(
                                "ProjectName",
                                "check",
                                "EnvironmentVariables",
                                "[{\"name\":\"TAG\",\"value\":\"#{BuildVariables.IMAGE_TAG}\"},"
                                    + "{\"name\":\"ID\",\"value\":"
                                    + "\"#{codepipeline.PipelineExecutionId}\"},"
                                    + "{\"name\":\"LEVEL\",\"value\":\"#{variables.level}\"}]"))))
            .variables(v -> v.name("level").defaultValue("low"))
            .build());
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    delivery.buildSucceeds();
    assertThat(delivery.builds.started.getLast().environmentVariablesOverride())
        .extracting(variable -> variable.name() + "=" + variable.value())
        .containsExactly(
            "TAG=v1",
            "ID=" + execution,
            "LEVEL=low",
            "CODEBUILD_INITIATOR=codepipeline/shop-pipeline");
    assertThat(delivery.builds.callers)
        .allMatch(caller -> caller.startsWith("arn:aws:sts::123456789012:assumed-role/pipeline/"));
  }

  @Test
  void a_variable_that_the_build_did_not_export_fails_the_action_that_wants_it() {
    delivery.upload("first");
    delivery.create(
        of(
                stage("Source", source()),
                stage("Build", build()),
                stage(
                    "Approve",
                    approve().configuration(Map.of("CustomData", "#{BuildVariables.MISSING}"))))
            .build());
    delivery.buildSucceeds();
    assertThat(delivery.failure("Approve", "Approve"))
        .startsWith(
            "ConfigurationError: An action in this pipeline failed because one or more variables"
                + " could not be resolved: Action name=[Approve].");
  }

  @Test
  void the_same_token_starts_nothing_again() {
    createTwoStages();
    var ids =
        List.of(1, 2).stream()
            .map(
                i ->
                    delivery.stage.ask(
                        () ->
                            delivery.pipelines.startPipelineExecution(
                                r -> r.name(NAME).clientRequestToken("once"))))
            .map(answer -> answer.pipelineExecutionId())
            .distinct();
    assertThat(ids).hasSize(1);
    assertThat(delivery.executions()).hasSize(2);
  }

  @Test
  void an_older_version_of_the_source_is_built_when_it_is_asked_for() {
    var old = delivery.upload("first");
    delivery.create(of(stage("Source", source()), stage("Build", build())).build());
    delivery.buildSucceeds();
    delivery.upload("second");
    delivery.stage.ask(
        () ->
            delivery.pipelines.startPipelineExecution(
                r ->
                    r.name(NAME)
                        .sourceRevisions(
                            s ->
                                s.actionName("Source")
                                    .revisionType("S3_OBJECT_VERSION_ID")
                                    .revisionValue(old))));
    delivery.stage.passes(Duration.ZERO);
    assertThat(delivery.executions().getFirst().sourceRevisions().getFirst().revisionId())
        .isEqualTo(old);
  }

  @Test
  void artifacts_are_named_as_aws_names_them_and_the_build_is_told_where_they_are() {
    createTwoStages();
    var request = delivery.builds.started.getFirst();
    assertThat(request.sourceLocationOverride())
        .matches("shop-artifacts/shop-pipeline/source/[a-z0-9]{7}\\.zip");
    assertThat(request.sourceVersion())
        .isEqualTo(delivery.executions().getFirst().sourceRevisions().getFirst().revisionId());
    assertThat(request.artifactsOverride().name()).matches("shop-pipeline/built/[a-z0-9]{7}");
    assertThat(request.artifactsOverride().location()).isEqualTo("shop-artifacts");
    delivery.buildSucceeds();
    var run = delivery.runs(delivery.executions().getFirst().pipelineExecutionId()).getFirst();
    assertThat(run.output().outputArtifacts())
        .singleElement()
        .satisfies(
            artifact ->
                assertThat(artifact.s3location().key())
                    .isEqualTo(TestDelivery.key(request.artifactsOverride())));
    assertThat(run.output().outputVariables()).containsEntry("IMAGE_TAG", "v1");
    assertThat(run.output().executionResult().externalExecutionUrl())
        .isEqualTo(
            "https://console.aws.amazon.com/codebuild/home?region=ap-south-1#/builds/shop:1/view/new");
  }

  @Test
  void a_source_that_goes_between_two_executions_fails_the_second() {
    createTwoStages();
    delivery.buildSucceeds();
    delivery.stage.ask(
        () -> delivery.s3.deleteObject(r -> r.bucket("shop-source").key("source.zip")));
    var second = delivery.start();
    assertThat(delivery.status(second)).isEqualTo("Failed");
    assertThat(delivery.failure("Source", "Source")).contains("does not exist in bucket");
  }

  @Test
  void a_source_that_is_polled_starts_the_pipeline_within_a_minute() {
    delivery.create(
        of(
                stage(
                    "Source",
                    source()
                        .configuration(
                            Map.of("S3Bucket", "shop-source", "S3ObjectKey", "source.zip"))),
                stage("Build", build()))
            .build());
    delivery.stage.passes(Duration.ofMinutes(3));
    assertThat(delivery.executions()).hasSize(1);
    delivery.upload("first");
    delivery.stage.passes(Duration.ofMinutes(3));
    assertThat(delivery.executions())
        .extracting(PipelineExecutionSummary::trigger)
        .extracting(trigger -> trigger.triggerTypeAsString())
        .containsExactly("PollForSourceChanges", "CreatePipeline");
  }

  @Test
  void a_git_source_is_declared_here_and_says_why_it_fails() {
    delivery.create(
        of(
                stage(
                    "Source",
                    Declarations.action("Source", "Source", "CodeStarSourceConnection")
                        .outputArtifacts(a -> a.name("source"))
                        .configuration(
                            Map.of(
                                "ConnectionArn",
                                "arn:aws:codeconnections:ap-south-1:123456789012:connection/1",
                                "FullRepositoryId",
                                "shop/shop",
                                "BranchName",
                                "main"))),
                stage("Build", build()))
            .build());
    assertThat(delivery.failure("Source", "Source")).contains("has no Git provider");
  }

  @Test
  void a_release_that_fails_fails_the_pipeline_and_names_the_deployment() {
    delivery.upload("first");
    delivery.create(Declarations.threeStages().build());
    delivery.buildSucceeds("built", release());
    delivery.deployments.becomes(DeploymentStatus.STOPPED);
    delivery.stage.passes(Duration.ofSeconds(10));
    assertThat(delivery.failure("Deploy", "Deploy")).isEqualTo("JobFailed: Deployment d-1 failed");
    assertThat(delivery.executions().getFirst().statusAsString()).isEqualTo("Failed");
  }

  @Test
  void a_deleted_pipeline_leaves_nothing_behind() {
    createTwoStages();
    delivery.stage.ask(() -> delivery.pipelines.deletePipeline(r -> r.name(NAME)));
    delivery.stage.passes(Duration.ofDays(1));
    assertThat(delivery.stage.refused(() -> delivery.pipelines.getPipelineState(r -> r.name(NAME))))
        .isEqualTo(
            "PipelineNotFoundException: Account '123456789012' does not have a pipeline with name"
                + " 'shop-pipeline'");
    createTwoStages();
    assertThat(delivery.executions()).hasSize(1);
  }

  @Test
  void a_release_uses_the_configured_names() {
    delivery.upload("first");
    delivery.create(
        of(stage("Source", source()), stage("Build", build()), stage("Deploy", deploy())).build());
    delivery.buildSucceeds("built", release());
    var content = delivery.deployments.started.getFirst().revision().appSpecContent().content();
    assertThat(content)
        .contains("TaskDefinition: arn:aws:ecs:ap-south-1:123456789012:task-definition/shop:1");
    assertThat(delivery.tasks.registered.getFirst().containerDefinitions().getFirst().image())
        .isEqualTo("registry/shop@sha256:1");
  }

  @Test
  void who_uploads_at_a_pace_has_the_release_pass_at_it_over_a_kill_and_whoever_else_asks() {
    delivery.create(Declarations.threeStages().build());
    delivery.upload("first");
    new Caller("arn:aws:iam::123456789012:user/ada", "123456789012", "ap-south-1", "r-1", 20)
        .run(delivery::start);
    delivery.killed();
    delivery.buildSucceeds("built", release());
    assertThat(delivery.deployments.paces).containsExactly(20.0);
  }
}
