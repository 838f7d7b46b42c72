package com.shangwellness.infra;

import static com.shangwellness.infra.Reasons.because;

import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
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
        PrivateBucket.builder(this, "Bucket")
            .encryption(BucketEncryption.S3_MANAGED)
            .lifecycleRules(List.of(PrivateBucket.expiry(days).build()))
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
