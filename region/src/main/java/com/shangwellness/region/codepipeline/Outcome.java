package com.shangwellness.region.codepipeline;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;

/**
 * How it stands with a run of an action.
 *
 * @param status in progress, succeeded or failed
 * @param result what the provider says of it
 * @param variables what later actions may refer to
 * @param revision what a source gave
 */
record Outcome(
    ActionExecutionStatus status,
    ActionExecutionResult result,
    Map<String, String> variables,
    Optional<ArtifactRevision> revision) {

  /** The provider has it. */
  static Outcome inProgress(ActionExecutionResult result) {
    return new Outcome(ActionExecutionStatus.IN_PROGRESS, result, Map.of(), Optional.empty());
  }

  static Outcome succeeded(ActionExecutionResult result, Map<String, String> variables) {
    return new Outcome(ActionExecutionStatus.SUCCEEDED, result, variables, Optional.empty());
  }

  /** A source has given {@code revision}. */
  static Outcome found(ArtifactRevision revision, Map<String, String> variables) {
    var result =
        ActionExecutionResult.builder()
            .externalExecutionId(revision.revisionId())
            .externalExecutionSummary(revision.revisionSummary())
            .externalExecutionUrl(revision.revisionUrl())
            .build();
    return new Outcome(ActionExecutionStatus.SUCCEEDED, result, variables, Optional.of(revision));
  }

  /** What the action says cannot be carried out. */
  static Outcome misconfigured(String message) {
    return failed(ActionExecutionResult.builder().build(), "ConfigurationError", message);
  }

  /** The provider has failed. */
  static Outcome jobFailed(ActionExecutionResult result, String message) {
    return failed(result, "JobFailed", message);
  }

  /**
   * It has failed.
   *
   * @param code one of the types of failures that job workers report (API reference,
   *     "FailureDetails")
   */
  static Outcome failed(ActionExecutionResult result, String code, String message) {
    var details = ErrorDetails.builder().code(code).message(shortened(message)).build();
    return new Outcome(
        ActionExecutionStatus.FAILED,
        result.toBuilder()
            .errorDetails(details)
            .externalExecutionSummary(shortened(message))
            .build(),
        Map.of(),
        Optional.empty());
  }

  // A summary has 2048 characters at most.
  private static String shortened(String message) {
    int most = 2048;
    return message.length() <= most ? message : message.substring(0, most);
  }
}
