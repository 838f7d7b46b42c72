package com.shangwellness.region.rds;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** RDS's refusals that no type of the SDK is modelled for, in its own words. */
final class RdsErrors {

  private RdsErrors() {}

  static AwsServiceException invalidValue(String message) {
    return AwsErrors.of(RdsException.builder(), "InvalidParameterValue", 400, message);
  }

  static AwsServiceException invalidCombination(String message) {
    return AwsErrors.of(RdsException.builder(), "InvalidParameterCombination", 400, message);
  }

  static AwsServiceException missing(String parameter) {
    return AwsErrors.of(
        RdsException.builder(),
        "MissingParameter",
        400,
        "The request must contain the parameter " + parameter + ".");
  }
}
