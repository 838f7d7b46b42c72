package com.shangwellness.infra.delivery;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Roles;
import com.shangwellness.infra.Sorted;
import com.shangwellness.infra.settings.DeliverySettings;
import com.shangwellness.infra.settings.DeliverySettings.Git;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.codeconnections.CfnConnection;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.ActionDeclarationProperty;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.ActionTypeIdProperty;
import software.amazon.awscdk.services.codepipeline.CfnPipeline.OutputArtifactProperty;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** Where a change comes from: a bucket, or a Git repository. One setting decides. */
final class Source {
  /** What the build takes. */
  static final String ARTIFACT = "source";

  private final String provider;
  private final String owner;
  private final Map<String, Object> configuration;
  private final List<PolicyStatement> permissions;
  private final Optional<IBucket> bucket;

  private Source(
      String provider,
      String owner,
      Map<String, Object> configuration,
      List<PolicyStatement> permissions,
      Optional<IBucket> bucket) {
    this.provider = provider;
    this.owner = owner;
    this.configuration = Sorted.map(configuration);
    this.permissions = permissions;
    this.bucket = bucket;
  }

  static Source of(Construct scope, Names names, DeliverySettings settings, IKey key) {
    return settings
        .git()
        .map(git -> repository(scope, names, git))
        .orElseGet(() -> bucket(scope, names, settings, key));
  }

  /** The action of the pipeline's first stage. */
  ActionDeclarationProperty action() {
    return ActionDeclarationProperty.builder()
        .name("Source")
        .runOrder(1)
        .actionTypeId(
            ActionTypeIdProperty.builder()
                .category("Source")
                .owner(owner)
                .provider(provider)
                .version("1")
                .build())
        .configuration(configuration)
        .outputArtifacts(List.of(OutputArtifactProperty.builder().name(ARTIFACT).build()))
        .build();
  }

  /** What the pipeline needs to read it. */
  List<PolicyStatement> permissions() {
    return permissions;
  }

  /** Where a change is uploaded to, if not to a repository. */
  Optional<IBucket> bucket() {
    return bucket;
  }

  private static Source bucket(Construct scope, Names names, DeliverySettings settings, IKey key) {
    var bucket = new SourceBucket(scope, key, settings.artifactDays()).bucket();
    return new Source(
        "S3",
        "AWS",
        Map.of(
            "S3Bucket", bucket.getBucketName(),
            "S3ObjectKey", names.sourceObject(),
            // An event starts it (SourceTrigger).
            "PollForSourceChanges", "false"),
        List.of(
            Roles.allow(
                "FindSource",
                List.of(
                    "s3:GetBucketAcl",
                    "s3:GetBucketLocation",
                    "s3:GetBucketVersioning",
                    "s3:ListBucket"),
                bucket.getBucketArn()),
            Roles.allow(
                "ReadSource",
                List.of(
                    "s3:GetObject",
                    "s3:GetObjectTagging",
                    "s3:GetObjectVersion",
                    "s3:GetObjectVersionTagging"),
                bucket.arnForObjects(names.sourceObject()))),
        Optional.of(bucket));
  }

  /** The connection waits for a person, who lets AWS into the repository once. */
  private static Source repository(Construct scope, Names names, Git git) {
    var connection =
        CfnConnection.Builder.create(scope, "Repository")
            .connectionName(names.gitConnection())
            .providerType(git.provider())
            .build();
    return new Source(
        "CodeStarSourceConnection",
        "AWS",
        Map.of(
            "ConnectionArn", connection.getAttrConnectionArn(),
            "FullRepositoryId", git.repository(),
            "BranchName", git.branch(),
            "DetectChanges", "true"),
        List.of(
            Roles.allow(
                "ReadSource",
                List.of("codeconnections:UseConnection"),
                connection.getAttrConnectionArn())),
        Optional.empty());
  }
}
