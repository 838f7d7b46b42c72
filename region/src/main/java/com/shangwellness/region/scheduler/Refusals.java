package com.shangwellness.region.scheduler;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

/** How EventBridge Scheduler refuses. */
final class Refusals {

  private Refusals() {}

  static RuntimeException invalid(String message) {
    return AwsErrors.of(ValidationException.builder(), message);
  }

  static RuntimeException noSchedule(String name) {
    return AwsErrors.of(
        ResourceNotFoundException.builder(), "Schedule " + name + " does not exist.");
  }

  static RuntimeException noGroup(String name) {
    return AwsErrors.of(
        ResourceNotFoundException.builder(), "Schedule group " + name + " does not exist.");
  }

  static RuntimeException scheduleExists(String name) {
    return AwsErrors.of(ConflictException.builder(), "Schedule " + name + " already exists.");
  }

  static RuntimeException groupExists(String name) {
    return AwsErrors.of(ConflictException.builder(), "Schedule group " + name + " already exists.");
  }
}
