package com.shangwellness.region.stepfunctions;

import java.time.Duration;
import java.util.List;

/**
 * When a task that failed is tried again (Amazon States Language, "Retrying after error"); the
 * jitter is left out.
 *
 * @param errors ErrorEquals
 * @param interval how long before the first time; 1 second unless said
 * @param most how often; 3 unless said
 * @param backoff by what the interval grows each time; 2 unless said
 * @param longest the longest interval
 */
record Retrier(List<String> errors, Duration interval, int most, double backoff, Duration longest) {

  /** How long to wait when it was tried again {@code tried} times already. */
  Duration wait(int tried) {
    double millis = interval.toMillis() * Math.pow(backoff, tried);
    return millis >= longest.toMillis() ? longest : Duration.ofMillis((long) millis);
  }
}
