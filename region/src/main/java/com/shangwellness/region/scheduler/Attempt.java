package com.shangwellness.region.scheduler;

import java.time.Instant;
import software.amazon.awssdk.services.scheduler.model.Target;

/**
 * An invocation on its way; kept until it has arrived or is given up.
 *
 * @param id the invocation's id
 * @param group its schedule's group
 * @param schedule its schedule's ARN
 * @param target what is invoked
 * @param scheduled for which time
 * @param tried how often it was tried in vain
 * @param due when it is tried next
 */
record Attempt(
    String id,
    String group,
    String schedule,
    Target target,
    Instant scheduled,
    int tried,
    Instant due) {

  Attempt again(Instant next) {
    return new Attempt(id, group, schedule, target, scheduled, tried + 1, next);
  }
}
