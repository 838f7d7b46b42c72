package com.shangwellness.region.cloudformation;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;

/** CloudFormation's own refusals. */
final class Invalid {

  private Invalid() {}

  /** A {@code ValidationError}: how CloudFormation refuses almost everything. */
  static AwsServiceException because(String message) {
    return AwsErrors.of(CloudFormationException.builder(), "ValidationError", 400, message);
  }

  /** A {@code ValidationError} about a template. */
  static AwsServiceException format(String message) {
    return because("Template format error: " + message);
  }

  /** A {@code ValidationError} about a function in a template. */
  static AwsServiceException template(String message) {
    return because("Template error: " + message);
  }
}
