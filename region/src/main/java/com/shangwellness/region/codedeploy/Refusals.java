package com.shangwellness.region.codedeploy;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.ApplicationDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.ApplicationNameRequiredException;
import software.amazon.awssdk.services.codedeploy.model.BatchLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupNameRequiredException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentIdRequiredException;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentIdException;
import software.amazon.awssdk.services.codedeploy.model.InvalidNextTokenException;
import software.amazon.awssdk.services.codedeploy.model.InvalidRevisionException;

/** How CodeDeploy refuses, in its own words. */
final class Refusals {

  private Refusals() {}

  static AwsServiceException because(AwsServiceException.Builder builder, String message) {
    return AwsErrors.of(builder, message);
  }

  static AwsServiceException noApplicationName() {
    return because(
        ApplicationNameRequiredException.builder(),
        "The minimum number of required application names was not specified.");
  }

  static AwsServiceException noApplication(String name) {
    return because(
        ApplicationDoesNotExistException.builder(), "No application found for name: " + name);
  }

  static AwsServiceException noGroupName() {
    return because(
        DeploymentGroupNameRequiredException.builder(),
        "The deployment group name was not specified.");
  }

  static AwsServiceException noGroup(String name) {
    return because(
        DeploymentGroupDoesNotExistException.builder(),
        "No Deployment Group found for name: " + name);
  }

  static AwsServiceException noConfig(String name) {
    return because(
        DeploymentConfigDoesNotExistException.builder(),
        "No Deployment Config found for name: " + name);
  }

  static AwsServiceException noDeploymentId() {
    return because(
        DeploymentIdRequiredException.builder(), "At least one deployment ID is required.");
  }

  static AwsServiceException badDeploymentId(String id) {
    return because(
        InvalidDeploymentIdException.builder(), "The specified deployment ID is invalid: " + id);
  }

  static AwsServiceException noDeployment(String id) {
    return because(
        DeploymentDoesNotExistException.builder(), "The deployment " + id + " could not be found");
  }

  static AwsServiceException revision(String message) {
    return because(InvalidRevisionException.builder(), message);
  }

  static AwsServiceException badToken() {
    return because(
        InvalidNextTokenException.builder(), "The next token was specified in an invalid format.");
  }

  static AwsServiceException batch(String what, int most) {
    return because(
        BatchLimitExceededException.builder(),
        "The maximum number of " + what + " in a batch, " + most + ", was exceeded.");
  }
}
