package com.shangwellness.region.cloudformation;

import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** In which states a stack takes which requests. */
final class StackStates {

  private static final Set<StackStatus> UPDATABLE =
      Set.of(
          StackStatus.CREATE_COMPLETE,
          StackStatus.UPDATE_COMPLETE,
          StackStatus.UPDATE_ROLLBACK_COMPLETE,
          StackStatus.CREATE_FAILED,
          StackStatus.UPDATE_FAILED);

  private StackStates() {}

  static void requireUpdatable(StackRecord stack) {
    if (!UPDATABLE.contains(stack.status())) {
      throw Invalid.because(
          "Stack:"
              + stack.id()
              + " is in "
              + stack.stack().stackStatusAsString()
              + " state and can not be updated.");
    }
  }

  /** A stack that is being created has its template and its values from the start. */
  static StackRecord created(StackRecord stack, StackRecord.Operation operation) {
    return new StackRecord(
        stack.stack().toBuilder().parameters(operation.parameters()).tags(operation.tags()).build(),
        operation.template(),
        stack.imports(),
        operation);
  }
}
