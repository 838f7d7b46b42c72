package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.PrivateBucket;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * Where a change is uploaded to. Each upload is another version of the same object, and starts the
 * pipeline by an event.
 */
final class SourceBucket extends Construct {
  private final Bucket bucket;

  SourceBucket(Construct scope, IKey key, int days) {
    super(scope, "Source");
    this.bucket =
        PrivateBucket.builder(this, "Bucket")
            // No name of ours: it outlives its stack, and would then be in the way of the next one.
            // CodePipeline knows a source by its version: user guide, "S3 source action".
            .versioned(true)
            .encryption(BucketEncryption.KMS)
            .encryptionKey(key)
            .bucketKeyEnabled(true)
            .lifecycleRules(
                List.of(
                    LifecycleRule.builder()
                        .id("ExpireOldVersions")
                        .noncurrentVersionExpiration(Duration.days(days))
                        .abortIncompleteMultipartUploadAfter(Duration.days(7))
                        .build()))
            .build();
    // By the property of CloudFormation: the CDK's own way is a Lambda function.
    ((CfnBucket) bucket.getNode().getDefaultChild())
        .addPropertyOverride(
            "NotificationConfiguration.EventBridgeConfiguration",
            Map.of("EventBridgeEnabled", true));
    NagSuppressions.addResourceSuppressions(
        bucket,
        List.of(
            because(
                "AwsSolutions-S1",
                "The audit trail records every object that is written here, and by whom, which"
                    + " access logs would repeat with less certainty")));
  }

  Bucket bucket() {
    return bucket;
  }
}
