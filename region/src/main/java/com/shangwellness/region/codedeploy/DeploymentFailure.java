package com.shangwellness.region.codedeploy;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/** Why a deployment cannot go on. */
final class DeploymentFailure extends Exception {

  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  DeploymentFailure(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  /** ECS refused, in CodeDeploy's words. */
  static DeploymentFailure ofEcs(AwsServiceException e) {
    return new DeploymentFailure(
        ErrorCode.ECS_UPDATE_ERROR,
        "The ECS service cannot be updated due to an unexpected error: "
            + said(e, "AmazonECS")
            + ". Check your ECS service status.");
  }

  /** The load balancer refused, in CodeDeploy's words. */
  static DeploymentFailure ofBalancer(AwsServiceException e) {
    return balancer(said(e, "AmazonElasticLoadBalancing"));
  }

  static DeploymentFailure balancer(String what) {
    return new DeploymentFailure(
        ErrorCode.ELASTIC_LOAD_BALANCING_INVALID,
        "The ELB could not be updated due to the following error: " + what);
  }

  private static String said(AwsServiceException e, String service) {
    return "%s (Service: %s; Status Code: %d; Error Code: %s)"
        .formatted(AwsErrors.message(e), service, AwsErrors.status(e), AwsErrors.code(e));
  }
}
