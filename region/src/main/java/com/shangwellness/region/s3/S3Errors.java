package com.shangwellness.region.s3;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * S3's refusals, with the codes, statuses and messages of the S3 API Reference's "Error responses".
 */
final class S3Errors {

  private S3Errors() {}

  static AwsServiceException of(String code, int status, String message) {
    return AwsErrors.of(S3Exception.builder(), code, status, message);
  }

  static AwsServiceException noSuchBucket() {
    return AwsErrors.of(
        NoSuchBucketException.builder(),
        "NoSuchBucket",
        404,
        "The specified bucket does not exist");
  }

  static AwsServiceException noSuchKey() {
    return AwsErrors.of(
        NoSuchKeyException.builder(), "NoSuchKey", 404, "The specified key does not exist.");
  }

  static AwsServiceException noSuchVersion() {
    return of("NoSuchVersion", 404, "The specified version does not exist.");
  }

  static AwsServiceException noSuchUpload() {
    return AwsErrors.of(
        NoSuchUploadException.builder(),
        "NoSuchUpload",
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.");
  }

  static AwsServiceException alreadyOwned() {
    return AwsErrors.of(
        BucketAlreadyOwnedByYouException.builder(),
        "BucketAlreadyOwnedByYou",
        409,
        "Your previous request to create the named bucket succeeded and you already own it.");
  }

  static AwsServiceException alreadyExists() {
    return AwsErrors.of(
        BucketAlreadyExistsException.builder(),
        "BucketAlreadyExists",
        409,
        "The requested bucket name is not available. The bucket namespace is shared by all users of"
            + " the system. Please select a different name and try again.");
  }

  static AwsServiceException invalidArgument(String message) {
    return of("InvalidArgument", 400, message);
  }

  static AwsServiceException preconditionFailed() {
    return of(
        "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
  }
}
