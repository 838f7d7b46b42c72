package com.shangwellness.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * What all buckets of ours are: private, reached by TLS only, and there after their stack is gone.
 */
public final class PrivateBucket {

  private PrivateBucket() {}

  /** A bucket without encryption and rules, which are each bucket's own. */
  public static Bucket.Builder builder(Construct scope, String id) {
    return Bucket.Builder.create(scope, id)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .enforceSsl(true)
        .minimumTlsVersion(1.2)
        .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  /** What is in a bucket goes after so many {@code days}; half an upload after a week. */
  public static LifecycleRule.Builder expiry(int days) {
    return LifecycleRule.builder()
        .id("Expire")
        .expiration(Duration.days(days))
        .abortIncompleteMultipartUploadAfter(Duration.days(7));
  }
}
