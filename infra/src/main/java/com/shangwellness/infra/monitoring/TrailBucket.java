package com.shangwellness.infra.monitoring;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.PrivateBucket;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketPolicy;
import software.constructs.Construct;

/** Where the audit trail's files lie; who reads them is written down in a bucket beside it. */
final class TrailBucket extends Construct {
  private final Bucket bucket;

  TrailBucket(Construct scope, Names names, IKey key, int days) {
    super(scope, "Bucket");
    var readers =
        // S3 cannot write access logs under a key of ours: S3 guide, "Server access logging".
        bucket("Readers", days).encryption(BucketEncryption.S3_MANAGED).build();
    this.bucket =
        bucket("Files", days)
            .encryption(BucketEncryption.KMS)
            .encryptionKey(key)
            .bucketKeyEnabled(true)
            .versioned(true)
            .serverAccessLogsBucket(readers)
            .build();
    write("s3:GetBucketAcl", bucket.getBucketArn(), names, Map.of());
    write(
        "s3:PutObject",
        bucket.arnForObjects("AWSLogs/" + names.account() + "/*"),
        names,
        Map.of("s3:x-amz-acl", "bucket-owner-full-control"));
    NagSuppressions.addResourceSuppressions(
        readers,
        List.of(
            because(
                "AwsSolutions-S1",
                "This is the bucket that access logs are written to: logging its own accesses"
                    + " would only describe S3's deliveries, for ever")));
  }

  Bucket bucket() {
    return bucket;
  }

  /** CloudTrail refuses a trail whose bucket does not let it in yet. */
  BucketPolicy policy() {
    return bucket.getPolicy();
  }

  private Bucket.Builder bucket(String id, int days) {
    return PrivateBucket.builder(this, id)
        .lifecycleRules(
            List.of(
                PrivateBucket.expiry(days).noncurrentVersionExpiration(Duration.days(1)).build()));
  }

  private void write(String action, String resource, Names names, Map<String, String> conditions) {
    var equal = new TreeMap<>(conditions);
    equal.put("aws:SourceArn", AuditTrail.arn(names));
    bucket.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .principals(
                List.of(ServicePrincipal.Builder.create("cloudtrail.amazonaws.com").build()))
            .actions(List.of(action))
            .resources(List.of(resource))
            .conditions(Map.of("StringEquals", equal))
            .build());
  }
}
