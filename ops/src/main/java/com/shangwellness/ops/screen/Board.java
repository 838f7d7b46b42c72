package com.shangwellness.ops.screen;

import com.shangwellness.ops.progress.Happening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The steps of a command with a bar for each, as lines of text. Knows nothing of terminals. */
final class Board {
  private static final int BAR = 20;
  private static final int LONGEST_NAME = 32;
  private static final int ROOM_BESIDE_BAR = 30;

  /** How far a step is. */
  private enum Stage {
    WAITING,
    WORKING,
    DONE,
    FAILED
  }

  private static final class Row {
    private Stage stage = Stage.WAITING;
    private int done;
    private int total;
    private String now = "";
    private long began;
    private long ended;
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** Takes in what happened at {@code nanos} on the caller's clock. */
  void take(Happening happening, long nanos) {
    switch (happening) {
      case Happening.Planned planned -> planned.steps().forEach(this::row);
      case Happening.Begun begun -> begin(row(begun.step()), begun.total(), nanos);
      case Happening.Moved moved -> move(moved, nanos);
      case Happening.Ended ended -> end(row(ended.step()), Stage.DONE, ended.result(), nanos);
      case Happening.Failed failed -> end(row(failed.step()), Stage.FAILED, failed.result(), nanos);
      case Happening.Proposed proposed -> row(proposed.step()).total = proposed.changes().size();
      case Happening.Remark remark -> {}
    }
  }

  private Row row(String step) {
    return rows.computeIfAbsent(step, name -> new Row());
  }

  private static void begin(Row row, int total, long nanos) {
    row.stage = Stage.WORKING;
    row.done = 0;
    row.total = total;
    row.now = "";
    row.began = nanos;
  }

  private void move(Happening.Moved moved, long nanos) {
    var row = row(moved.step());
    if (row.stage != Stage.WORKING) {
      begin(row, moved.total(), nanos);
    }
    row.done = Math.min(moved.done(), moved.total());
    row.total = moved.total();
    row.now = moved.state().endsWith("_COMPLETE") ? row.now : moved.part();
    if (moved.state().contains("FAILED")) {
      row.now = moved.part() + " failed";
    }
  }

  private static void end(Row row, Stage stage, String result, long nanos) {
    row.began = row.stage == Stage.WAITING ? nanos : row.began;
    row.stage = stage;
    row.now = result;
    row.ended = nanos;
  }

  /** The lines as they are at {@code nanos}, none longer than {@code terminal} is wide. */
  List<String> lines(Terminal terminal, long nanos) {
    var width = nameWidth(terminal);
    var lines = new ArrayList<String>();
    rows.forEach((name, row) -> lines.add(line(name, row, width, terminal, nanos)));
    return lines;
  }

  private int nameWidth(Terminal terminal) {
    var longest = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    return Math.min(longest, Math.min(LONGEST_NAME, terminal.width() / 3));
  }

  private static String line(String name, Row row, int width, Terminal terminal, long nanos) {
    var mark =
        switch (row.stage) {
          case WAITING -> terminal.dim("·");
          case WORKING -> terminal.warn("▸");
          case DONE -> terminal.good("✓");
          case FAILED -> terminal.bad("✗");
        };
    var shown = Text.padded(name, width);
    if (row.stage == Stage.WAITING) {
      return "  " + mark + " " + terminal.dim(shown);
    }
    var until = row.stage == Stage.WORKING ? nanos : row.ended;
    var time = seconds(Duration.ofNanos(until - row.began));
    var bar = terminal.width() < width + BAR + ROOM_BESIDE_BAR ? count(row) : bar(row);
    var room = terminal.width() - width - bar.length() - time.length() - 9;
    var now = Text.padded(row.now, Math.max(0, Math.min(room, LONGEST_NAME)));
    var end = row.stage == Stage.FAILED ? terminal.bad(now) : now;
    return "  " + mark + " " + shown + "  " + bar + end + "  " + terminal.dim(time);
  }

  private static String bar(Row row) {
    if (row.total == 0) {
      return "";
    }
    var filled = (int) ((long) done(row) * BAR / row.total);
    return "█".repeat(filled) + "░".repeat(BAR - filled) + " " + count(row);
  }

  private static String count(Row row) {
    return row.total == 0 ? "" : Text.padded(done(row) + "/" + row.total, 7) + "  ";
  }

  private static int done(Row row) {
    return row.stage == Stage.DONE ? row.total : row.done;
  }

  static String seconds(Duration duration) {
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
