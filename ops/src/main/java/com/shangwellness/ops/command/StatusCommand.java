package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.screen.StatusScreen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang status}: what production looks like. */
@Command(
    name = "status",
    header = "Show the stacks, the service, its tasks and the database.",
    footer = {
      "",
      "Exit codes: 0 all is well; 1 something is not; 2 wrong usage; 3 nothing runs.",
      "",
      "Example: how many tasks are healthy",
      "  ./shang status --json | jq '[.tasks[] | select(.health == \"healthy\")] | length'"
    })
public final class StatusCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var snapshot = shared.observer(where.target(shared)).look();
    if (json) {
      Json.print(snapshot);
    } else {
      var terminal = Screens.terminal();
      new StatusScreen(terminal).lines(snapshot).forEach(terminal.out()::println);
    }
    return exitCode(snapshot);
  }

  private static int exitCode(Snapshot snapshot) {
    if (snapshot.stacks().isEmpty()) {
      return ExitCode.NOT_RUNNING;
    }
    return snapshot.isWell() ? ExitCode.OK : ExitCode.FAILED;
  }
}
