package com.shangwellness.ops.screen;

import java.util.ArrayList;
import java.util.List;

/** Columns that line up. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row. */
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The rows as lines, each cell padded to its column; no blanks at a line's end. */
  public List<String> lines() {
    var widths = new ArrayList<Integer>();
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (widths.size() <= i) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      var cell = row.get(i);
      line.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
