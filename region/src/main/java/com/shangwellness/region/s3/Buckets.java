package com.shangwellness.region.s3;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAclRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PutBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Type;
import software.amazon.awssdk.services.s3.model.VersioningConfiguration;

/** The half of S3's front door that is about buckets and what is set for them. */
abstract class Buckets implements S3Client {

  // S3 User Guide, "General purpose bucket naming rules".
  private static final Pattern BUCKET_NAME =
      Pattern.compile(
          "(?!xn--|sthree-|\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final String DEFAULT_REGION = "us-east-1";

  private final Place place;
  private final Timeline timeline;
  private final BucketNames names;
  private final Settings settings;
  private final Owner owner;

  Buckets(Place place, Timeline timeline, BucketNames names, Settings settings, Owner owner) {
    this.place = place;
    this.timeline = timeline;
    this.names = names;
    this.settings = settings;
    this.owner = owner;
  }

  /** Whether the bucket has no object, no version and no upload under way. */
  abstract boolean isEmpty(String bucket);

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  /** The bucket that {@code request} names, which must be there, here, and of whom it says. */
  final String bucket(S3Request request) {
    var name = request.getValueForField("Bucket", String.class).orElseThrow(S3Errors::noSuchBucket);
    var bucket = names.find(name).orElseThrow(S3Errors::noSuchBucket);
    if (!bucket.bucketRegion().equals(place.region())) {
      throw elsewhere(bucket);
    }
    var expected = request.getValueForField("ExpectedBucketOwner", String.class);
    if (expected.filter(account -> !account.equals(place.account())).isPresent()) {
      throw S3Errors.of("AccessDenied", 403, "Access Denied");
    }
    return name;
  }

  // Clients follow the header to the bucket's region.
  private static AwsServiceException elsewhere(Bucket bucket) {
    var message =
        "The bucket "
            + bucket.name()
            + " is in "
            + bucket.bucketRegion()
            + ". Please send all future requests to the endpoint of that region.";
    var answer =
        SdkHttpResponse.builder()
            .statusCode(301)
            .putHeader("x-amz-bucket-region", bucket.bucketRegion())
            .build();
    var details =
        AwsErrorDetails.builder()
            .errorCode("PermanentRedirect")
            .errorMessage(message)
            .sdkHttpResponse(answer)
            .build();
    return S3Exception.builder().message(message).statusCode(301).awsErrorDetails(details).build();
  }

  @Override
  public CreateBucketResponse createBucket(CreateBucketRequest request) {
    var name = request.bucket();
    if (!BUCKET_NAME.matcher(name).matches() || name.contains("..")) {
      throw S3Errors.of("InvalidBucketName", 400, "The specified bucket is not valid.");
    }
    requireHere(
        request.createBucketConfiguration() == null
            ? null
            : request.createBucketConfiguration().locationConstraintAsString());
    var there = names.find(name);
    if (there.isEmpty()) {
      names.add(name, place.region(), timeline.now());
    } else if (!place.region().equals(DEFAULT_REGION)
        || !there.get().bucketRegion().equals(DEFAULT_REGION)) {
      // In us-east-1, and there alone, making a bucket again succeeds.
      throw S3Errors.alreadyOwned();
    }
    return CreateBucketResponse.builder().location("/" + name).build();
  }

  private void requireHere(String constraint) {
    var wanted = constraint == null || constraint.isEmpty() ? DEFAULT_REGION : constraint;
    if (!wanted.equals(place.region())) {
      throw S3Errors.of(
          "IllegalLocationConstraintException",
          400,
          "The "
              + (constraint == null ? "unspecified" : constraint)
              + " location constraint is incompatible for the region specific endpoint this"
              + " request was sent to.");
    }
  }

  @Override
  public DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
    var name = bucket(request);
    if (!isEmpty(name)) {
      throw S3Errors.of("BucketNotEmpty", 409, "The bucket you tried to delete is not empty");
    }
    names.remove(name);
    settings.forget(name);
    return DeleteBucketResponse.builder().build();
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    bucket(request);
    return HeadBucketResponse.builder().bucketRegion(place.region()).build();
  }

  @Override
  public ListBucketsResponse listBuckets(ListBucketsRequest request) {
    var prefix = request.prefix() == null ? "" : request.prefix();
    var found =
        names.all().stream()
            .filter(b -> b.name().startsWith(prefix))
            .filter(
                b ->
                    request.bucketRegion() == null
                        || request.bucketRegion().equals(b.bucketRegion()))
            .toList();
    return ListBucketsResponse.builder()
        .owner(owner)
        .prefix(request.prefix())
        .buckets(found)
        .build();
  }

