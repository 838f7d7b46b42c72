package com.shangwellness.region.codepipeline;

import static com.shangwellness.region.codepipeline.Declarations.action;
import static com.shangwellness.region.codepipeline.Declarations.approve;
import static com.shangwellness.region.codepipeline.Declarations.build;
import static com.shangwellness.region.codepipeline.Declarations.of;
import static com.shangwellness.region.codepipeline.Declarations.source;
import static com.shangwellness.region.codepipeline.Declarations.stage;
import static com.shangwellness.region.codepipeline.TestDelivery.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;

/** What pipelines must not say, and what must not be asked of them. */
@SuppressWarnings("BadImport")
class RefusalsTest {

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

  static Stream<Arguments> structures() {
    var second = stage("Build", build());
    return Stream.of(
        arguments(
            of(stage("Source", source())),
            "InvalidStructureException: Pipeline has only 1 stage(s). There should be a minimum of"
                + " 2 stages in a pipeline"),
        arguments(
            of(stage("First", approve()), second),
            "InvalidStructureException: Pipeline should start with a stage that only contains"
                + " source actions"),
        arguments(
            of(stage("Source", source()), stage("Again", source().name("Other"))),
            "InvalidStructureException: Only the first stage may contain source actions"),
        arguments(
            of(stage("Source", source()), stage("Source", build())),
            "InvalidStructureException: Stage name 'Source' is used more than once."),
        arguments(
            of(stage("Source", source()), second).executionMode(ExecutionMode.PARALLEL),
            "InvalidStructureException: This region does not run pipelines in the execution mode"
                + " PARALLEL"),
        arguments(
            of(stage("Source", source()), second)
                .pipelineType(PipelineType.V1)
                .executionMode(ExecutionMode.QUEUED),
            "InvalidStructureException: The execution mode QUEUED is available only to"),
        arguments(
            of(stage("Source", source()), second).roleArn("arn:aws:iam::123456789012:role/other"),
            "InvalidStructureException: CodePipeline is not authorized to perform AssumeRole on"
                + " role arn:aws:iam::123456789012:role/other"),
        arguments(
            of(
                stage("Source", source()),
                second.toBuilder().onFailure(f -> f.result("ROLLBACK")).build()),
            "InvalidStageDeclarationException: This region does not act on the conditions"));
  }

