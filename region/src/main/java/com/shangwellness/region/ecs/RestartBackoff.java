package com.shangwellness.region.ecs;

import java.time.Duration;

/**
 * How long a service waits before it starts tasks again after tasks in a row did not reach RUNNING:
 * longer each time, up to 27 minutes (ECS guide, "Service throttle logic"). Tasks that reached
 * RUNNING and stopped later are replaced without delay.
 */
final class RestartBackoff {

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(27);
  private static final int DOUBLINGS = 8;

  private RestartBackoff() {}

  /**
   * The delay after {@code failures} tasks in a row; none after the first, which may be bad luck.
   */
  static Duration after(int failures) {
    if (failures <= 1) {
      return Duration.ZERO;
    }
    var delay = FIRST.multipliedBy(1L << Math.min(failures - 2, DOUBLINGS));
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }

  /** Whether the service is said to be unable to start tasks consistently. */
  static boolean isImpaired(int failures) {
    return failures > 2;
  }
}
