package com.shangwellness.region.tasks;

/** A container that cannot be run; the message is the reason as ECS says it. */
final class StartFailure extends Exception {

  private StartFailure(String reason, Exception cause) {
    super(reason, cause);
  }

  static StartFailure pull(String why, Exception cause) {
    return new StartFailure("CannotPullContainerError: " + why, cause);
  }

  static StartFailure pull(String why) {
    return pull(why, null);
  }

  static StartFailure start(String why) {
    return new StartFailure("CannotStartContainerError: " + why, null);
  }

  static StartFailure start(String why, Exception cause) {
    return new StartFailure("CannotStartContainerError: " + why, cause);
  }
}
