package com.shangwellness.region.sns;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** How SNS refuses. */
final class Refusals {

  private Refusals() {}

  static RuntimeException invalid(String what) {
    return AwsErrors.of(InvalidParameterException.builder(), "Invalid parameter: " + what);
  }

  static RuntimeException invalidValue(String what) {
    return AwsErrors.of(InvalidParameterValueException.builder(), what);
  }

  static RuntimeException missing(String what) {
    return AwsErrors.of(NotFoundException.builder(), what + " does not exist");
  }
}
