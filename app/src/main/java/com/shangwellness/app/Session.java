package com.shangwellness.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * One session that can be booked.
 *
 * @param minutes how long it lasts
 * @param capacity how many places there are
 * @param booked how many of them are taken, never more than {@code capacity}
 */
record Session(
    long id,
    String title,
    String summary,
    String teacher,
    Instant startsAt,
    int minutes,
    int capacity,
    int booked) {

  /** How many places are left. */
  @JsonProperty
  int available() {
    return capacity - booked;
  }
}
