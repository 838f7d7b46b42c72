package com.shangwellness.region.cloudwatch;

import java.time.Instant;

/**
 * The periods that are asked for.
 *
 * @param from when the first one begins, in seconds
 * @param to when the last one ends
 * @param period the length of one, in seconds
 */
record Timespan(long from, long to, int period) {

  /** The periods of that length that begin within two times, as GetMetricData counts them. */
  static Timespan within(Instant start, Instant end, int period) {
    long from = Math.floorDiv(start.getEpochSecond(), period) * period;
    long last = Math.ceilDiv(end.getEpochSecond(), period) * period;
    return new Timespan(from, last, period);
  }
}
