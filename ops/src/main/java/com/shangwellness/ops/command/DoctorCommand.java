package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.doctor.Finding;
import com.shangwellness.ops.doctor.MachineDoctor;
import com.shangwellness.ops.doctor.PathDoctor;
import com.shangwellness.ops.production.SiteProbe;
import com.shangwellness.ops.screen.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code shang doctor}: what is broken, in plain words. */
@Command(
    name = "doctor",
    header = "Say what is broken on the way from the site to the database, and what to do.",
    footer = {
      "",
      "Exit codes: 0 nothing is broken; 1 something is; 2 wrong usage.",
      "",
      "Example: only what is broken",
      "  ./shang doctor --json | jq '.[] | select(.state == \"BROKEN\")'"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var findings = examine();
    if (json) {
      Json.print(findings);
    } else {
      var terminal = Screens.terminal();
      findings.forEach(finding -> lines(finding, terminal).forEach(terminal.out()::println));
    }
    var broken = findings.stream().anyMatch(f -> f.state() == Finding.State.BROKEN);
    return broken ? ExitCode.FAILED : ExitCode.OK;
  }

  private List<Finding> examine() {
    where.check();
    var running = shared.region().running();
    var findings = new ArrayList<Finding>();
    if (!where.isAws()) {
      findings.addAll(new MachineDoctor(shared.home(), running).examine());
      if (running.isEmpty()) {
        findings.add(new Finding("region", Finding.State.SKIPPED, "it does not run", "./shang up"));
        return findings;
      }
    }
    try {
      var target = where.target(shared);
      var probe = SiteProbe.http(target::authorities);
      findings.addAll(new PathDoctor(probe).examine(shared.observer(target).look()));
    } catch (SdkException e) {
      findings.add(
          new Finding(
              "AWS API",
              Finding.State.BROKEN,
              String.valueOf(e.getMessage()),
              "See " + shared.home().log() + "; or begin again: ./shang down && ./shang up"));
    }
    return findings;
  }

  static List<String> lines(Finding finding, Terminal terminal) {
    var mark =
        switch (finding.state()) {
          case WELL -> terminal.good("✓");
          case SKIPPED -> terminal.dim("·");
          case BROKEN -> terminal.bad("✗");
        };
    var lines = new ArrayList<String>();
    lines.add(mark + " " + finding.what() + ": " + finding.words());
    if (!finding.remedy().isEmpty()) {
      lines.add("    " + finding.remedy());
    }
    return lines;
  }
}
