package com.shangwellness.ops.screen;

import com.shangwellness.ops.monitoring.AlarmState;
import com.shangwellness.ops.monitoring.Lookout.Sight;
import com.shangwellness.ops.production.Snapshot;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Production on one screen: what runs, what was measured, what rings, what has happened. */
public final class TopScreen {
  private static final int MOST_EVENTS = 5;
  private static final int MOST_ALARMS = 6;
  private static final int MOST_TASKS = 10;

  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public TopScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code sight}; what finds no room on a terminal is for the caller to cut. */
  public List<String> lines(Sight sight) {
    var lines = new ArrayList<String>();
    var snapshot = sight.snapshot();
    lines.add(title(sight));
    if (snapshot.stacks().isEmpty()) {
      lines.add("Nothing is deployed.");
      return lines;
    }
    section(lines, service(snapshot), tasks(snapshot));
    var colours = colours(snapshot);
    if (!colours.isEmpty()) {
      section(lines, "Release", colours);
    }
    section(lines, "Measured", new MetricsScreen(indented()).brief(sight.charts(), sight.span()));
    section(lines, "Alarms", alarms(sight.alarms()));
    section(
        lines,
        "Service events",
        sight.events().stream().limit(MOST_EVENTS).map(this::fit).toList());
    return lines;
  }

  private String title(Sight sight) {
    var name = "Shangwellness";
    var snapshot = sight.snapshot();
    var state = snapshot.isWell() ? "well" : "not well";
    var where =
        "%s  %s  %s/%s"
            .formatted(
                sight.time().truncatedTo(ChronoUnit.SECONDS),
                snapshot.target(),
                snapshot.account(),
                snapshot.region());
    int room = terminal.width() - name.length() - state.length() - 4;
    return terminal.bold(name)
        + "  "
        + (snapshot.isWell() ? terminal.good(state) : terminal.bad(state))
        + "  "
        + Text.fit(where, room);
  }

  private Terminal indented() {
    return new Terminal(terminal.out(), terminal.live(), terminal.colours(), terminal.width() - 2);
  }

  private void section(List<String> lines, String title, List<String> body) {
    lines.add("");
    lines.add(terminal.bold(Text.fit(title, terminal.width())));
    body.forEach(line -> lines.add("  " + line));
  }

  private static String service(Snapshot snapshot) {
    return snapshot.services().stream()
        .findFirst()
        .map(
            service ->
                "%s: %d of %d tasks run, %d on their way"
                    .formatted(
                        service.name(), service.running(), service.desired(), service.pending()))
        .orElse("There is no service yet");
  }

  /** Both colours while a release is under way; nothing otherwise. */
  private List<String> colours(Snapshot snapshot) {
    var table = new Table();
    snapshot.services().stream()
        .filter(service -> service.taskSets().size() > 1)
        .flatMap(service -> service.taskSets().stream())
        .forEach(
            set ->
                table.row(
                    set.status(),
                    set.running() + " of " + set.desired() + " running",
                    set.stability(),
                    set.taskDefinition().replaceFirst(".*/", "")));
    return table.lines().stream().map(this::fit).toList();
  }

  private List<String> tasks(Snapshot snapshot) {
    var table = new Table();
    snapshot.tasks().stream()
        .limit(MOST_TASKS)
        .forEach(
            task ->
                table.row(
                    task.id(),
                    task.zone(),
                    task.address(),
                    task.status(),
                    task.health(),
                    task.reason()));
    return table.lines().stream().map(this::fit).toList();
  }

  private List<String> alarms(List<AlarmState> alarms) {
    var ringing = alarms.stream().filter(AlarmState::isRinging).toList();
    if (ringing.isEmpty()) {
      return List.of(terminal.good("none rings"));
    }
    return ringing.stream()
        .limit(MOST_ALARMS)
        .map(alarm -> terminal.bad(fit(alarm.name() + "  since " + alarm.since())))
        .toList();
  }

  private String fit(String line) {
    return Text.fit(line, terminal.width() - 2);
  }
}
