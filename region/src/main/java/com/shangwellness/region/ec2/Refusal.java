package com.shangwellness.region.ec2;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** How EC2 refuses: it models no error types, only codes. */
final class Refusal {

  private Refusal() {}

  static AwsServiceException of(String code, String message) {
    return AwsErrors.of(Ec2Exception.builder(), code, 400, message);
  }

  static AwsServiceException value(String parameter, Object value, String why) {
    return of(
        "InvalidParameterValue",
        "Value (" + value + ") for parameter " + parameter + " is invalid. " + why);
  }

  static AwsServiceException missing(String parameter) {
    return of("MissingParameter", "The request must contain the parameter " + parameter);
  }

  /** {@code value}, unless it is missing. */
  static <T> T required(String parameter, T value) {
    if (value == null) {
      throw missing(parameter);
    }
    return value;
  }

  static AwsServiceException inUse(String noun, String id) {
    return of(
        "DependencyViolation",
        "The " + noun + " '" + id + "' has dependencies and cannot be deleted.");
  }
}
