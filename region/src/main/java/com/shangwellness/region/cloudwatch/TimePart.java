package com.shangwellness.region.cloudwatch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.ToLongFunction;

/**
 * The functions of metric math that make a number of the time of each point (CloudWatch user guide,
 * "Using metric math"). Times are UTC.
 */
enum TimePart {
  MINUTE(ZonedDateTime::getMinute),
  HOUR(ZonedDateTime::getHour),
  /** 1 is Monday. */
  DAY(time -> time.getDayOfWeek().getValue()),
  DATE(ZonedDateTime::getDayOfMonth),
  MONTH(ZonedDateTime::getMonthValue),
  YEAR(ZonedDateTime::getYear),
  EPOCH(ZonedDateTime::toEpochSecond);

  private final ToLongFunction<ZonedDateTime> part;

  TimePart(ToLongFunction<ZonedDateTime> part) {
    this.part = part;
  }

  double of(long second) {
    return part.applyAsLong(Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC));
  }
}
