package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang down}: stops the region; everything is there at the next {@code up}. */
@Command(
    name = "down",
    header = "Stop everything on this machine; data stays, and the next up has it.",
    footer = {
      "",
      "Exit codes: 0 stopped, or nothing ran; 1 it did not stop in time.",
      "",
      "Example:",
      "  ./shang down && ./shang up -d"
    })
public final class DownCommand implements Callable<Integer> {
  @Mixin private Shared shared;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for tasks and databases. Default: ${DEFAULT-VALUE}.")
  private long timeout;

  @Option(names = "--json", description = "Print whether something ran as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var stopped = shared.region().stop(Duration.ofSeconds(timeout));
    if (json) {
      Json.print(Map.of("stopped", stopped));
    } else {
      System.out.println(stopped ? "Stopped; data stays." : "Nothing ran.");
    }
    return ExitCode.OK;
  }
}
