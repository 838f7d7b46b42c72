package com.shangwellness.ops.screen;

import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.production.Snapshot.DatabaseState;
import com.shangwellness.ops.production.Snapshot.TaskState;
import java.util.ArrayList;
import java.util.List;

/** A snapshot of production as a person reads it. */
public final class StatusScreen {
  private final Terminal terminal;

  /** The screen for {@code terminal}. */
  public StatusScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines for {@code snapshot}. */
  public List<String> lines(Snapshot snapshot) {
    var lines = new ArrayList<String>();
    lines.add(
        terminal.bold("Shangwellness")
            + "  "
            + snapshot.target()
            + "  "
            + snapshot.account()
            + "/"
            + snapshot.region()
            + (snapshot.site().isEmpty() ? "" : "  " + snapshot.site()));
    if (snapshot.stacks().isEmpty()) {
      lines.add("Nothing is deployed.");
      return lines;
    }
    section(lines, "Stacks", stacks(snapshot));
    section(lines, "Service", services(snapshot));
    section(lines, "Tasks", tasks(snapshot));
    section(lines, "Database", databases(snapshot));
    return lines;
  }

  private void section(List<String> lines, String title, List<String> body) {
    lines.add("");
    lines.add(terminal.bold(title));
    if (body.isEmpty()) {
      lines.add("  none");
    }
    body.forEach(line -> lines.add("  " + coloured(line)));
  }

  private static List<String> stacks(Snapshot snapshot) {
    var table = new Table();
    snapshot.stacks().forEach(stack -> table.row(stack.name(), stack.status()));
    return table.lines();
  }

  private static List<String> services(Snapshot snapshot) {
    var table = new Table();
    for (var service : snapshot.services()) {
      table.row(
          service.name(),
          service.running() + " of " + service.desired() + " running",
          service.pending() + " pending",
          name(service.taskDefinition()));
      if (service.taskSets().size() > 1) {
        // Both colours: a release is under way.
        service
            .taskSets()
            .forEach(
                set ->
                    table.row(
                        "  " + set.status(),
                        set.running() + " of " + set.desired() + " running",
                        set.stability(),
                        name(set.taskDefinition())));
      }
    }
    return table.lines();
  }

  private static String name(String definition) {
    return definition.substring(definition.lastIndexOf('/') + 1);
  }

  private static List<String> tasks(Snapshot snapshot) {
    var table = new Table();
    for (TaskState task : snapshot.tasks()) {
      table.row(
          task.id(), task.zone(), task.address(), task.status(), task.health(), task.reason());
    }
    return table.lines();
  }

  private static List<String> databases(Snapshot snapshot) {
    var table = new Table();
    for (DatabaseState database : snapshot.databases()) {
      table.row(database.cluster(), database.status(), database.endpoint());
      database
          .instances()
          .forEach(i -> table.row("  " + i.name(), i.status(), i.role() + " in " + i.zone()));
    }
    return table.lines();
  }

  // Whole words of AWS's own vocabulary, so that a name can never be coloured by accident.
  private String coloured(String line) {
    return line.replaceAll(
            "(?<!\\S)(healthy|available|RUNNING|(CREATE|UPDATE)_COMPLETE)(?!\\S)",
            terminal.good("$1"))
        .replaceAll(
            "(?<!\\S)(unhealthy|STOPPED|\\w*FAILED|\\w*ROLLBACK\\w*)(?!\\S)", terminal.bad("$1"));
  }
}
