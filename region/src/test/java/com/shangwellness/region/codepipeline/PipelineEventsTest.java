package com.shangwellness.region.codepipeline;

import static com.shangwellness.region.codepipeline.Declarations.build;
import static com.shangwellness.region.codepipeline.Declarations.of;
import static com.shangwellness.region.codepipeline.Declarations.source;
import static com.shangwellness.region.codepipeline.Declarations.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What EventBridge is told, and what it starts. */
@SuppressWarnings("BadImport")
class PipelineEventsTest {

  private static final String ARN = "arn:aws:codepipeline:ap-south-1:123456789012:shop-pipeline";

  @TempDir Path folder;
  private TestDelivery delivery;

  @BeforeEach
  void begin() {
    delivery = new TestDelivery(folder);
    delivery.upload("first");
    delivery.create(of(stage("Source", source()), stage("Build", build())).build());
  }

  @AfterEach
  void end() {
    delivery.close();
  }

  @Test
  void each_change_of_state_is_told_in_its_order() {
    delivery.buildFails();
    assertThat(delivery.told)
        .extracting(
            told ->
                told.type().replaceAll("CodePipeline (\\w+) .*", "$1")
                    + told.detail().path("stage").asText(" ").replaceAll("^(?=\\w)", " ")
                    + told.detail().path("action").asText("").replaceAll("^(?=\\w)", "/")
                    + " "
                    + told.detail().path("state").asText())
        .containsExactly(
            "Pipeline  STARTED",
            "Stage Source STARTED",
            "Action Source/Source STARTED",
            "Action Source/Source SUCCEEDED",
            "Stage Source SUCCEEDED",
            "Stage Build STARTED",
            "Action Build/Build STARTED",
            "Action Build/Build FAILED",
            "Stage Build FAILED",
            "Pipeline  FAILED");
  }

  @Test
  void an_event_has_the_form_that_aws_documents() {
    delivery.buildFails();
    var execution = delivery.executions().getFirst().pipelineExecutionId();
    assertThat(delivery.told.getFirst().detail().toString())
        .isEqualTo(
            "{\"pipeline\":\"shop-pipeline\",\"execution-id\":\""
                + execution
                + "\",\"start-time\":\"2026-01-01T00:00:00Z\",\"version\":1.0,"
                + "\"pipeline-execution-attempt\":1.0,\"execution-trigger\":{"
                + "\"trigger-type\":\"CreatePipeline\",\"trigger-detail\":"
                + "\"arn:aws:iam::123456789012:root\"},\"state\":\"STARTED\"}");
    var failed = delivery.told.get(7).detail();
    assertThat(failed.path("type").toString())
        .isEqualTo(
            "{\"owner\":\"AWS\",\"provider\":\"CodeBuild\",\"category\":\"Build\","
                + "\"version\":\"1\"}");
    assertThat(failed.path("execution-result").path("error-code").asText()).isEqualTo("JobFailed");
    assertThat(failed.path("execution-result").path("external-execution-id").asText())
        .isEqualTo("shop:1");
    assertThat(failed.path("input-artifacts").path(0).path("s3location").path("bucket").asText())
        .isEqualTo("shop-artifacts");
  }

  private void rule(String event, String input) {
    delivery.stage.ask(
        () -> {
          delivery.pipelines.target().invoke("source-uploaded", ARN, event, input);
          return "invoked";
        });
    delivery.stage.passes(Duration.ZERO);
  }

  @Test
  void an_event_of_a_rule_starts_an_execution_and_the_same_event_no_other() {
    rule("event-1", "{\"source\":\"aws.s3\"}");
    rule("event-1", "{\"source\":\"aws.s3\"}");
    assertThat(delivery.executions()).hasSize(2);
    var trigger = delivery.executions().getFirst().trigger();
    assertThat(trigger.triggerTypeAsString()).isEqualTo("CloudWatchEvent");
    assertThat(trigger.triggerDetail())
        .isEqualTo("arn:aws:events:ap-south-1:123456789012:rule/source-uploaded");
  }

  @Test
  void what_a_rule_makes_of_an_event_may_name_the_version_that_was_uploaded() {
    var version = delivery.executions().getFirst().sourceRevisions().getFirst().revisionId();
    delivery.upload("second");
    rule(
        "event-1",
        "{\"sourceRevisions\":[{\"actionName\":\"Source\",\"revisionType\":"
            + "\"S3_OBJECT_VERSION_ID\",\"revisionValue\":\""
            + version
            + "\"}]}");
    assertThat(delivery.executions().getFirst().sourceRevisions().getFirst().revisionId())
        .isEqualTo(version);
  }

  @Test
  void a_rule_of_a_pipeline_that_is_gone_fails() {
    delivery.stage.ask(() -> delivery.pipelines.deletePipeline(r -> r.name(TestDelivery.NAME)));
    assertThat(
            delivery.stage.refused(
                () -> {
                  delivery.pipelines.target().invoke("rule", ARN, "event-1", "{}");
                  return Map.of();
                }))
        .startsWith("PipelineNotFoundException");
  }
}
