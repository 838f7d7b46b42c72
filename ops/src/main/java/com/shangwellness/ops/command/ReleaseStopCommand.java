package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.release.ReleaseState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang release stop}: no further, and not back. */
@Command(
    name = "stop",
    header = "Stop the release that is under way, and leave the traffic where it is.",
    description = {
      "",
      "Both versions go on to serve what they serve at that moment. What you want in most cases is"
          + " ./shang release rollback, which sends all traffic back; it does so afterwards, too."
    },
    footer = {
      "",
      "Exit codes: 0 stopped; 1 failed; 2 wrong usage; 3 nothing runs, or no release is under",
      "way; 4 you did not agree.",
      "",
      "Example:",
      "  ./shang release stop --yes"
    })
final class ReleaseStopCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Print how it ended as JSON; progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var releases = shared.releases(target, shared.assembly(shared.environment()));
    var state = releases.look(releases.active());
    if (!yes && !Screens.ask("Stop " + state.id() + " and leave the traffic as it is?")) {
      throw Failure.declined("release " + state.id() + " goes on");
    }
    var watched = new Watching(releases, json).until(releases.stop(false), ReleaseState::isOver);
    return watched == ExitCode.OK ? ExitCode.OK : ExitCode.FAILED;
  }
}
