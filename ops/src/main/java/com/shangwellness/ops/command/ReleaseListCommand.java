package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.screen.ReleaseListScreen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang release list}: all releases. */
@Command(
    name = "list",
    header = "List the releases, newest first: who, what, when, how long, and how it ended.",
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 nothing runs.",
      "",
      "Example: how long the good ones took",
      "  ./shang release list --json | jq '.[] | select(.status == \"Succeeded\") | .seconds'"
    })
final class ReleaseListCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var releases = shared.releases(target, shared.assembly(shared.environment()));
    var all = releases.list();
    if (json) {
      Json.print(all);
    } else {
      var terminal = Screens.terminal();
      new ReleaseListScreen(terminal).lines(all).forEach(terminal.out()::println);
    }
    return ExitCode.OK;
  }
}
