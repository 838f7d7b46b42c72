package com.shangwellness.region.eventbridge;

import java.time.Instant;

/**
 * An event on its way to a target; kept until it has arrived or is given up.
 *
 * @param id its id
 * @param rule the rule's name
 * @param targetArn where it goes
 * @param event the event's id
 * @param input what the target gets
 * @param tried how often it was tried in vain
 * @param most how often it is tried again at most
 * @param due when it is tried next
 * @param until when it is given up
 */
record Invocation(
    String id,
    String rule,
    String targetArn,
    String event,
    String input,
    int tried,
    int most,
    Instant due,
    Instant until) {

  Invocation again(Instant next) {
    return new Invocation(id, rule, targetArn, event, input, tried + 1, most, next, until);
  }
}
