package com.shangwellness.ops.screen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Text that has to fit. */
final class Text {
  private Text() {}

  /** {@code text} in exactly {@code width} columns; what is cut off is told by an ellipsis. */
  static String padded(String text, int width) {
    return fit(text, width) + " ".repeat(Math.max(0, width - text.length()));
  }

  /** {@code text} in at most {@code width} columns; what is cut off is told by an ellipsis. */
  static String fit(String text, int width) {
    return text.length() > width
        ? text.substring(0, Math.max(0, width - 1)) + (width > 0 ? "…" : "")
        : text;
  }

  /** The end of {@code text} in at most {@code width} columns: where names differ. */
  static String end(String text, int width) {
    return text.length() > width
        ? (width > 0 ? "…" : "") + text.substring(text.length() - Math.max(0, width - 1))
        : text;
  }

  /** {@code text} in lines of at most {@code width} columns, broken between words. */
  static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(fit(word, width));
    }
    lines.add(line.toString());
    return lines;
  }

  /** How long that is, as a person says it. */
  static String duration(long seconds) {
    var length = Duration.ofSeconds(seconds);
    if (length.toHours() > 0) {
      return length.toHours() + " h " + length.toMinutesPart() + " min";
    }
    return length.toMinutes() > 0
        ? length.toMinutes() + " min " + length.toSecondsPart() + " s"
        : seconds + " s";
  }
}
