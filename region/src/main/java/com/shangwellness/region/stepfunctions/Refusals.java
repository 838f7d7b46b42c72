package com.shangwellness.region.stepfunctions;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidLoggingConfigurationException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineTypeNotSupportedException;
import software.amazon.awssdk.services.sfn.model.TooManyTagsException;

/** How Step Functions refuses. */
final class Refusals {

  private Refusals() {}

  static RuntimeException arn(String arn) {
    return AwsErrors.of(InvalidArnException.builder(), "Invalid Arn: 'Invalid ARN: " + arn + "'");
  }

  static RuntimeException name(String name) {
    return AwsErrors.of(InvalidNameException.builder(), "Invalid Name: '" + name + "'");
  }

  static RuntimeException definition(String why) {
    return AwsErrors.of(
        InvalidDefinitionException.builder(), "Invalid State Machine Definition: '" + why + "'");
  }

  static RuntimeException role(String roleArn) {
    return AwsErrors.of(
        SfnException.builder(),
        "AccessDeniedException",
        400,
        "Neither the global service principal states.amazonaws.com, nor the regional one is"
            + " authorized to assume the provided role: "
            + roleArn);
  }

  static RuntimeException type(String type) {
    return AwsErrors.of(
        StateMachineTypeNotSupportedException.builder(),
        "This region runs state machines of the type STANDARD, not " + type + ".");
  }

  static RuntimeException logging() {
    return AwsErrors.of(
        InvalidLoggingConfigurationException.builder(),
        "This region writes no logs of executions: GetExecutionHistory has their events. Leave the"
            + " level OFF.");
  }

  static RuntimeException machineExists(String arn) {
    return AwsErrors.of(
        StateMachineAlreadyExistsException.builder(),
        "State Machine Already Exists: '" + arn + "'");
  }

  static RuntimeException noMachine(String arn) {
    return AwsErrors.of(
        StateMachineDoesNotExistException.builder(), "State Machine Does Not Exist: '" + arn + "'");
  }

  static RuntimeException noResource(String arn) {
    return AwsErrors.of(ResourceNotFoundException.builder(), "Resource not found: '" + arn + "'");
  }

  static RuntimeException executionExists(String arn) {
    return AwsErrors.of(
        ExecutionAlreadyExistsException.builder(), "Execution Already Exists: '" + arn + "'");
  }

  static RuntimeException noExecution(String arn) {
    return AwsErrors.of(
        ExecutionDoesNotExistException.builder(), "Execution Does Not Exist: '" + arn + "'");
  }

  static RuntimeException input(String why) {
    return AwsErrors.of(
        InvalidExecutionInputException.builder(),
        "Invalid State Machine Execution Input: '" + why + "'");
  }

  static RuntimeException token() {
    return AwsErrors.of(InvalidTokenException.builder(), "Invalid Token: 'Invalid token'");
  }

  static RuntimeException tooManyTags(String arn) {
    return AwsErrors.of(
        TooManyTagsException.builder(), "The resource " + arn + " can have at most 50 tags.");
  }
}
