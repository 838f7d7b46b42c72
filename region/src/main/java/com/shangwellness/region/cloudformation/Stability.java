package com.shangwellness.region.cloudformation;

/** Whether a resource has become what was asked for. */
sealed interface Stability {

  /** It has. */
  record Stable() implements Stability {}

  /** It has not yet; the stack looks again. */
  record Waiting() implements Stability {}

  /**
   * It never will.
   *
   * @param reason why, in the service's words
   */
  record Failed(String reason) implements Stability {}
}
