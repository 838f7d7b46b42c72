package com.shangwellness.region.cloudwatch;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The functions of metric math that make a number of the time of each point (CloudWatch user guide,
 * "Using metric math"). Times are UTC.
 */
enum TimePart {
  MINUTE,
  HOUR,
  /** 1 is Monday. */
  DAY,
  DATE,
  MONTH,
  YEAR,
  EPOCH;

  double of(long second) {
    var time = Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC);
    return switch (this) {
      case MINUTE -> time.getMinute();
      case HOUR -> time.getHour();
      case DAY -> time.getDayOfWeek().getValue();
      case DATE -> time.getDayOfMonth();
      case MONTH -> time.getMonthValue();
      case YEAR -> time.getYear();
      case EPOCH -> second;
    };
  }
}
