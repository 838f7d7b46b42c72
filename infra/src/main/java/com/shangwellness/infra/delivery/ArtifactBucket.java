package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Reasons.because;

import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** Where the stages of the pipeline hand their work to each other. It expires. */
final class ArtifactBucket extends Construct {
  private final Bucket bucket;

  ArtifactBucket(Construct scope, IKey key, int days) {
    super(scope, "Artifacts");
    this.bucket =
        Bucket.Builder.create(this, "Bucket")
            .encryption(BucketEncryption.KMS)
            .encryptionKey(key)
            .bucketKeyEnabled(true)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .enforceSsl(true)
            .minimumTlsVersion(1.2)
            .lifecycleRules(
                List.of(
                    LifecycleRule.builder()
                        .id("Expire")
                        .expiration(Duration.days(days))
                        .abortIncompleteMultipartUploadAfter(Duration.days(7))
                        .build()))
            .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
            .build();
    NagSuppressions.addResourceSuppressions(
        bucket,
        List.of(
            because(
                "AwsSolutions-S1",
                "Only the pipeline's own roles read and write here, and CodePipeline keeps the"
                    + " history of every execution and its artifacts")));
  }

  Bucket bucket() {
    return bucket;
  }
}
