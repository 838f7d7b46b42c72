package com.shangwellness.ops.command;

import com.shangwellness.ops.Failure;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How fast a release waits. Only the region on this machine can be asked for that. */
final class PaceOption {
  private static final double MOST = 1000;

  @Option(
      names = "--pace",
      paramLabel = "N",
      description =
          "How many times as fast as on AWS this release waits: for traffic, alarms and the old"
              + " tasks' removal. On this machine only.")
  private Optional<Double> pace = Optional.empty();

  /**
   * The pace that is wanted.
   *
   * @throws Failure if it is none, or nobody there can be asked for it
   */
  Optional<Double> of(TargetOption where) {
    if (pace.isPresent() && where.isAws()) {
      throw Failure.wrongSettings(
          "--pace "
              + pace.get()
              + " is for the region on this machine: AWS waits as long as the deployment's"
              + " configuration says");
    }
    pace.ifPresent(PaceOption::check);
    return pace;
  }

  private static void check(double value) {
    if (!(value > 0 && value <= MOST)) {
      throw Failure.wrongSettings("--pace is " + value + "; it must be above 0 and at most 1000");
    }
  }
}
