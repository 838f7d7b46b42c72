package com.shangwellness.infra;

import static com.shangwellness.infra.Reasons.because;

import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * A bucket that an AWS service writes its records to: private, encrypted with S3's own key (which
 * every service can write under), forgetful, and there after its stack is gone.
 */
public final class LogBucket extends Construct {
  private final Bucket bucket;

  /**
   * Adds the bucket.
   *
   * @param days how long records are kept
   * @param what describes what is delivered, as in {@code the load balancer's deliveries}
   */
  public LogBucket(Construct scope, String id, int days, String what) {
    super(scope, id);
    this.bucket =
        Bucket.Builder.create(this, "Bucket")
            .encryption(BucketEncryption.S3_MANAGED)
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
                "This is the bucket that logs are written to: logging its own accesses would only"
                    + " describe "
                    + what
                    + ", for ever")));
  }

  /** The bucket. */
  public Bucket bucket() {
    return bucket;
  }
}
