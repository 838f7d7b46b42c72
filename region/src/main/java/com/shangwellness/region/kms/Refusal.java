package com.shangwellness.region.kms;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** How KMS refuses, in its own words. */
final class Refusal {

  private Refusal() {}

  static AwsServiceException noKey(String arn) {
    return AwsErrors.of(NotFoundException.builder(), "Key '" + arn + "' does not exist");
  }

  static AwsServiceException noAlias(String arn) {
    return AwsErrors.of(NotFoundException.builder(), "Alias " + arn + " is not found.");
  }

  static AwsServiceException state(String message) {
    return AwsErrors.of(KmsInvalidStateException.builder(), message);
  }

  static AwsServiceException invalid(String message) {
    return AwsErrors.of(KmsException.builder(), "ValidationException", 400, message);
  }

  static AwsServiceException constraint(String member, Object value, String rule) {
    return invalid(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: Member "
            + rule);
  }

  static AwsServiceException denied(String message) {
    return AwsErrors.of(KmsException.builder(), "AccessDeniedException", 400, message);
  }
}
