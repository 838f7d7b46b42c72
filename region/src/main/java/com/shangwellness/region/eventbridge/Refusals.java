package com.shangwellness.region.eventbridge;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/** How EventBridge refuses. */
final class Refusals {

  private Refusals() {}

  static RuntimeException invalid(String message) {
    return AwsErrors.of(EventBridgeException.builder(), "ValidationException", 400, message);
  }

  static RuntimeException pattern(String reason) {
    return AwsErrors.of(
        InvalidEventPatternException.builder(), "Event pattern is not valid. Reason: " + reason);
  }

  static RuntimeException missing(String what) {
    return AwsErrors.of(ResourceNotFoundException.builder(), what);
  }

  static RuntimeException tooMany() {
    return AwsErrors.of(
        LimitExceededException.builder(),
        "The requested resource exceeds the maximum number allowed.");
  }
}
