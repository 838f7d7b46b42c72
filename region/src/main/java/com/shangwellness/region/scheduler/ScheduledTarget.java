package com.shangwellness.region.scheduler;

/**
 * Something that schedules invoke. It throws what its client throws: an error of the caller's
 * (status 4xx, but 429) ends the invocation, another one has it tried again.
 */
@FunctionalInterface
interface ScheduledTarget {

  /**
   * Invokes it.
   *
   * @param arn the target's ARN
   * @param invocation the same when it is tried again
   * @param input what the schedule gives it
   */
  void invoke(String arn, String invocation, String input);
}
