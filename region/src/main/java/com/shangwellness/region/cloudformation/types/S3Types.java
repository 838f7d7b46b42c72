package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.codec.AwsErrors;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.LoggingEnabled;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.VersioningConfiguration;

/** The resource types of Amazon S3. */
public final class S3Types {

  private static final String DEFAULT_REGION = "us-east-1";

  private S3Types() {}

  /**
   * The types, acting through {@code s3}. What is set for a bucket is set after it is made, in the
   * same transaction, and taken back when it leaves the template.
   */
  public static ResourceTypes types(S3Client s3) {
    return ResourceTypes.of(
        type("AWS::S3::Bucket")
            .create(
                CreateBucketRequest::builder,
                (request, bucket) -> request.createBucketConfiguration(location(bucket)),
                request -> create(s3, request))
            .namedInLowerCase("BucketName", 63)
            .rename("BucketName", "Bucket")
            .refWith(
                (bucket, created) -> bucket.properties().text("BucketName").orElse(bucket.id()))
            .attributeOnceStable("Arn", name -> "arn:aws:s3:::" + name)
            .attributeOnceStable("DomainName", name -> name + ".s3.amazonaws.com")
            .attributeOnceStableWith("RegionalDomainName", bucket -> domain(bucket, ".s3."))
            .attributeOnceStableWith(
                "DualStackDomainName", bucket -> domain(bucket, ".s3.dualstack."))
            .setting("AccessControl", S3Types::requirePrivate)
            .setting("OwnershipControls", bucket -> setOwnership(s3, bucket))
            .setting("PublicAccessBlockConfiguration", bucket -> setPublicAccess(s3, bucket))
            .setting("BucketEncryption", bucket -> setEncryption(s3, bucket))
            .setting("VersioningConfiguration", bucket -> setVersioning(s3, bucket))
            .setting("LifecycleConfiguration", bucket -> setLifecycle(s3, bucket))
            .setting("LoggingConfiguration", bucket -> setLogging(s3, bucket))
            .setting("NotificationConfiguration", bucket -> setNotification(s3, bucket))
            .setting("Tags", bucket -> setTags(s3, bucket))
            .delete(name -> s3.deleteBucket(r -> r.bucket(name))),
        type("AWS::S3::BucketPolicy")
            .create(PutBucketPolicyRequest::builder, request -> createPolicy(s3, request))
            .rename("PolicyDocument", "Policy")
            .refWith((policy, created) -> policy.properties().require("Bucket"))
            .update(PutBucketPolicyRequest::builder, s3::putBucketPolicy)
            .delete(bucket -> s3.deleteBucketPolicy(r -> r.bucket(bucket))));
  }

  // S3 in us-east-1 answers that it made a bucket which is there already; CloudFormation does not
  // take over what others made, or a stack that fails would delete it.
  private static CreateBucketResponse create(S3Client s3, CreateBucketRequest request) {
    var name = request.bucket();
    if (s3.listBuckets(r -> r.prefix(name)).buckets().stream()
        .anyMatch(bucket -> bucket.name().equals(name))) {
      throw AwsErrors.of(
          BucketAlreadyOwnedByYouException.builder(),
          "BucketAlreadyOwnedByYou",
          409,
          name + " already exists");
    }
    return s3.createBucket(request);
  }

  // S3 takes no location for the region that it began in, and wants one for all others.
  private static CreateBucketConfiguration location(Resource bucket) {
    var region = region(bucket);
    return region.equals(DEFAULT_REGION)
        ? null
        : CreateBucketConfiguration.builder().locationConstraint(region).build();
  }

  // The stack's id is an ARN: arn:aws:cloudformation:REGION:…
  private static String region(Resource bucket) {
    return bucket.stackId().split(":", -1)[3];
  }

  private static String domain(Resource bucket, String service) {
    return bucket.id() + service + region(bucket) + ".amazonaws.com";
  }

