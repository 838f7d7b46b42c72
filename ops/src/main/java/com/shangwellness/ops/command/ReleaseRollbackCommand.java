package com.shangwellness.ops.command;

import com.shangwellness.ops.release.ReleaseFiles;
import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.release.Releases.Way;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang release rollback}: back to what served before. */
@Command(
    name = "rollback",
    header = "Take a release back: the one that is under way, or the last one.",
    description = {
      "",
      "One that is under way is stopped, and all traffic goes back to blue at once. When none is,"
          + " what served before is released again: also what served before a release that was"
          + " stopped half way. Alarms that ring by then do not hinder it. Two rollbacks lead two"
          + " releases back. One that was taken back by itself is not taken back again."
    },
    footer = {
      "",
      "Exit codes: 0 rolled back; 1 failed; 2 wrong usage; 3 nothing runs; 130 interrupted, and",
      "the rollback goes on.",
      "",
      "Example:",
      "  ./shang release rollback"
    })
final class ReleaseRollbackCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;
  @Mixin private PaceOption pace;

  @Option(
      names = "--ignore-alarms",
      description = "Watch no alarm. Without a release under way, ringing ones are ignored anyway.")
  private boolean ignoreAlarms;

  @Option(
      names = "--further",
      description = "Go back though the last release was taken back already, by itself.")
  private boolean further;

  @Option(names = "--json", description = "Print how it ended as JSON; progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    where.check();
    var way = new Way(pace.of(where), ignoreAlarms);
    var target = where.target(shared);
    var assembly = shared.assembly(shared.environment());
    var releases = shared.releases(target, assembly);
    var watching = new Watching(releases, json);
    if (releases.isUnderWay()) {
      return watching.until(releases.stop(true), ReleaseState::isTakenBack);
    }
    if (!further) {
      releases.requireNotBackAlready();
    }
    var id = releases.rollBack(ReleaseFiles.read(assembly.folder()), way);
    return watching.until(id, ReleaseState::isGood);
  }
}
