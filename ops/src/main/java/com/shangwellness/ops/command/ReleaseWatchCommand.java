package com.shangwellness.ops.command;

import com.shangwellness.ops.release.ReleaseState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shang release watch}: back to a release that is under way. */
@Command(
    name = "watch",
    header = "Watch the release that is under way, whoever began it.",
    footer = {
      "",
      "Exit codes: 0 released; 1 failed or rolled back; 2 wrong usage; 3 nothing runs, or no",
      "release is under way; 130 interrupted, and the release goes on.",
      "",
      "Example:",
      "  ./shang release watch"
    })
final class ReleaseWatchCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Parameters(
      arity = "0..1",
      paramLabel = "N",
      description = "Its number in the list, or its id. Default: the one that is under way.")
  private Optional<String> which = Optional.empty();

  @Option(names = "--json", description = "Print how it ended as JSON; progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var releases = shared.releases(target, shared.assembly(shared.environment()));
    var id = which.map(releases::find).orElseGet(releases::active);
    return new Watching(releases, json).until(id, ReleaseState::isGood);
  }
}
