package com.shangwellness.region.ecs;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a deployment or task set waits before it starts tasks again after tasks in a row did not
 * reach RUNNING: longer each time, up to 27 minutes (ECS guide, "Service throttle logic"). Tasks
 * that reached RUNNING and stopped later are replaced without delay. Each has its own: a green one
 * that cannot start holds up no replacement of a blue one.
 *
 * @param failures how many tasks in a row did not reach RUNNING
 * @param nextStart before which no task is started
 */
record RestartBackoff(int failures, Instant nextStart) {

  /** Of what has not failed. */
  static final RestartBackoff NONE = new RestartBackoff(0, Instant.EPOCH);

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(27);
  private static final int DOUBLINGS = 8;

  /** After one more failure. */
  RestartBackoff failed(Instant now) {
    return new RestartBackoff(failures + 1, now.plus(after(failures + 1)));
  }

  /** The same, but not before {@code earliest}. */
  RestartBackoff notBefore(Instant earliest) {
    return earliest.isAfter(nextStart) ? new RestartBackoff(failures, earliest) : this;
  }

  boolean allows(Instant now) {
    return !now.isBefore(nextStart);
  }

  /** Whether it is said to be unable to start tasks consistently. */
  boolean isImpaired() {
    return failures > 2;
  }

  /**
   * The delay after {@code failures} tasks in a row; none after the first, which may be bad luck.
   */
  private static Duration after(int failures) {
    if (failures <= 1) {
      return Duration.ZERO;
    }
    var delay = FIRST.multipliedBy(1L << Math.min(failures - 2, DOUBLINGS));
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }
}
