package com.shangwellness.region.codepipeline;

import com.shangwellness.region.codec.AwsErrors;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStore;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A change is an object's version (CodePipeline guide, "Amazon S3 source action"). Its bytes are
 * not moved: the artifact is a copy within S3.
 */
record S3Source(S3Client s3, Artifacts artifacts, String region) implements ActionType {

  static final String PROVIDER = "S3";
  static final String BUCKET = "S3Bucket";
  static final String KEY = "S3ObjectKey";
  static final String POLL = "PollForSourceChanges";
  static final String OVERRIDE_KEY = "AllowOverrideForS3ObjectKey";
  private static final String SUMMARY = "codepipeline-artifact-revision-summary";

  @Override
  public Set<ActionCategory> categories() {
    return Set.of(ActionCategory.SOURCE);
  }

  @Override
  public String provider() {
    return PROVIDER;
  }

  @Override
  public Form form() {
    return new Form(
        Set.of(BUCKET, KEY), Set.of(POLL, OVERRIDE_KEY), new Count(0, 0), new Count(1, 1));
  }

  @Override
  public Duration patience() {
    return Duration.ofHours(1);
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Outcome begin(Work work) {
    var bucket = work.require(BUCKET);
    var key = override(work, SourceRevisionType.S3_OBJECT_KEY).orElse(work.require(KEY));
    var version = override(work, SourceRevisionType.S3_OBJECT_VERSION_ID);
    try {
      var versioning = s3.getBucketVersioning(r -> r.bucket(bucket)).status();
      if (versioning != BucketVersioningStatus.ENABLED) {
        return Outcome.misconfigured(
            "The Amazon S3 bucket '" + bucket + "' does not have versioning enabled.");
      }
      var found = s3.headObject(r -> r.bucket(bucket).key(key).versionId(version.orElse(null)));
      copy(work, bucket, key, found);
      return Outcome.found(revision(work, bucket, key, found), variables(bucket, key, found));
    } catch (AwsServiceException e) {
      return missing(bucket, key, version, e);
    }
  }

  private static Optional<String> override(Work work, SourceRevisionType type) {
    return work.execution().overrides().stream()
        .filter(o -> o.actionName().equals(work.action().name()) && o.revisionType() == type)
        .map(o -> o.revisionValue())
        .findFirst();
  }

  private void copy(Work work, String bucket, String key, HeadObjectResponse found) {
    var to = work.run().outputs().getFirst().s3location();
    var copy =
        CopyObjectRequest.builder()
            .sourceBucket(bucket)
            .sourceKey(key)
            .sourceVersionId(found.versionId())
            .destinationBucket(to.bucket())
            .destinationKey(to.key())
            .metadataDirective(MetadataDirective.REPLACE)
            .contentType(found.contentType());
    encryption(artifacts.store(work.pipeline()))
        .ifPresent(id -> copy.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(id));
    s3.copyObject(copy.build());
  }

  private static Optional<String> encryption(ArtifactStore store) {
    return Optional.ofNullable(store.encryptionKey()).map(key -> key.id());
  }

  private ArtifactRevision revision(
      Work work, String bucket, String key, HeadObjectResponse found) {
    ArtifactDetail output = work.run().outputs().getFirst();
    return ArtifactRevision.builder()
        .name(output.name())
        .revisionId(found.versionId())
        .revisionChangeIdentifier(unquoted(found.eTag()))
        .revisionSummary(
            found.metadata().getOrDefault(SUMMARY, "Amazon S3 version id: " + found.versionId()))
        .created(found.lastModified())
        .revisionUrl(
            "https://console.aws.amazon.com/s3/object/"
                + bucket
                + "/"
                + key
                + "?region="
                + region
                + "&versionId="
                + found.versionId())
        .build();
  }

  private static Map<String, String> variables(
      String bucket, String key, HeadObjectResponse found) {
    return new TreeMap<>(
        Map.of(
            "BucketName",
            bucket,
            "ETag",
            unquoted(found.eTag()),
            "ObjectKey",
            key,
            "VersionId",
            found.versionId()));
  }

  private static String unquoted(String eTag) {
    return eTag.replace("\"", "");
  }

  private static Outcome missing(
      String bucket, String key, Optional<String> version, AwsServiceException e) {
    return switch (AwsErrors.status(e)) {
      case 404, 405 ->
          Outcome.misconfigured(
              AwsErrors.code(e).equals("NoSuchBucket")
                  ? "The Amazon S3 bucket '" + bucket + "' does not exist."
                  : "The Amazon S3 object with key '"
                      + key
                      + "'"
                      + version.map(id -> " and version '" + id + "'").orElse("")
                      + " does not exist in bucket '"
                      + bucket
                      + "'.");
      case 403 ->
          Outcome.failed(
              ActionExecutionResult.builder().build(),
              "PermissionError",
              "The service role or action role doesn't have the permissions required to access the"
                  + " Amazon S3 bucket named "
                  + bucket
                  + ". Error: "
                  + AwsErrors.message(e));
      default -> throw e;
    };
  }

  @Override
  public Outcome look(Work work) {
    throw new IllegalStateException("a source is there at once");
  }
}
