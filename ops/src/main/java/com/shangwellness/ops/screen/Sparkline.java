package com.shangwellness.ops.screen;

import com.shangwellness.ops.monitoring.Chart.Point;
import com.shangwellness.ops.monitoring.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A curve as a row of small bars, a column a period; a period without data is left blank. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * The curve in at most {@code width} columns; where periods have to share one, the highest is
   * shown, so that no peak is lost. The bars stand on zero.
   */
  static String of(List<Point> points, Span span, int width) {
    int share = Math.max(1, Math.ceilDiv(span.periods(), Math.max(1, width)));
    var columns = new double[Math.ceilDiv(span.periods(), share)];
    Arrays.fill(columns, Double.NaN);
    for (var point : points) {
      int index = span.index(Instant.parse(point.time()));
      if (index >= 0 && index < span.periods()) {
        int column = index / share;
        columns[column] =
            Double.isNaN(columns[column])
                ? point.value()
                : Math.max(columns[column], point.value());
      }
    }
    double most = Arrays.stream(columns).filter(v -> !Double.isNaN(v)).max().orElse(0);
    var line = new StringBuilder();
    for (double value : columns) {
      line.append(Double.isNaN(value) ? ' ' : bar(value, most));
    }
    return line.toString();
  }

  /** The curve of {@code values}, a column each. */
  static String of(List<Double> values) {
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    var line = new StringBuilder();
    values.forEach(value -> line.append(bar(value, most)));
    return line.toString();
  }

  private static char bar(double value, double most) {
    int last = BARS.length() - 1;
    int height = most <= 0 ? 0 : (int) Math.round(value / most * last);
    return BARS.charAt(Math.clamp(height, 0, last));
  }
}
