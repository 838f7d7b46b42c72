package com.shangwellness.infra.delivery;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Sorted;
import com.shangwellness.infra.settings.DeliverySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.codebuild.CfnProject;
import software.amazon.awscdk.services.codepipeline.CfnPipeline;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.ActionDeclarationProperty;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.ActionTypeIdProperty;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.InputArtifactProperty;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.OutputArtifactProperty;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.StageDeclarationProperty;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** From a change to production in three stages: source, build, deploy. */
final class Pipeline extends Construct {
  /** Stands for the image in the task definition, in angle brackets. */
  private static final String IMAGE_PLACEHOLDER = "IMAGE1_NAME";

  private final CfnPipeline pipeline;

  Pipeline(
      Construct scope,
      Names names,
      DeliverySettings settings,
      Source source,
      CfnProject project,
      BlueGreen deployment,
      IBucket artifacts,
      IKey key) {
    super(scope, "Pipeline");
    var role = new PipelineRole(this, names, source, project, artifacts, key).role();
    this.pipeline =
        CfnPipeline.Builder.create(this, "Pipeline")
            .name(names.pipeline())
            .pipelineType("V2")
            // While one release is under way, only the newest of those that wait is worth
            // releasing.
            .executionMode("SUPERSEDED")
            .restartExecutionOnUpdate(false)
            .roleArn(role.getRoleArn())
            .artifactStore(
                CfnPipeline.ArtifactStoreProperty.builder()
                    .type("S3")
                    .location(artifacts.getBucketName())
                    .encryptionKey(
                        CfnPipeline.EncryptionKeyProperty.builder()
                            .type("KMS")
                            .id(key.getKeyArn())
                            .build())
                    .build())
            .stages(
                List.of(
                    stage("Source", List.of(source.action())),
                    stage("Build", List.of(build(project))),
                    stage("Deploy", deploy(names, settings))))
            .build();
    pipeline.addResourceDependency(deployment.group());
  }

  CfnPipeline pipeline() {
    return pipeline;
  }

  private static StageDeclarationProperty stage(
      String name, List<ActionDeclarationProperty> actions) {
    return StageDeclarationProperty.builder().name(name).actions(actions).build();
  }

  private static ActionDeclarationProperty build(CfnProject project) {
    return ActionDeclarationProperty.builder()
        .name("Build")
        .runOrder(1)
        .actionTypeId(type("Build", "CodeBuild"))
        .inputArtifacts(List.of(InputArtifactProperty.builder().name(Source.ARTIFACT).build()))
        // Of several artifacts, each is known by its name in the buildspec.
        .outputArtifacts(
            List.of(
                OutputArtifactProperty.builder().name(Build.DEPLOY_ARTIFACT).build(),
                OutputArtifactProperty.builder().name(Build.SBOM_ARTIFACT).build()))
        .configuration(Map.of("ProjectName", project.getRef()))
        .build();
  }

  /** A person's consent, where it is wanted, is an action and no stage: the stages stay three. */
  private static List<ActionDeclarationProperty> deploy(Names names, DeliverySettings settings) {
    var actions = new ArrayList<ActionDeclarationProperty>();
    if (settings.approval()) {
      actions.add(
          ActionDeclarationProperty.builder()
              .name("Approve")
              .runOrder(1)
              .actionTypeId(type("Approval", "Manual"))
              .configuration(Map.of("CustomData", "Release this build to " + names.base() + "?"))
              .build());
    }
    actions.add(
        ActionDeclarationProperty.builder()
            .name("Deploy")
            .runOrder(actions.size() + 1)
            .actionTypeId(type("Deploy", "CodeDeployToECS"))
            .inputArtifacts(
                List.of(InputArtifactProperty.builder().name(Build.DEPLOY_ARTIFACT).build()))
            .configuration(
                Sorted.map(
                    Map.of(
                        "ApplicationName",
                        names.deployApplication(),
                        "DeploymentGroupName",
                        names.deploymentGroup(),
                        "TaskDefinitionTemplateArtifact",
                        Build.DEPLOY_ARTIFACT,
                        // Else taskdef.json and appspec.yaml are looked for.
                        "TaskDefinitionTemplatePath",
                        names.taskDefinitionFile(),
                        "AppSpecTemplateArtifact",
                        Build.DEPLOY_ARTIFACT,
                        "AppSpecTemplatePath",
                        names.appSpecFile(),
                        "Image1ArtifactName",
                        Build.DEPLOY_ARTIFACT,
                        "Image1ContainerName",
                        IMAGE_PLACEHOLDER)))
            .build());
    return actions;
  }

  private static ActionTypeIdProperty type(String category, String provider) {
    return ActionTypeIdProperty.builder()
        .category(category)
        .owner("AWS")
        .provider(provider)
        .version("1")
        .build();
  }
}
