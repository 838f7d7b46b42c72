package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;

/** What ECS says when it refuses. */
final class Refusals {

  private Refusals() {}

  static AwsServiceException client(String message) {
    return AwsErrors.of(ClientException.builder(), message);
  }

  static AwsServiceException invalid(String message) {
    return AwsErrors.of(InvalidParameterException.builder(), message);
  }

  static AwsServiceException noCluster() {
    return AwsErrors.of(ClusterNotFoundException.builder(), "Cluster not found.");
  }

  static AwsServiceException notActive() {
    return AwsErrors.of(ServiceNotActiveException.builder(), "Service was not ACTIVE.");
  }
}