  @Override
  public GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest request) {
    bucket(request);
    var location = place.region().equals(DEFAULT_REGION) ? null : place.region();
    return GetBucketLocationResponse.builder().locationConstraint(location).build();
  }

  @Override
  public GetBucketAclResponse getBucketAcl(GetBucketAclRequest request) {
    bucket(request);
    return GetBucketAclResponse.builder().owner(owner).grants(ownersGrant()).build();
  }

  private Grant ownersGrant() {
    return Grant.builder()
        .grantee(g -> g.type(Type.CANONICAL_USER).id(owner.id()))
        .permission(Permission.FULL_CONTROL)
        .build();
  }

  @Override
  public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
    settings.versioning.put(bucket(request), request.versioningConfiguration());
    return PutBucketVersioningResponse.builder().build();
  }

  @Override
  public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
    var set =
        settings
            .versioning
            .get(bucket(request))
            .orElseGet(VersioningConfiguration.builder()::build);
    return GetBucketVersioningResponse.builder().status(set.statusAsString()).build();
  }

  @Override
  public PutBucketEncryptionResponse putBucketEncryption(PutBucketEncryptionRequest request) {
    settings.encryption.put(bucket(request), request.serverSideEncryptionConfiguration());
    return PutBucketEncryptionResponse.builder().build();
  }

  @Override
  public GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest request) {
    var set = settings.encryption.get(bucket(request)).orElseGet(Buckets::defaultEncryption);
    return GetBucketEncryptionResponse.builder().serverSideEncryptionConfiguration(set).build();
  }

  @Override
  public DeleteBucketEncryptionResponse deleteBucketEncryption(
      DeleteBucketEncryptionRequest request) {
    settings.encryption.remove(bucket(request));
    return DeleteBucketEncryptionResponse.builder().build();
  }

  // Since January 2023 every bucket encrypts with S3's own keys at least.
  private static ServerSideEncryptionConfiguration defaultEncryption() {
    return ServerSideEncryptionConfiguration.builder()
        .rules(
            ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                    d -> d.sseAlgorithm(ServerSideEncryption.AES256))
                .bucketKeyEnabled(false)
                .build())
        .build();
  }

  @Override
  public PutBucketLifecycleConfigurationResponse putBucketLifecycleConfiguration(
      PutBucketLifecycleConfigurationRequest request) {
    settings.lifecycle.put(bucket(request), request.lifecycleConfiguration());
    return PutBucketLifecycleConfigurationResponse.builder().build();
  }

  @Override
  public GetBucketLifecycleConfigurationResponse getBucketLifecycleConfiguration(
      GetBucketLifecycleConfigurationRequest request) {
    var set =
        settings
            .lifecycle
            .get(bucket(request))
            .orElseThrow(
                () ->
                    S3Errors.of(
                        "NoSuchLifecycleConfiguration",
                        404,
                        "The lifecycle configuration does not exist"));
    return GetBucketLifecycleConfigurationResponse.builder().rules(set.rules()).build();
  }

  @Override
  public DeleteBucketLifecycleResponse deleteBucketLifecycle(DeleteBucketLifecycleRequest request) {
    settings.lifecycle.remove(bucket(request));
    return DeleteBucketLifecycleResponse.builder().build();
  }

  @Override
  public GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest request) {
    var set =
        settings
            .policy
            .get(bucket(request))
            .orElseThrow(
                () -> S3Errors.of("NoSuchBucketPolicy", 404, "The bucket policy does not exist"));
    return GetBucketPolicyResponse.builder().policy(set).build();
  }

  @Override
  public DeleteBucketPolicyResponse deleteBucketPolicy(DeleteBucketPolicyRequest request) {
    settings.policy.remove(bucket(request));
    return DeleteBucketPolicyResponse.builder().build();
  }

  /** {@inheritDoc} The policy is kept as it is written; it must be a JSON object. */
  @Override
  public PutBucketPolicyResponse putBucketPolicy(PutBucketPolicyRequest request) {
    var name = bucket(request);
    if (!request.policy().stripLeading().startsWith("{")) {
      throw S3Errors.of(
          "MalformedPolicy", 400, "Policies must be valid JSON and the first byte must be '{'");
    }
    settings.policy.put(name, request.policy());
    return PutBucketPolicyResponse.builder().build();
  }

  @Override
  public PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest request) {
    settings.publicAccess.put(bucket(request), request.publicAccessBlockConfiguration());
    return PutPublicAccessBlockResponse.builder().build();
  }

  @Override
  public GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest request) {
    var set =
        settings
            .publicAccess
            .get(bucket(request))
            .orElseThrow(
                () ->
                    S3Errors.of(
                        "NoSuchPublicAccessBlockConfiguration",
                        404,
                        "The public access block configuration was not found"));
    return GetPublicAccessBlockResponse.builder().publicAccessBlockConfiguration(set).build();
  }

  @Override
  public DeletePublicAccessBlockResponse deletePublicAccessBlock(
      DeletePublicAccessBlockRequest request) {
    settings.publicAccess.remove(bucket(request));
    return DeletePublicAccessBlockResponse.builder().build();
  }

  @Override
  public PutBucketOwnershipControlsResponse putBucketOwnershipControls(
      PutBucketOwnershipControlsRequest request) {
    settings.ownership.put(bucket(request), request.ownershipControls());
    return PutBucketOwnershipControlsResponse.builder().build();
  }

  @Override
  public GetBucketOwnershipControlsResponse getBucketOwnershipControls(
      GetBucketOwnershipControlsRequest request) {
    var set =
        settings
            .ownership
            .get(bucket(request))
            .orElseThrow(
                () ->
                    S3Errors.of(
                        "OwnershipControlsNotFoundError",
                        404,
                        "The bucket ownership controls were not found"));
    return GetBucketOwnershipControlsResponse.builder().ownershipControls(set).build();
  }

  @Override
  public DeleteBucketOwnershipControlsResponse deleteBucketOwnershipControls(
      DeleteBucketOwnershipControlsRequest request) {
    settings.ownership.remove(bucket(request));
    return DeleteBucketOwnershipControlsResponse.builder().build();
  }

  @Override
  public PutBucketTaggingResponse putBucketTagging(PutBucketTaggingRequest request) {
    settings.tagging.put(bucket(request), request.tagging());
    return PutBucketTaggingResponse.builder().build();
  }

  @Override
  public GetBucketTaggingResponse getBucketTagging(GetBucketTaggingRequest request) {
    var set =
        settings
            .tagging
            .get(bucket(request))
            .orElseThrow(() -> S3Errors.of("NoSuchTagSet", 404, "The TagSet does not exist"));
    return GetBucketTaggingResponse.builder().tagSet(set.tagSet()).build();
  }

  @Override
  public DeleteBucketTaggingResponse deleteBucketTagging(DeleteBucketTaggingRequest request) {
    settings.tagging.remove(bucket(request));
    return DeleteBucketTaggingResponse.builder().build();
  }

  @Override
  public PutBucketLoggingResponse putBucketLogging(PutBucketLoggingRequest request) {
    settings.logging.put(bucket(request), request.bucketLoggingStatus());
    return PutBucketLoggingResponse.builder().build();
  }

  @Override
  public GetBucketLoggingResponse getBucketLogging(GetBucketLoggingRequest request) {
    var set = settings.logging.get(bucket(request)).orElseGet(BucketLoggingStatus.builder()::build);
    return GetBucketLoggingResponse.builder().loggingEnabled(set.loggingEnabled()).build();
  }

  @Override
  public PutBucketCorsResponse putBucketCors(PutBucketCorsRequest request) {
    settings.cors.put(bucket(request), request.corsConfiguration());
    return PutBucketCorsResponse.builder().build();
  }

  @Override
  public GetBucketCorsResponse getBucketCors(GetBucketCorsRequest request) {
    var set =
        settings
            .cors
            .get(bucket(request))
            .orElseThrow(
                () ->
                    S3Errors.of(
                        "NoSuchCORSConfiguration", 404, "The CORS configuration does not exist"));
    return GetBucketCorsResponse.builder().corsRules(set.corsRules()).build();
  }

  @Override
  public DeleteBucketCorsResponse deleteBucketCors(DeleteBucketCorsRequest request) {
    settings.cors.remove(bucket(request));
    return DeleteBucketCorsResponse.builder().build();
  }

  /** {@inheritDoc} Events go to EventBridge; other destinations are refused. */
  @Override
  public PutBucketNotificationConfigurationResponse putBucketNotificationConfiguration(
      PutBucketNotificationConfigurationRequest request) {
    var wanted = request.notificationConfiguration();
    if (!wanted.topicConfigurations().isEmpty()
        || !wanted.queueConfigurations().isEmpty()
        || !wanted.lambdaFunctionConfigurations().isEmpty()) {
      throw S3Errors.invalidArgument(
          "Unable to validate the following destination configurations: this region sends a"
              + " bucket's events to EventBridge only");
    }
    settings.notification.put(bucket(request), request.notificationConfiguration());
    return PutBucketNotificationConfigurationResponse.builder().build();
  }

  @Override
  public GetBucketNotificationConfigurationResponse getBucketNotificationConfiguration(
      GetBucketNotificationConfigurationRequest request) {
    var response = GetBucketNotificationConfigurationResponse.builder();
    settings.notification.get(bucket(request)).ifPresent(set -> Members.copy(set, response));
    return response.build();
  }
}
