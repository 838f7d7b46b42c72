package com.shangwellness.ops.screen;

import com.shangwellness.ops.monitoring.AlarmState;
import java.util.ArrayList;
import java.util.List;

/** Alarms as a person reads them: each with its state, since when, and why. */
public final class AlarmsScreen {
  private static final int INDENT = 4;

  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public AlarmsScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code alarms}. */
  public List<String> lines(List<AlarmState> alarms) {
    var lines = new ArrayList<String>();
    var watching = alarms.stream().filter(a -> a.purpose().equals("watch")).toList();
    long ringing = watching.stream().filter(AlarmState::isRinging).count();
    lines.add(terminal.bold(ringing + " of " + watching.size() + " alarms ring"));
    watching.forEach(alarm -> add(lines, alarm));
    var scaling = alarms.stream().filter(a -> a.purpose().equals("scaling")).toList();
    if (!scaling.isEmpty()) {
      lines.add("");
      lines.add(
          terminal.bold("Scaling")
              + terminal.dim("  (these ring whenever the service may change)"));
      scaling.forEach(alarm -> add(lines, alarm));
    }
    return lines;
  }

  private void add(List<String> lines, AlarmState alarm) {
    lines.add(
        "  "
            + state(alarm)
            + "  "
            + alarm.name()
            + terminal.dim(since(alarm))
            + (alarm.acts() ? "" : terminal.warn("  tells nobody: its actions are off")));
    if (!alarm.state().equals("OK") && !alarm.reason().isEmpty()) {
      lines.add(" ".repeat(INDENT) + Text.fit(alarm.reason(), terminal.width() - INDENT));
    }
    alarm
        .history()
        .forEach(
            change ->
                lines.add(
                    terminal.dim(" ".repeat(INDENT) + change.time() + "  " + change.summary())));
  }

  private static String since(AlarmState alarm) {
    return alarm.since().isEmpty() ? "" : "  since " + alarm.since();
  }

  private String state(AlarmState alarm) {
    return switch (alarm.state()) {
      case "OK" -> terminal.good("OK      ");
      case "ALARM" -> alarm.isRinging() ? terminal.bad("ALARM   ") : "ALARM   ";
      default -> terminal.warn("no data ");
    };
  }
}
