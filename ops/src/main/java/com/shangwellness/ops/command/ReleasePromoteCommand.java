package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang release promote}: no need to wait any longer. */
@Command(
    name = "promote",
    header = "End the wait of a release: before its traffic shifts, or before blue's removal.",
    description = {
      "",
      "The schedule of the traffic itself cannot be shortened: that is the canary's point."
    },
    footer = {
      "",
      "Exit codes: 0 it goes on; 1 it waits for nobody just now; 2 wrong usage; 3 nothing runs,",
      "or no release is under way.",
      "",
      "Example: the new version is good, the old tasks may go",
      "  ./shang release promote"
    })
final class ReleasePromoteCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var releases = shared.releases(target, shared.assembly(shared.environment()));
    var id = releases.active();
    var follows = releases.promote();
    if (json) {
      Json.print(Map.of("id", id, "follows", follows));
    } else {
      System.out.println("Release " + id + ": " + follows + ". See: ./shang release watch");
    }
    return ExitCode.OK;
  }
}
