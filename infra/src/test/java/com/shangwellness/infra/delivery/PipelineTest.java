package com.shangwellness.infra.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Changed;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  private static final String UPLOADED = "shangwellness-prod-source-uploaded";
  private static final Template DELIVERY = Synthesized.delivery();
  private static final String PIPELINE = "AWS::CodePipeline::Pipeline";

  @TempDir private Path out;

  @Test
  void a_change_passes_source_build_and_deploy() {
    var stages = DELIVERY.properties(PIPELINE).get("Stages");

    assertThat(stages.findValuesAsText("Provider"))
        .containsExactly("S3", "CodeBuild", "CodeDeployToECS");
    assertThat(stages)
        .extracting(s -> s.get("Name").asText())
        .containsExactly("Source", "Build", "Deploy");
  }

  @Test
  void codedeploy_is_told_both_files_and_what_stands_for_the_image() {
    var deploy = DELIVERY.properties(PIPELINE).at("/Stages/2/Actions/0/Configuration");

    // Else it looks for taskdef.json and appspec.yaml.
    assertThat(deploy.get("TaskDefinitionTemplatePath").asText())
        .isEqualTo("taskdef_shangwellness.json");
    assertThat(deploy.get("AppSpecTemplatePath").asText()).isEqualTo("shangwellness_appspec.yml");
    assertThat(
            Template.read(Synthesized.OUT.resolve("taskdef_shangwellness.json")).json().toString())
        .contains("\"<" + deploy.get("Image1ContainerName").asText() + ">\"");
    assertThat(
            List.of(
                deploy.get("TaskDefinitionTemplateArtifact").asText(),
                deploy.get("AppSpecTemplateArtifact").asText(),
                deploy.get("Image1ArtifactName").asText()))
        .containsOnly("deploy");
  }

  @Test
  void an_upload_starts_it_by_an_event_and_not_by_polling() {
    var source = DELIVERY.properties(PIPELINE).at("/Stages/0/Actions/0/Configuration");
    var pattern =
        Template.named(DELIVERY.allProperties("AWS::Events::Rule"), "Name", UPLOADED)
            .get("EventPattern");

    assertThat(source.get("PollForSourceChanges").asText()).isEqualTo("false");
    assertThat(pattern.at("/detail/bucket/name/0")).isEqualTo(source.get("S3Bucket"));
    assertThat(pattern.at("/detail/object/key/0")).isEqualTo(source.get("S3ObjectKey"));
    assertThat(bucket().at("/NotificationConfiguration/EventBridgeConfiguration").toString())
        .isEqualTo("{\"EventBridgeEnabled\":true}");
    assertThat(bucket().at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
    // It outlives the stack, which is then to be made again.
    assertThat(bucket().has("BucketName")).isFalse();
  }

  @Test
  void artifacts_are_encrypted_and_expire() {
    var artifacts = bucket("/ArtifactStore/Location");

    assertThat(artifacts.findValuesAsText("SSEAlgorithm")).containsExactly("aws:kms");
    assertThat(artifacts.at("/LifecycleConfiguration/Rules/0/ExpirationInDays").asInt())
        .isEqualTo(30);
    assertThat(DELIVERY.properties(PIPELINE).at("/ArtifactStore/EncryptionKey/Type").asText())
        .isEqualTo("KMS");
  }

  @Test
  void one_setting_takes_the_source_from_git() {
    var delivery =
        Changed.of("source: s3 ", "source: GitHub:shangwellness/web@main ", out)
            .template("delivery");
    var source = delivery.properties(PIPELINE).at("/Stages/0/Actions/0");

    assertThat(source.at("/ActionTypeId/Provider").asText()).isEqualTo("CodeStarSourceConnection");
    assertThat(source.at("/Configuration/FullRepositoryId").asText())
        .isEqualTo("shangwellness/web");
    assertThat(source.at("/Configuration/BranchName").asText()).isEqualTo("main");
    assertThat(delivery.properties("AWS::CodeConnections::Connection").get("ProviderType").asText())
        .isEqualTo("GitHub");
    assertThat(delivery.resources("AWS::S3::Bucket")).hasSize(1);
    assertThat(delivery.allProperties("AWS::Events::Rule"))
        .noneMatch(rule -> rule.get("Name").asText().equals(UPLOADED));
  }

  @Test
  void one_setting_asks_a_person_first_and_the_stages_stay_three() {
    var changed = Changed.of("approval: false ", "approval: true ", out);
    var stages = changed.template("delivery").properties(PIPELINE).get("Stages");

    assertThat(stages).hasSize(3);
    assertThat(stages.get(2).findValuesAsText("Provider"))
        .containsExactly("Manual", "CodeDeployToECS");
    assertThat(stages.get(2).findValues("RunOrder"))
        .extracting(JsonNode::asInt)
        .containsExactly(1, 2);
    assertThat(changed.template("monitoring").allProperties("AWS::Events::Rule"))
        .anyMatch(rule -> rule.get("Name").asText().equals("shangwellness-prod-approval-wanted"));
  }

  @Test
  void the_newest_source_is_released_again_every_month() {
    var schedule = DELIVERY.properties("AWS::Scheduler::Schedule");

    assertThat(schedule.get("ScheduleExpression").asText()).isEqualTo("cron(0 4 1 * ? *)");
    assertThat(schedule.at("/Target/Arn").asText())
        .isEqualTo("arn:aws:scheduler:::aws-sdk:codepipeline:startPipelineExecution");
    assertThat(schedule.at("/Target/Input").asText())
        .isEqualTo("{\"Name\":\"shangwellness-prod-pipeline\"}");
  }

  private static JsonNode bucket() {
    return bucket("/Stages/0/Actions/0/Configuration/S3Bucket");
  }

  private static JsonNode bucket(String named) {
    return DELIVERY.target(DELIVERY.properties(PIPELINE).at(named)).get("Properties");
  }
}
