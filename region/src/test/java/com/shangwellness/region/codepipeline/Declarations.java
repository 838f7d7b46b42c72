package com.shangwellness.region.codepipeline;

import com.shangwellness.region.testing.Production;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** Pipelines, stages and actions for tests. */
final class Declarations {

  private Declarations() {}

  /** Source, build, and a release. */
  static PipelineDeclaration.Builder threeStages() {
    return of(stage("Source", source()), stage("Build", build()), stage("Deploy", deploy()));
  }

  static PipelineDeclaration.Builder of(StageDeclaration... stages) {
    return PipelineDeclaration.builder()
        .name(TestDelivery.NAME)
        .roleArn(TestDelivery.ROLE)
        .pipelineType(PipelineType.V2)
        .executionMode(ExecutionMode.SUPERSEDED)
        .artifactStore(s -> s.type("S3").location(TestDelivery.ARTIFACT_BUCKET))
        .stages(stages);
  }

  static StageDeclaration stage(String name, ActionDeclaration.Builder... actions) {
    return StageDeclaration.builder()
        .name(name)
        .actions(Arrays.stream(actions).map(ActionDeclaration.Builder::build).toList())
        .build();
  }

  static ActionDeclaration.Builder action(String name, String category, String provider) {
    return ActionDeclaration.builder()
        .name(name)
        .runOrder(1)
        .actionTypeId(t -> t.category(category).owner("AWS").provider(provider).version("1"));
  }

  static ActionDeclaration.Builder source() {
    return action("Source", "Source", "S3")
        .namespace("SourceVariables")
        .outputArtifacts(a -> a.name("source"))
        .configuration(
            Map.of(
                "S3Bucket",
                TestDelivery.SOURCE_BUCKET,
                "S3ObjectKey",
                TestDelivery.KEY,
                "PollForSourceChanges",
                "false"));
  }

  static ActionDeclaration.Builder build() {
    return action("Build", "Build", "CodeBuild")
        .namespace("BuildVariables")
        .inputArtifacts(a -> a.name("source"))
        .outputArtifacts(a -> a.name("built"))
        .configuration(Map.of("ProjectName", "shop"));
  }

  static ActionDeclaration.Builder approve() {
    return action("Approve", "Approval", "Manual");
  }

  static ActionDeclaration.Builder deploy() {
    return action("Deploy", "Deploy", "CodeDeployToECS")
        .inputArtifacts(a -> a.name("built"))
        .configuration(
            Map.of(
                "ApplicationName",
                "shop",
                "DeploymentGroupName",
                "shop-group",
                "TaskDefinitionTemplateArtifact",
                "built",
                "AppSpecTemplateArtifact",
                "built",
                "Image1ArtifactName",
                "built",
                "Image1ContainerName",
                "IMAGE1_NAME"));
  }

  /** What a build hands to a release. */
  static Map<String, String> release() {
    return Map.of(
        "taskdef.json",
        "{\"family\":\"shop\",\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"<IMAGE1_NAME>\"}]}",
        "appspec.yaml",
        "version: 0.0\nResources:\n  - TargetService:\n      Properties:\n        TaskDefinition:"
            + " <TASK_DEFINITION>\n",
        "imageDetail.json",
        "{\"ImageURI\":\"registry/shop@sha256:1\"}");
  }

  /** As production has it: of a build's two artifacts one is for the release. */
  static PipelineDeclaration ofProduction() {
    var configuration = new HashMap<>(deploy().build().configuration());
    configuration.put("ApplicationName", Production.APPLICATION);
    configuration.put("DeploymentGroupName", Production.GROUP);
    configuration.replaceAll((key, value) -> value.equals("built") ? "deploy" : value);
    return of(
            stage("Source", source()),
            stage("Build", build().outputArtifacts(a -> a.name("deploy"), a -> a.name("sbom"))),
            stage(
                "Deploy",
                deploy().inputArtifacts(a -> a.name("deploy")).configuration(configuration)))
        .build();
  }

  static List<String> names(PipelineDeclaration pipeline) {
    return pipeline.stages().stream().map(StageDeclaration::name).toList();
  }
}
