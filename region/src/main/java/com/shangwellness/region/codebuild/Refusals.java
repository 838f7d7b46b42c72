package com.shangwellness.region.codebuild;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codebuild.model.AccountLimitExceededException;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codebuild.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.codebuild.model.ResourceNotFoundException;

/** How CodeBuild refuses, in its own words. */
final class Refusals {

  private Refusals() {}

  static AwsServiceException invalid(String message) {
    return AwsErrors.of(InvalidInputException.builder(), message);
  }

  static AwsServiceException missing(String message) {
    return AwsErrors.of(ResourceNotFoundException.builder(), message);
  }

  static AwsServiceException taken(String message) {
    return AwsErrors.of(ResourceAlreadyExistsException.builder(), message);
  }

  static AwsServiceException limit(String message) {
    return AwsErrors.of(AccountLimitExceededException.builder(), message);
  }
}
