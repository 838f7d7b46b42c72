package com.shangwellness.ops.screen;

import com.shangwellness.ops.delivery.PipelineRun;
import java.util.ArrayList;
import java.util.List;

/** The executions of the pipeline, a line each. */
public final class PipelineHistoryScreen {
  private static final int BRIEF = 8;

  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public PipelineHistoryScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code runs}. */
  public List<String> lines(List<PipelineRun> runs) {
    if (runs.isEmpty()) {
      return List.of("The pipeline has run nothing yet. Begin with: ./shang push");
    }
    var table = new Table().row("execution", "", "began", "took", "by", "source");
    runs.forEach(
        run ->
            table.row(
                run.execution().substring(0, Math.min(BRIEF, run.execution().length())),
                run.status(),
                run.began().replaceFirst("\\.\\d+Z$", "Z"),
                Text.duration(run.seconds()),
                run.trigger(),
                run.revision()));
    var rows = table.lines();
    var lines = new ArrayList<String>();
    lines.add(terminal.dim(Text.fit(rows.getFirst(), terminal.width())));
    rows.subList(1, rows.size())
        .forEach(row -> lines.add(coloured(Text.fit(row, terminal.width()))));
    return lines;
  }

  private String coloured(String line) {
    return line.replaceFirst("(?<!\\S)Succeeded(?!\\S)", terminal.good("Succeeded"))
        .replaceFirst("(?<!\\S)(Failed|Stopped|Cancelled)(?!\\S)", terminal.bad("$1"));
  }
}