  // Since April 2023 ACLs are off in new buckets, and S3 refuses others than what they amount to.
  private static void requirePrivate(Resource bucket) {
    var acl = bucket.properties().text("AccessControl").orElse("Private");
    if (!Set.of("Private", "BucketOwnerFullControl").contains(acl)) {
      throw AwsErrors.of(
          S3Exception.builder(),
          "InvalidBucketAclWithObjectOwnership",
          400,
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    }
  }

  private static void setOwnership(S3Client s3, Resource bucket) {
    bucket
        .properties()
        .object("OwnershipControls")
        .map(given -> given.fill(OwnershipControls.builder()).build())
        .ifPresentOrElse(
            rules ->
                s3.putBucketOwnershipControls(r -> r.bucket(bucket.id()).ownershipControls(rules)),
            () -> s3.deleteBucketOwnershipControls(r -> r.bucket(bucket.id())));
  }

  private static void setPublicAccess(S3Client s3, Resource bucket) {
    bucket
        .properties()
        .object("PublicAccessBlockConfiguration")
        .map(given -> given.fill(PublicAccessBlockConfiguration.builder()).build())
        .ifPresentOrElse(
            block ->
                s3.putPublicAccessBlock(
                    r -> r.bucket(bucket.id()).publicAccessBlockConfiguration(block)),
            () -> s3.deletePublicAccessBlock(r -> r.bucket(bucket.id())));
  }

  private static void setEncryption(S3Client s3, Resource bucket) {
    var rules =
        bucket.properties().objects("BucketEncryption.ServerSideEncryptionConfiguration").stream()
            .map(S3Types::encryptionRule)
            .toList();
    if (rules.isEmpty()) {
      s3.deleteBucketEncryption(r -> r.bucket(bucket.id()));
    } else {
      s3.putBucketEncryption(
          r -> r.bucket(bucket.id()).serverSideEncryptionConfiguration(c -> c.rules(rules)));
    }
  }

  private static ServerSideEncryptionRule encryptionRule(Properties given) {
    ObjectNode rule = given.json().deepCopy();
    var byDefault = rule.remove("ServerSideEncryptionByDefault");
    if (byDefault != null) {
      rule.set("ApplyServerSideEncryptionByDefault", byDefault);
    }
    return new Properties(rule).fill(ServerSideEncryptionRule.builder()).build();
  }

  // A bucket that has kept versions can only be suspended from it, never be as before.
  private static void setVersioning(S3Client s3, Resource bucket) {
    var versioning =
        bucket
            .properties()
            .object("VersioningConfiguration")
            .map(given -> given.fill(VersioningConfiguration.builder()))
            .orElseGet(
                () -> VersioningConfiguration.builder().status(BucketVersioningStatus.SUSPENDED))
            .build();
    s3.putBucketVersioning(r -> r.bucket(bucket.id()).versioningConfiguration(versioning));
  }

  private static void setLifecycle(S3Client s3, Resource bucket) {
    requireOnly(bucket, "LifecycleConfiguration", "Rules");
    var rules =
        bucket.properties().objects("LifecycleConfiguration.Rules").stream()
            .map(BucketLifecycle::rule)
            .toList();
    if (rules.isEmpty()) {
      s3.deleteBucketLifecycle(r -> r.bucket(bucket.id()));
    } else {
      s3.putBucketLifecycleConfiguration(
          r -> r.bucket(bucket.id()).lifecycleConfiguration(c -> c.rules(rules)));
    }
  }

  /** Without a destination a bucket logs into itself; without the property it does not log. */
  private static void setLogging(S3Client s3, Resource bucket) {
    requireOnly(bucket, "LoggingConfiguration", "DestinationBucketName", "LogFilePrefix");
    var logging =
        bucket
            .properties()
            .object("LoggingConfiguration")
            .map(
                given ->
                    LoggingEnabled.builder()
                        .targetBucket(given.text("DestinationBucketName").orElse(bucket.id()))
                        .targetPrefix(given.text("LogFilePrefix").orElse(""))
                        .build())
            .orElse(null);
    s3.putBucketLogging(
        r -> r.bucket(bucket.id()).bucketLoggingStatus(status -> status.loggingEnabled(logging)));
  }

  private static void setNotification(S3Client s3, Resource bucket) {
    requireOnly(bucket, "NotificationConfiguration", "EventBridgeConfiguration");
    var notification = NotificationConfiguration.builder();
    if (bucket
        .properties()
        .is("NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled")) {
      notification.eventBridgeConfiguration(on -> {});
    }
    s3.putBucketNotificationConfiguration(
        r -> r.bucket(bucket.id()).notificationConfiguration(notification.build()));
  }

  private static void setTags(S3Client s3, Resource bucket) {
    var tags =
        bucket.properties().tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    if (tags.isEmpty()) {
      s3.deleteBucketTagging(r -> r.bucket(bucket.id()));
    } else {
      s3.putBucketTagging(r -> r.bucket(bucket.id()).tagging(t -> t.tagSet(tags)));
    }
  }

  private static void requireOnly(Resource bucket, String property, String... actedOn) {
    var rest = new TreeSet<String>();
    bucket
        .properties()
        .object(property)
        .ifPresent(given -> given.json().fieldNames().forEachRemaining(rest::add));
    rest.removeAll(Set.of(actedOn));
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "AWS::S3::Bucket: " + rest + " of " + property + " are not acted on in this region");
    }
  }

  // Putting a policy replaces the one that is there; CloudFormation does not replace what others
  // set.
  private static PutBucketPolicyResponse createPolicy(S3Client s3, PutBucketPolicyRequest request) {
    if (hasPolicy(s3, request.bucket())) {
      throw AwsErrors.of(
          S3Exception.builder(),
          "BucketPolicyAlreadyExists",
          409,
          "The bucket policy already exists on bucket " + request.bucket() + ".");
    }
    return s3.putBucketPolicy(request);
  }

  private static boolean hasPolicy(S3Client s3, String bucket) {
    try {
      return s3.getBucketPolicy(r -> r.bucket(bucket)).policy() != null;
    } catch (S3Exception e) {
      if (AwsErrors.code(e).equals("NoSuchBucketPolicy")) {
        return false;
      }
      throw e;
    }
  }
}
