package com.shangwellness.ops.screen;

import com.shangwellness.ops.monitoring.Chart;
import com.shangwellness.ops.monitoring.Chart.Curve;
import com.shangwellness.ops.monitoring.Span;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The graphs of a dashboard as a person reads them in a terminal. */
public final class MetricsScreen {
  private static final int LONGEST_NAME = 36;
  private static final int SHORTEST_NAME = 8;
  private static final int NUMBERS = 28;
  private static final int LEAST_BARS = 10;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public MetricsScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code charts}, which show {@code span}. */
  public List<String> lines(List<Chart> charts, Span span) {
    var lines = new ArrayList<String>();
    lines.add(
        terminal.dim(
            "%s to %s UTC; a column is %s"
                .formatted(clock(span.start()), clock(span.end()), column(span, charts))));
    for (var chart : charts) {
      lines.add("");
      lines.add(terminal.bold(chart.title()));
      chart.curves().forEach(curve -> lines.add("  " + line(curve, span, nameWidth(charts))));
    }
    return lines;
  }

  /** One line a curve, without the titles: for where there is little room. */
  List<String> brief(List<Chart> charts, Span span) {
    int width = nameWidth(charts);
    return charts.stream()
        .flatMap(chart -> chart.curves().stream())
        .map(curve -> line(curve, span, width))
        .toList();
  }

  private static String clock(Instant time) {
    return CLOCK.format(time);
  }

  private String column(Span span, List<Chart> charts) {
    int share = Math.max(1, Math.ceilDiv(span.periods(), room(nameWidth(charts))));
    long minutes = span.period().toMinutes() * share;
    return minutes % 60 == 0
        ? (minutes == 60 ? "an hour" : minutes / 60 + " hours")
        : (minutes == 1 ? "a minute" : minutes + " minutes");
  }

  private int nameWidth(List<Chart> charts) {
    int most = Math.clamp(room(LEAST_BARS), SHORTEST_NAME, LONGEST_NAME);
    return charts.stream()
        .flatMap(chart -> chart.curves().stream())
        .mapToInt(curve -> Math.min(most, curve.name().length()))
        .max()
        .orElse(0);
  }

  /** What is left of a line beside so many columns, the numbers and the blanks between. */
  private int room(int columns) {
    return Math.max(1, terminal.width() - columns - NUMBERS - 6);
  }

  private String line(Curve curve, Span span, int nameWidth) {
    int room = Math.min(room(nameWidth), span.periods());
    var bars = Sparkline.of(curve.points(), span, room);
    var numbers =
        curve.points().isEmpty()
            ? "no data"
            : "now "
                + Text.padded(Numbers.brief(curve.latest().orElseThrow()), 8)
                + "  most "
                + Numbers.brief(curve.highest().orElseThrow());
    return Text.padded(curve.name(), nameWidth)
        + "  "
        + terminal.good(Text.padded(bars, room))
        + "  "
        + (curve.points().isEmpty() ? terminal.dim(numbers) : numbers);
  }
}
