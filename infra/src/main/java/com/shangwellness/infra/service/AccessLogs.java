package com.shangwellness.infra.service;

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

/** Where the load balancer writes down every request. */
final class AccessLogs extends Construct {
  private final Bucket bucket;

  AccessLogs(Construct scope, int days) {
    super(scope, "AccessLogs");
    this.bucket =
        Bucket.Builder.create(this, "Bucket")
            // Elastic Load Balancing cannot write to a bucket under a key of ours: ELB guide,
            // "Access logs".
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
                    + " describe the load balancer's deliveries, for ever")));
  }

  Bucket bucket() {
    return bucket;
  }
}
