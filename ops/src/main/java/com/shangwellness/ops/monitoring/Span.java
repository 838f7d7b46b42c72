package com.shangwellness.ops.monitoring;

import java.time.Duration;
import java.time.Instant;

/**
 * From when to when is looked, and how finely: a minute at a time up to three hours, five minutes
 * up to a day, an hour beyond, so that CloudWatch keeps such points for that long.
 *
 * @param start the beginning of a period
 * @param end the end of one
 */
public record Span(Instant start, Instant end, Duration period) {
  private static final Duration MINUTES_UP_TO = Duration.ofHours(3);
  private static final Duration FIVE_MINUTES_UP_TO = Duration.ofDays(1);

  /** The last {@code length} until {@code now}, with the period that is under way. */
  public static Span until(Instant now, Duration length) {
    var period = period(length);
    long seconds = period.toSeconds();
    var end = Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds);
    long periods = Math.ceilDiv(length.toSeconds(), seconds);
    return new Span(end.minus(period.multipliedBy(periods)), end, period);
  }

  private static Duration period(Duration length) {
    if (length.compareTo(MINUTES_UP_TO) <= 0) {
      return Duration.ofMinutes(1);
    }
    return length.compareTo(FIVE_MINUTES_UP_TO) <= 0 ? Duration.ofMinutes(5) : Duration.ofHours(1);
  }

  /** How many periods. */
  public int periods() {
    return (int) Duration.between(start, end).dividedBy(period);
  }

  /** Which of the periods {@code time} is in. */
  public int index(Instant time) {
    return (int) Duration.between(start, time).dividedBy(period);
  }
}
