package com.shangwellness.region.sns;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as messages write them. */
final class Times {

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** With three digits of a second always: {@code 2026-01-01T00:00:00.000Z}. */
  static String text(Instant time) {
    return MILLISECONDS.format(time);
  }
}
