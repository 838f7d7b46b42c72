package com.shangwellness.region.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Does something at the end of each full minute of region time. */
public final class EachMinute {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MOST_LATE = Duration.ofMinutes(10);

  private EachMinute() {}

  /**
   * Begins now and does not end.
   *
   * @param what the action's line in the region's history
   * @param action given the beginning of the minute that has just ended
   */
  public static void begin(Timeline timeline, String what, Consumer<Instant> action) {
    from(timeline.now().truncatedTo(ChronoUnit.MINUTES), timeline, what, action);
  }

  private static void from(
      Instant start, Timeline timeline, String what, Consumer<Instant> action) {
    var end = start.plus(MINUTE);
    var unused =
        timeline.at(
            end,
            what,
            () -> {
              // What a busy machine has missed is made up for, but not a whole night.
              var now = timeline.now();
              boolean isLost = Duration.between(end, now).compareTo(MOST_LATE) > 0;
              from(isLost ? now.truncatedTo(ChronoUnit.MINUTES) : end, timeline, what, action);
              action.accept(start);
            });
  }
}
