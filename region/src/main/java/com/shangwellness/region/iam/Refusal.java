package com.shangwellness.region.iam;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/** How IAM refuses, in its own words. */
final class Refusal {

  private Refusal() {}

  static AwsServiceException noSuch(String message) {
    return AwsErrors.of(NoSuchEntityException.builder(), message);
  }

  static AwsServiceException exists(String message) {
    return AwsErrors.of(EntityAlreadyExistsException.builder(), message);
  }

  static AwsServiceException conflict(String message) {
    return AwsErrors.of(DeleteConflictException.builder(), message);
  }

  static AwsServiceException malformed(String message) {
    return AwsErrors.of(MalformedPolicyDocumentException.builder(), message);
  }

  static AwsServiceException limit(String message) {
    return AwsErrors.of(LimitExceededException.builder(), message);
  }

  static AwsServiceException input(String message) {
    return AwsErrors.of(InvalidInputException.builder(), message);
  }

  static AwsServiceException unmodifiable(String message) {
    return AwsErrors.of(UnmodifiableEntityException.builder(), message);
  }

  static AwsServiceException invalid(String message) {
    return AwsErrors.of(IamException.builder(), "ValidationError", 400, message);
  }
}
