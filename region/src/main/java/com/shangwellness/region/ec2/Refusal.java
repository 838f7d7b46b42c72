package com.shangwellness.region.ec2;

import com.shangwellness.region.codec.AwsErrors;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** How EC2 refuses: it models no error types, only codes. */
final class Refusal {

  private static final Set<String> COMMON = Set.of("DryRun", "ClientToken", "TagSpecifications");

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

  /**
   * Refuses a request with anything in it but {@code allowed}: what the region does not act on must
   * not look as if it had been done.
   */
  static void only(SdkPojo request, String... allowed) {
    var known = Set.of(allowed);
    for (var field : request.sdkFields()) {
      var value = field.getValueOrDefault(request);
      boolean set =
          value != null
              && !(value instanceof SdkAutoConstructList)
              && !Boolean.FALSE.equals(value)
              && !COMMON.contains(field.memberName());
      if (set && !known.contains(field.memberName())) {
        throw new UnsupportedOperationException(
            "ec2: the region does not act on "
                + field.memberName()
                + " of "
                + request.getClass().getSimpleName());
      }
    }
  }

  static AwsServiceException inUse(String noun, String id) {
    return of(
        "DependencyViolation",
        "The " + noun + " '" + id + "' has dependencies and cannot be deleted.");
  }
}
