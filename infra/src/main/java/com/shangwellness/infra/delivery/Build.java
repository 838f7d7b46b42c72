package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Reasons.because;
import static com.shangwellness.infra.Roles.allow;
import static com.shangwellness.infra.Roles.ofThisAccount;
import static com.shangwellness.infra.Roles.role;

import com.shangwellness.infra.Logs;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.data.DataOutputs;
import com.shangwellness.infra.settings.Settings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.codebuild.CfnProject;
import software.amazon.awscdk.services.codebuild.CfnProject.EnvironmentVariableProperty;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * Builds, tests and pushes the image, by {@code buildspec.yml}. Jib makes the image without Docker,
 * so the build runs without privileges.
 */
final class Build extends Construct {
  /** What CodeDeploy takes: task definition, appspec and image, nothing else, as it is limited. */
  static final String DEPLOY_ARTIFACT = "deploy";

  /** The list of everything that the image is made of. */
  static final String SBOM_ARTIFACT = "sbom";

  private final CfnProject project;

  Build(
      Construct scope,
      Names names,
      Settings settings,
      DataOutputs data,
      IBucket artifacts,
      IKey key) {
    super(scope, "Build");
    var log = Logs.group(this, "Log", names.buildLogGroup(), settings.logRetentionDays());
    var delivery = settings.delivery();
    this.project =
        CfnProject.Builder.create(this, "Project")
            .name(names.buildProject())
            .description("Builds, tests and pushes the image of " + names.base())
            .serviceRole(builder(names, settings, data, artifacts, key).getRoleArn())
            .encryptionKey(key.getKeyArn())
            .source(
                CfnProject.SourceProperty.builder()
                    .type("CODEPIPELINE")
                    .buildSpec("buildspec.yml")
                    .build())
            .artifacts(CfnProject.ArtifactsProperty.builder().type("CODEPIPELINE").build())
            .environment(
                CfnProject.EnvironmentProperty.builder()
                    .type("LINUX_CONTAINER")
                    .image(delivery.buildImage())
                    .imagePullCredentialsType("CODEBUILD")
                    .computeType("BUILD_GENERAL1_" + delivery.buildSize())
                    .privilegedMode(false)
                    .environmentVariables(variables(names, data))
                    .build())
            .logsConfig(
                CfnProject.LogsConfigProperty.builder()
                    .cloudWatchLogs(
                        CfnProject.CloudWatchLogsConfigProperty.builder()
                            .status("ENABLED")
                            .groupName(log.getLogGroupName())
                            .build())
                    .build())
            .cache(
                CfnProject.ProjectCacheProperty.builder()
                    .type("LOCAL")
                    .modes(List.of("LOCAL_CUSTOM_CACHE"))
                    .build())
            .timeoutInMinutes(delivery.buildTimeoutMinutes())
            .build();
  }

  CfnProject project() {
    return project;
  }

  /** What the build cannot know by itself. None is a secret. */
  private static List<EnvironmentVariableProperty> variables(Names names, DataOutputs data) {
    return new TreeMap<>(
            Map.of(
                "DB_HOST", data.databaseEndpoint(),
                "DB_SECRET_ARN", data.databaseSecretArn(),
                "ENVIRONMENT", names.environment(),
                "REPOSITORY_URI", data.repositoryUri()))
        .entrySet().stream()
            .map(
                variable ->
                    EnvironmentVariableProperty.builder()
                        .name(variable.getKey())
                        .type("PLAINTEXT")
                        .value(variable.getValue())
                        .build())
            .toList();
  }

  private Role builder(
      Names names, Settings settings, DataOutputs data, IBucket artifacts, IKey key) {
    var statements =
        new ArrayList<>(
            List.of(
                allow(
                    "WriteLog",
                    List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                    names.arn("logs", "log-group:" + names.buildLogGroup() + ":*")),
                allow(
                    "Artifacts",
                    List.of("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"),
                    artifacts.arnForObjects("*")),
                allow(
                    "FindArtifacts",
                    List.of("s3:GetBucketAcl", "s3:GetBucketLocation"),
                    artifacts.getBucketArn()),
                DeliveryKey.use("EncryptArtifacts", key),
                allow("SignInToRegistry", List.of("ecr:GetAuthorizationToken"), "*"),
                allow(
                    "PushImage",
                    List.of(
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:CompleteLayerUpload",
                        "ecr:DescribeImageScanFindings",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:InitiateLayerUpload",
                        "ecr:PutImage",
                        "ecr:UploadLayerPart"),
                    data.repositoryArn())));
    if (settings.protection().inspector()) {
      // ECR guide, "Required IAM permissions for enhanced scanning".
      statements.add(
          allow(
              "ReadInspector", List.of("inspector2:ListCoverage", "inspector2:ListFindings"), "*"));
    }
    var role =
        role(
                this,
                "Role",
                "CodeBuild: read the source, push the image, write log and artifacts",
                ofThisAccount(names, "codebuild.amazonaws.com"),
                statements)
            .roleName(names.deliveryRole("codebuild"))
            .build();
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "ecr:GetAuthorizationToken and what Inspector lists have no resource-level"
                    + " permission; log streams and artifacts are named after builds, which do not"
                    + " exist yet")));
    return role;
  }
}
