package com.shangwellness.region.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Does something at the end of each full minute of region time. */
public final class EachMinute {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private EachMinute() {}

  /**
   * Begins now and does not end.
   *
   * @param what the action's line in the region's history
   * @param action given the beginning of the minute that has just ended
   */
  public static void begin(Timeline timeline, String what, Consumer<Instant> action) {
    var start = timeline.now().truncatedTo(ChronoUnit.MINUTES);
    var unused =
        timeline.at(
            start.plus(MINUTE),
            what,
            () -> {
              begin(timeline, what, action);
              // Not the minute before now: a busy machine may be late by more than what is left of
              // it.
              action.accept(start);
            });
  }
}
