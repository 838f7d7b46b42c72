package com.shangwellness.region.codepipeline;

import com.shangwellness.region.codec.AwsErrors;
import java.util.Locale;
import software.amazon.awssdk.services.codepipeline.model.ActionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.ConcurrentPipelineExecutionsLimitExceededException;
import software.amazon.awssdk.services.codepipeline.model.DuplicatedStopRequestException;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.InvalidArnException;
import software.amazon.awssdk.services.codepipeline.model.InvalidNextTokenException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStageDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStructureException;
import software.amazon.awssdk.services.codepipeline.model.InvalidTagsException;
import software.amazon.awssdk.services.codepipeline.model.NotLatestPipelineExecutionException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineNameInUseException;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PipelineVersionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageNotRetryableException;
import software.amazon.awssdk.services.codepipeline.model.TooManyTagsException;

/** How CodePipeline refuses (API reference, 2015-07-09). */
final class Refusals {

  private Refusals() {}

  static RuntimeException invalid(String message) {
    return AwsErrors.of(CodePipelineException.builder(), "ValidationException", 400, message);
  }

  static RuntimeException structure(String message) {
    return AwsErrors.of(InvalidStructureException.builder(), message);
  }

  /** The words of a role that CodePipeline may not assume. */
  static String role(String roleArn) {
    return "CodePipeline is not authorized to perform AssumeRole on role " + roleArn;
  }

  static RuntimeException stage(String message) {
    return AwsErrors.of(InvalidStageDeclarationException.builder(), message);
  }

  static RuntimeException action(String message) {
    return AwsErrors.of(InvalidActionDeclarationException.builder(), message);
  }

  static RuntimeException unknownType(ActionTypeId type, String action, String region) {
    return action(
        "ActionType (Category: '%s', Provider: '%s', Owner: '%s', Version: '%s') in action '%s' is"
                .formatted(
                    type.categoryAsString(),
                    type.provider(),
                    type.ownerAsString(),
                    type.version(),
                    action)
            + " not available in region "
            + region.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static RuntimeException nameInUse(String name, String account) {
    return AwsErrors.of(
        PipelineNameInUseException.builder(),
        "A pipeline with the name '" + name + "' already exists in account '" + account + "'");
  }

  static RuntimeException noPipeline(String name, String account) {
    return AwsErrors.of(
        PipelineNotFoundException.builder(),
        "Account '" + account + "' does not have a pipeline with name '" + name + "'");
  }

  static RuntimeException noResource(String name, String account) {
    return AwsErrors.of(
        ResourceNotFoundException.builder(),
        "The account with id '"
            + account
            + "' does not include a pipeline with the name '"
            + name
            + "'");
  }

  static RuntimeException noVersion(String name, int version) {
    return AwsErrors.of(
        PipelineVersionNotFoundException.builder(),
        "Pipeline '" + name + "' does not have a version " + version);
  }

  static RuntimeException noExecution(String pipeline, String id) {
    return AwsErrors.of(
        PipelineExecutionNotFoundException.builder(),
        "Pipeline '" + pipeline + "' does not have an execution with id '" + id + "'");
  }

  static RuntimeException noStage(String pipeline, String stage) {
    return AwsErrors.of(
        StageNotFoundException.builder(),
        "Pipeline '" + pipeline + "' does not have a stage with name '" + stage + "'");
  }

  static RuntimeException noAction(String stage, String action) {
    return AwsErrors.of(
        ActionNotFoundException.builder(),
        "Stage '" + stage + "' does not have an action with name '" + action + "'");
  }

  static RuntimeException badToken() {
    return AwsErrors.of(
        InvalidApprovalTokenException.builder(),
        "The approval token is not the one of an open approval request.");
  }

  static RuntimeException approvedAlready() {
    return AwsErrors.of(
        ApprovalAlreadyCompletedException.builder(),
        "The approval action has already been approved or rejected.");
  }

  static RuntimeException notStoppable(String status) {
    return AwsErrors.of(
        PipelineExecutionNotStoppableException.builder(),
        "Unable to stop the pipeline execution. The execution might already be in a Stopped state,"
            + " or it might no longer be in progress: it is "
            + status
            + ".");
  }

  static RuntimeException stoppedAlready() {
    return AwsErrors.of(
        DuplicatedStopRequestException.builder(),
        "The pipeline execution is already in a Stopping state. If you already chose to stop and"
            + " wait, you cannot make that request again. You can choose to stop and abandon now,"
            + " but be aware that this option can lead to failed tasks or out of sequence tasks. If"
            + " you already chose to stop and abandon, you cannot make that request again.");
  }

  static RuntimeException notRetryable() {
    return AwsErrors.of(
        StageNotRetryableException.builder(),
        "Unable to retry. The pipeline structure or stage state might have changed while actions"
            + " awaited retry, or the stage contains no failed actions.");
  }

  static RuntimeException notLatest() {
    return AwsErrors.of(
        NotLatestPipelineExecutionException.builder(),
        "The stage has failed in a later run of the pipeline and the pipelineExecutionId"
            + " associated with the request is out of date.");
  }

  static RuntimeException tooManyExecutions() {
    return AwsErrors.of(
        ConcurrentPipelineExecutionsLimitExceededException.builder(),
        "The pipeline has reached the limit for concurrent pipeline executions.");
  }

  static RuntimeException systemTag() {
    return AwsErrors.of(
        InvalidTagsException.builder(),
        "Not allowed to modify system tags. System tags start with 'aws:'.");
  }

  static RuntimeException tooManyTags(String arn) {
    return AwsErrors.of(
        TooManyTagsException.builder(), "Tag limit exceeded for resource [" + arn + "].");
  }

  static RuntimeException badArn(String arn) {
    return AwsErrors.of(
        InvalidArnException.builder(), "The specified resource ARN is invalid: " + arn);
  }

  static RuntimeException badToken(String token) {
    return AwsErrors.of(InvalidNextTokenException.builder(), "The next token is invalid: " + token);
  }
}