  static Stream<Arguments> actions() {
    return Stream.of(
        arguments(
            action("Publish", "Deploy", "ElasticBeanstalk"),
            "ActionType (Category: 'Deploy', Provider: 'ElasticBeanstalk', Owner: 'AWS', Version:"
                + " '1') in action 'Publish' is not available in region AP_SOUTH_1"),
        arguments(
            build().configuration(Map.of()),
            "Action configuration for action 'Build' is missing required configuration"
                + " 'ProjectName'"),
        arguments(
            build().configuration(Map.of("ProjectName", "p", "Colour", "red")),
            "Action configuration for action 'Build' contains unknown configuration 'Colour'"),
        arguments(
            build().inputArtifacts(a -> a.name("nothing")),
            "Input Artifact Bundle nothing in action Build is not declared as Output Artifact"
                + " Bundle in any of the preceding actions."),
        arguments(
            build().inputArtifacts(a -> a.name("built")),
            "Input Artifact Bundle built in action Build is not declared as Output Artifact"),
        arguments(
            build().outputArtifacts(a -> a.name("source")),
            "Output Artifact Bundle name must be unique within the pipeline. The name 'source'"),
        arguments(
            build().inputArtifacts(List.of()),
            "Action 'Build' has 0 input artifact(s); it must have from 1 to 5."),
        arguments(build().region("eu-west-1"), "This region runs actions in ap-south-1 only"),
        arguments(build().namespace("codepipeline"), "The namespace 'codepipeline' is reserved."),
        arguments(
            build().namespace("SourceVariables"), "Namespaces must be unique within the pipeline."),
        arguments(
            build().timeoutInMinutes(10),
            "timeoutInMinutes is available only to the manual approval action"),
        arguments(
            build().configuration(Map.of("ProjectName", "#{BuildVariables.NAME}")),
            "Valid format for a pipeline execution variable reference is a namespace and a key"
                + " separated by a period (.). The following pipeline execution variables are"
                + " referencing a namespace that does not exist. StageName=[Build],"
                + " ActionName=[Build], ActionConfigurationKey=[ProjectName],"
                + " VariableReferenceText=[#{BuildVariables.NAME}]"),
        arguments(
            build().configuration(Map.of("ProjectName", "#{variables.unknown}")),
            "VariableReferenceText=[#{variables.unknown}]"),
        arguments(
            build().configuration(Map.of("ProjectName", "#{nothing}")),
            "VariableReferenceText=[#{nothing}]"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("structures")
  void a_structure_that_is_wrong(PipelineDeclaration.Builder pipeline, String refusal) {
    assertThat(refusal(pipeline.build())).startsWith(refusal);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("actions")
  void an_action_that_is_wrong(ActionDeclaration.Builder action, String refusal) {
    assertThat(refusal(of(stage("Source", source()), stage("Build", action)).build()))
        .startsWith("InvalidActionDeclarationException: ")
        .contains(refusal);
  }

  private String refusal(PipelineDeclaration pipeline) {
    var refused =
        delivery.stage.refused(() -> delivery.pipelines.createPipeline(r -> r.pipeline(pipeline)));
    assertThat(delivery.stage.ask(() -> delivery.pipelines.listPipelines(r -> {})).pipelines())
        .isEmpty();
    return refused;
  }

  @Test
  void what_is_not_there_or_not_possible_now() {
    delivery.upload("first");
    delivery.create(
        of(stage("Source", source()), stage("Approve", approve()), stage("Build", build()))
            .build());
    var pipelines = delivery.pipelines;
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    assertThat(
            delivery.stage.refused(
                () ->
                    pipelines.createPipeline(
                        r ->
                            r.pipeline(
                                of(stage("Source", source()), stage("B", build())).build()))))
        .isEqualTo(
            "PipelineNameInUseException: A pipeline with the name 'shop-pipeline' already exists in"
                + " account '123456789012'");
    assertThat(delivery.stage.refused(() -> pipelines.startPipelineExecution(r -> r.name("x"))))
        .startsWith("PipelineNotFoundException");
    assertThat(delivery.stage.refused(() -> pipelines.getPipeline(r -> r.name(NAME).version(9))))
        .startsWith("PipelineVersionNotFoundException");
    assertThat(approval("Approve", "11111111-2222-3333-4444-555555555555"))
        .startsWith("InvalidApprovalTokenException");
    assertThat(approval("Build", "11111111-2222-3333-4444-555555555555"))
        .startsWith("ActionNotFoundException");
    assertThat(retried("Build", execution)).startsWith("NotLatestPipelineExecutionException");
    assertThat(retried("Approve", execution)).startsWith("StageNotRetryableException");
    assertThat(retried("Nowhere", execution)).startsWith("StageNotFoundException");
    var token = delivery.action("Approve", "Approve").latestExecution().token();
    delivery.approve("Rejected");
    assertThat(approval("Approve", token)).startsWith("ApprovalAlreadyCompletedException");
    assertThat(stopped(execution)).startsWith("PipelineExecutionNotStoppableException");
    assertThat(stopped("00000000-0000-0000-0000-000000000000"))
        .startsWith("PipelineExecutionNotFoundException");
  }

  private String approval(String stage, String token) {
    return delivery.stage.refused(
        () ->
            delivery.pipelines.putApprovalResult(
                r ->
                    r.pipelineName(NAME)
                        .stageName(stage)
                        .actionName(stage)
                        .token(token)
                        .result(a -> a.status("Approved").summary(""))));
  }

  private String retried(String stage, String execution) {
    return delivery.stage.refused(
        () ->
            delivery.pipelines.retryStageExecution(
                r ->
                    r.pipelineName(NAME)
                        .stageName(stage)
                        .pipelineExecutionId(execution)
                        .retryMode("FAILED_ACTIONS")));
  }

  private String stopped(String execution) {
    return delivery.stage.refused(
        () ->
            delivery.pipelines.stopPipelineExecution(
                r -> r.pipelineName(NAME).pipelineExecutionId(execution)));
  }

  @Test
  void a_stage_that_a_newer_execution_has_entered_is_not_retried() {
    delivery.upload("first");
    delivery.create(of(stage("Source", source()), stage("Build", build())).build());
    var first = delivery.executions().getFirst().pipelineExecutionId();
    delivery.buildFails();
    delivery.start();
    assertThat(retried("Build", first)).startsWith("NotLatestPipelineExecutionException");
  }

  @Test
  void to_stop_twice_in_the_same_way() {
    delivery.upload("first");
    delivery.create(of(stage("Source", source()), stage("Build", build())).build());
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    delivery.stage.ask(
        () ->
            delivery.pipelines.stopPipelineExecution(
                r -> r.pipelineName(NAME).pipelineExecutionId(execution)));
    assertThat(stopped(execution)).startsWith("DuplicatedStopRequestException");
  }

  @Test
  void revisions_and_variables_that_the_pipeline_does_not_know() {
    delivery.create(
        of(stage("Source", source()), stage("Build", build()))
            .variables(v -> v.name("level"))
            .build());
    assertThat(started(r -> {}))
        .isEqualTo(
            "ValidationException: The variable level has no default value, and none is given.");
    assertThat(
            started(r -> r.variables(v -> v.name("level").value("1"), v -> v.name("x").value("1"))))
        .isEqualTo("ValidationException: The pipeline shop-pipeline declares no variables [x].");
    assertThat(
            started(
                r ->
                    r.sourceRevisions(
                        s -> s.actionName("Other").revisionType("COMMIT_ID").revisionValue("1"))))
        .contains("has no source action 'Other'");
    assertThat(
            started(
                r ->
                    r.sourceRevisions(
                        s -> s.actionName("Source").revisionType("COMMIT_ID").revisionValue("1"))))
        .contains("The revision type COMMIT_ID is not one of the source action 'Source'");
    assertThat(
            started(
                r ->
                    r.sourceRevisions(
                        s ->
                            s.actionName("Source")
                                .revisionType("S3_OBJECT_KEY")
                                .revisionValue("other.zip"))))
        .contains("AllowOverrideForS3ObjectKey is not true");
  }

  private String started(Consumer<StartPipelineExecutionRequest.Builder> more) {
    return delivery.stage.refused(
        () ->
            delivery.pipelines.startPipelineExecution(
                r -> {
                  r.name(NAME);
                  more.accept(r);
                }));
  }

  @Test
  void a_queue_that_is_full() {
    delivery.upload("first");
    delivery.create(
        of(stage("Source", source()), stage("Build", build()))
            .executionMode(ExecutionMode.QUEUED)
            .build());
    for (int i = 1; i < 50; i++) {
      delivery.start();
    }
    delivery.stage.passes(Duration.ofMinutes(1));
    assertThat(started(r -> {})).startsWith("ConcurrentPipelineExecutionsLimitExceededException");
  }
}
