package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Reasons.because;
import static com.shangwellness.infra.Roles.allow;
import static com.shangwellness.infra.Roles.ofThisAccount;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Roles;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.codebuild.CfnProject;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** What the pipeline itself may do: read the source, have it built, have it deployed. */
final class PipelineRole extends Construct {
  private final Role role;

  PipelineRole(
      Construct scope,
      Names names,
      Source source,
      CfnProject project,
      IBucket artifacts,
      IKey key) {
    super(scope, "PipelineRole");
    var statements = new ArrayList<>(source.permissions());
    statements.addAll(artifacts(artifacts, key));
    statements.add(
        allow(
            "HaveItBuilt",
            List.of("codebuild:BatchGetBuilds", "codebuild:StartBuild"),
            project.getAttrArn()));
    statements.addAll(deployment(names));
    this.role =
        Roles.role(
                this,
                "Role",
                "CodePipeline: read the source, have it built and deployed",
                ofThisAccount(names, "codepipeline.amazonaws.com"),
                statements)
            .roleName(names.deliveryRole("codepipeline"))
            .build();
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "ecs:RegisterTaskDefinition has no resource-level permission; artifacts, revisions"
                    + " and deployment configurations have generated or AWS's own names")));
  }

  Role role() {
    return role;
  }

  /** CodePipeline guide, "CodePipeline service role policy". */
  private static List<PolicyStatement> artifacts(IBucket artifacts, IKey key) {
    return List.of(
        allow(
            "Artifacts",
            List.of(
                "s3:GetObject",
                "s3:GetObjectTagging",
                "s3:GetObjectVersion",
                "s3:GetObjectVersionTagging",
                "s3:PutObject",
                "s3:PutObjectAcl",
                "s3:PutObjectTagging"),
            artifacts.arnForObjects("*")),
        allow(
            "FindArtifacts",
            List.of("s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"),
            artifacts.getBucketArn()),
        DeliveryKey.use("Encrypt", key));
  }

  /** CodePipeline guide, "Amazon ECS and CodeDeploy blue-green action: service role". */
  private static List<PolicyStatement> deployment(Names names) {
    var application = names.deployApplication();
    var tag =
        allow(
            "TagTaskDefinition",
            List.of("ecs:TagResource"),
            names.arn("ecs", "task-definition/" + names.taskFamily() + ":*"));
    tag.addCondition("StringEquals", Map.of("ecs:CreateAction", List.of("RegisterTaskDefinition")));
    return List.of(
        allow(
            "Deploy",
            List.of("codedeploy:CreateDeployment", "codedeploy:GetDeployment"),
            names.arn(
                "codedeploy", "deploymentgroup:" + application + "/" + names.deploymentGroup())),
        allow(
            "HandOverRevision",
            List.of(
                "codedeploy:GetApplication",
                "codedeploy:GetApplicationRevision",
                "codedeploy:RegisterApplicationRevision"),
            names.arn("codedeploy", "application:" + application)),
        allow(
            "ReadShift",
            List.of("codedeploy:GetDeploymentConfig"),
            names.arn("codedeploy", "deploymentconfig:CodeDeployDefault.*")),
        allow("RegisterTaskDefinition", List.of("ecs:RegisterTaskDefinition"), "*"),
        tag,
        BlueGreen.passTaskRoles(names));
  }
}
