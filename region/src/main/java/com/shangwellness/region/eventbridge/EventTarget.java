package com.shangwellness.region.eventbridge;

/**
 * A service whose resources rules may have as targets. It throws what its client throws: an error
 * of the caller's (status 4xx, but 429) fails the invocation, another one has it tried again.
 */
@FunctionalInterface
public interface EventTarget {

  /**
   * Gives the target what the rule makes of an event.
   *
   * @param rule the rule's name
   * @param arn the target's ARN
   * @param event the event's id, the same when it is tried again
   * @param input what it gets
   */
  void invoke(String rule, String arn, String event, String input);
}
