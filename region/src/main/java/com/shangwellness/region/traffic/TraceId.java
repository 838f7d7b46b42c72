package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.WallClock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The {@code X-Amzn-Trace-Id} that a request is passed on with (ALB guide, "Request tracing"). */
final class TraceId {

  private TraceId() {}

  /**
   * A header with a root of its own when there was none; otherwise what was there, with this load
   * balancer's {@code Self} in place of an earlier one.
   */
  static String next(String before, WallClock clock) {
    if (before.isBlank()) {
      return "Root=" + id(clock);
    }
    var fields = new ArrayList<String>();
    boolean rooted = false;
    for (var field : before.split(";", -1)) {
      var text = field.strip();
      if (!text.isEmpty() && !text.startsWith("Self=")) {
        fields.add(text);
        rooted |= text.startsWith("Root=");
      }
    }
    fields.addFirst((rooted ? "Self=" : "Root=") + id(clock));
    return String.join(";", fields);
  }

  private static String id(WallClock clock) {
    var hex = HexFormat.of();
    var random = ThreadLocalRandom.current();
    return "1-"
        + hex.toHexDigits((int) clock.now().getEpochSecond())
        + "-"
        + hex.toHexDigits(random.nextLong())
        + hex.toHexDigits(random.nextInt());
  }
}
