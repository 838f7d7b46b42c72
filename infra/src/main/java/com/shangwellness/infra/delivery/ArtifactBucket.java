package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.PrivateBucket;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.constructs.Construct;

/** Where the stages of the pipeline hand their work to each other. It expires. */
final class ArtifactBucket extends Construct {
  private final Bucket bucket;

  ArtifactBucket(Construct scope, IKey key, int days) {
    super(scope, "Artifacts");
    this.bucket =
        PrivateBucket.builder(this, "Bucket")
            .encryption(BucketEncryption.KMS)
            .encryptionKey(key)
            .bucketKeyEnabled(true)
            .lifecycleRules(List.of(PrivateBucket.expiry(days).build()))
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
