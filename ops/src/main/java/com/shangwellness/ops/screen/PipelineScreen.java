package com.shangwellness.ops.screen;

import com.shangwellness.ops.delivery.BuildFailure;
import com.shangwellness.ops.delivery.PipelineState;
import com.shangwellness.ops.delivery.PipelineState.ActionView;
import com.shangwellness.ops.delivery.PipelineState.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An execution of the pipeline as a person reads it. */
public final class PipelineScreen {
  private static final int BRIEF = 8;

  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public PipelineScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code state}. */
  public List<String> lines(PipelineState state) {
    var lines = new ArrayList<String>();
    lines.add(
        terminal.bold(state.pipeline())
            + "  "
            + state.execution().substring(0, Math.min(BRIEF, state.execution().length()))
            + "  "
            + coloured(state.status()));
    if (!state.revision().isEmpty()) {
      lines.add(terminal.dim("source " + Text.fit(state.revision(), terminal.width() - 7)));
    }
    var table = new Table();
    var marks = new ArrayList<String>();
    for (var stage : state.stages()) {
      for (var action : stage.actions()) {
        marks.add(mark(action));
        table.row(
            stage.name(), action.name(), action.provider(), status(stage, action), took(action));
      }
    }
    var rows = table.lines();
    for (int i = 0; i < rows.size(); i++) {
      lines.add("  " + marks.get(i) + " " + Text.fit(rows.get(i), terminal.width() - 4));
    }
    state
        .failure()
        .filter(action -> !action.summary().isEmpty())
        .ifPresent(
            action ->
                Text.wrapped(action.name() + ": " + action.summary(), terminal.width() - 4)
                    .forEach(line -> lines.add("    " + terminal.bad(line))));
    return lines;
  }

  private String mark(ActionView action) {
    return switch (action.status()) {
      case "" -> terminal.dim("·");
      case "InProgress" -> terminal.warn("▸");
      case "Succeeded" -> terminal.good("✓");
      default -> terminal.bad("✗");
    };
  }

  private static String status(StageView stage, ActionView action) {
    if (action.runs() > 1) {
      return action.status() + " (run " + action.runs() + ")";
    }
    if (action.runs() == 1) {
      return action.status();
    }
    if (!stage.closed().isEmpty()) {
      return "closed: " + stage.closed();
    }
    return stage.status().equals("Waiting") ? "waits" : "";
  }

  private static String took(ActionView action) {
    if (action.runs() == 0 || action.status().equals("InProgress")) {
      return "";
    }
    var took = Duration.between(Instant.parse(action.began()), Instant.parse(action.changed()));
    return Text.duration(took.toSeconds());
  }

  /** Why a build failed. */
  public List<String> lines(BuildFailure failure) {
    var lines = new ArrayList<String>();
    lines.add(terminal.bad("The build failed in its phase " + failure.phase()));
    if (!failure.command().isEmpty()) {
      lines.add("  command    " + failure.command());
    }
    if (!failure.exitCode().isEmpty()) {
      lines.add("  exit code  " + failure.exitCode());
    }
    if (failure.command().isEmpty()) {
      Text.wrapped(failure.reason(), terminal.width() - 13)
          .forEach(line -> lines.add("  reason     " + line));
    }
    addAll(lines, "it wrote of errors", failure.errors());
    addAll(lines, "it wrote last", failure.lastLines());
    return lines;
  }

  private void addAll(List<String> lines, String what, List<String> written) {
    if (!written.isEmpty()) {
      lines.add("  " + what + ":");
      written.forEach(line -> lines.add("    " + terminal.dim(line)));
    }
  }

  private String coloured(String status) {
    return switch (status) {
      case "Succeeded" -> terminal.good(status);
      case "InProgress", "Stopping" -> terminal.warn(status);
      default -> terminal.bad(status);
    };
  }
}
