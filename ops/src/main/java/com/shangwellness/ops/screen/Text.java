package com.shangwellness.ops.screen;

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
}
