package com.shangwellness.region.ssm;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** How Systems Manager refuses, in its own words. */
final class Refusal {

  private Refusal() {}

  /** AWS says nothing but the code here; the name helps. */
  static AwsServiceException noParameter(String name) {
    return AwsErrors.of(ParameterNotFoundException.builder(), "Parameter " + name + " not found.");
  }

  static AwsServiceException invalid(String message) {
    return AwsErrors.of(SsmException.builder(), "ValidationException", 400, message);
  }
}
