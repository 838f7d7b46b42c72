package com.shangwellness.ops.screen;

import com.shangwellness.ops.release.ReleaseLine;
import java.util.ArrayList;
import java.util.List;

/** All releases, a line each, and below it why one came to a bad end. */
public final class ReleaseListScreen {
  private static final int INDENT = 4;

  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public ReleaseListScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code releases}. */
  public List<String> lines(List<ReleaseLine> releases) {
    if (releases.isEmpty()) {
      return List.of("Nothing was released yet. Begin with: ./shang release");
    }
    var table = new Table().row("", "release", "", "version", "began", "took", "by");
    releases.forEach(
        r ->
            table.row(
                String.valueOf(r.number()),
                r.id(),
                r.kind().equals("rollback") ? "↩ " + r.status() : r.status(),
                r.version(),
                r.began().replaceFirst("\\.\\d+Z$", "Z"),
                Text.duration(r.seconds()),
                r.by()));
    var rows = table.lines();
    var lines = new ArrayList<String>();
    lines.add(terminal.dim(Text.fit(rows.getFirst(), terminal.width())));
    for (int i = 0; i < releases.size(); i++) {
      lines.add(coloured(Text.fit(rows.get(i + 1), terminal.width())));
      var reason = releases.get(i).reason();
      if (!reason.isEmpty()) {
        lines.add(terminal.dim(" ".repeat(INDENT) + Text.fit(reason, terminal.width() - INDENT)));
      }
    }
    return lines;
  }

  private String coloured(String line) {
    return line.replaceFirst("(?<!\\S)Succeeded(?!\\S)", terminal.good("Succeeded"))
        .replaceFirst("(?<!\\S)(Failed|Stopped)(?!\\S)", terminal.bad("$1"));
  }
}
