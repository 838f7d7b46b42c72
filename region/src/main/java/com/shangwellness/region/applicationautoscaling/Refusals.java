package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.model.InvalidNextTokenException;
import software.amazon.awssdk.services.applicationautoscaling.model.LimitExceededException;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ResourceNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.TooManyTagsException;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/** How Application Auto Scaling refuses, in its own words. */
final class Refusals {

  private Refusals() {}

  static AwsServiceException invalid(String message) {
    return AwsErrors.of(ValidationException.builder(), message);
  }

  static AwsServiceException noTarget(String resourceId) {
    return missing("scalable target registered", resourceId);
  }

  static AwsServiceException noPolicy(String resourceId) {
    return missing("scaling policy found", resourceId);
  }

  static AwsServiceException noAction(String resourceId) {
    return missing("scheduled action found", resourceId);
  }

  private static AwsServiceException missing(String what, String resourceId) {
    return AwsErrors.of(
        ObjectNotFoundException.builder(),
        "No "
            + what
            + " for service namespace: ecs, resource ID: "
            + resourceId
            + ", scalable dimension: ecs:service:DesiredCount");
  }

  static AwsServiceException noResource(String arn) {
    return AwsErrors.of(
        ResourceNotFoundException.builder(), "The specified resource doesn't exist: " + arn);
  }

  static AwsServiceException tooMany(String what, int most) {
    return AwsErrors.of(
        LimitExceededException.builder(), "A scalable target has at most " + most + " " + what);
  }

  static AwsServiceException tooManyTags() {
    return AwsErrors.of(TooManyTagsException.builder(), "A resource has at most 50 tags");
  }

  static AwsServiceException badToken() {
    return AwsErrors.of(InvalidNextTokenException.builder(), "The next token is invalid");
  }
}
