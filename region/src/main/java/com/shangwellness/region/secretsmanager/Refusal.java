package com.shangwellness.region.secretsmanager;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** How Secrets Manager refuses, in its own words. */
final class Refusal {

  private Refusal() {}

  static AwsServiceException noSecret() {
    return notFound("Secrets Manager can't find the specified secret.");
  }

  static AwsServiceException notFound(String message) {
    return AwsErrors.of(ResourceNotFoundException.builder(), message);
  }

  static AwsServiceException exists(String message) {
    return AwsErrors.of(ResourceExistsException.builder(), message);
  }

  static AwsServiceException parameter(String message) {
    return AwsErrors.of(InvalidParameterException.builder(), message);
  }

  static AwsServiceException request(String message) {
    return AwsErrors.of(InvalidRequestException.builder(), message);
  }
}
