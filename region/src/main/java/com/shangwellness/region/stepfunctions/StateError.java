package com.shangwellness.region.stepfunctions;

/**
 * A state failed: what retriers and catchers are asked for, and what an execution fails with
 * (Amazon States Language, "Errors").
 */
final class StateError extends RuntimeException {

  private static final String RUNTIME = "States.Runtime";

  private final String error;

  StateError(String error, String cause) {
    super(cause);
    this.error = error;
  }

  /** One that the definition itself led to. "States.ALL" does not catch it. */
  static StateError runtime(String cause) {
    return new StateError(RUNTIME, cause);
  }

  /** The error's name. */
  String error() {
    return error;
  }

  /** Whether one of {@code names} means it. */
  boolean isOneOf(Iterable<String> names) {
    for (var name : names) {
      if (name.equals(error) || isMeantBy(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isMeantBy(String name) {
    return switch (name) {
      case "States.ALL" -> !error.equals(RUNTIME) && !error.equals("States.DataLimitExceeded");
      case "States.TaskFailed" -> !error.startsWith("States.");
      default -> false;
    };
  }
}
