package com.shangwellness.region.cloudformation;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * A stack, as it is kept.
 *
 * @param stack what CloudFormation tells of it; its parameters are those in effect
 * @param template the template in effect; empty text before the first deployment is complete
 * @param imports the exports that it imports
 * @param operation what is being done with it
 */
record StackRecord(Stack stack, String template, List<String> imports, Operation operation) {

  /** What becomes of a failed deployment. */
  enum OnFailure {
    ROLLBACK,
    DELETE,
    DO_NOTHING
  }

  /**
   * Something that is done with a stack.
   *
   * @param id its id; resources that have been dealt with carry it
   * @param token the caller's token, shown in its events
   * @param template what is deployed; empty text when nothing is
   * @param parameters with what values
   * @param tags with what tags
   * @param onFailure what becomes of it when it fails
   */
  record Operation(
      String id,
      String token,
      String template,
      List<Parameter> parameters,
      List<Tag> tags,
      OnFailure onFailure) {

    static final Operation NONE =
        new Operation("", "", "", List.of(), List.of(), OnFailure.ROLLBACK);
  }

  String id() {
    return stack.stackId();
  }

  String name() {
    return stack.stackName();
  }

  StackStatus status() {
    return stack.stackStatus();
  }

  boolean deleted() {
    return status() == StackStatus.DELETE_COMPLETE;
  }

  /** Whether something is being done with it. */
  boolean busy() {
    return stack.stackStatusAsString().endsWith("_IN_PROGRESS")
        && status() != StackStatus.REVIEW_IN_PROGRESS;
  }

  StackRecord with(Stack other) {
    return new StackRecord(other, template, imports, operation);
  }

  StackRecord with(Operation other) {
    return new StackRecord(stack, template, imports, other);
  }
}
