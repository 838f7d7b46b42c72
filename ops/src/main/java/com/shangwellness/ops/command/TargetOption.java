package com.shangwellness.ops.command;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.machine.RegionRecord;
import com.shangwellness.ops.targets.AwsTarget;
import com.shangwellness.ops.targets.LocalTarget;
import com.shangwellness.ops.targets.Target;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command acts. Without {@code --target aws} it is this machine, always. */
final class TargetOption {
  /** The two targets. */
  enum Where {
    /** The region on this machine. */
    local,
    /** A real account. */
    aws
  }

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description =
          "local: the region on this machine (default); aws: the real account, with your own"
              + " credentials.")
  private Where where = Where.local;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "With --target aws: the profile of your AWS configuration.")
  private Optional<String> profile = Optional.empty();

  boolean isAws() {
    return where == Where.aws;
  }

  /**
   * The target.
   *
   * @throws Failure if nothing runs on this machine, or {@code --profile} is given without AWS
   */
  Target target(Shared shared) {
    check();
    return isAws() ? aws() : local(running(shared));
  }

  /** Refuses options that contradict each other. */
  void check() {
    if (!isAws() && profile.isPresent()) {
      throw Failure.wrongSettings(
          "--profile "
              + profile.get()
              + " is for --target aws; the region on this machine needs no credentials");
    }
  }

  Target aws() {
    return new AwsTarget(profile);
  }

  static Target local(RegionRecord region) {
    var ports = region.ports();
    return new LocalTarget(ports.endpoint(), ports.siteAddress(), ports.siteTlsAddress());
  }

  private static RegionRecord running(Shared shared) {
    return shared
        .region()
        .running()
        .orElseThrow(
            () -> Failure.notRunning("nothing runs on this machine; start it with: ./shang up"));
  }
}
