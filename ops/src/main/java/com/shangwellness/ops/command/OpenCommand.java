package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang open}: the site, in the browser. */
@Command(
    name = "open",
    header = "Open the site in the browser, and print its address.",
    footer = {
      "",
      "Exit codes: 0 done; 2 wrong usage; 3 nothing runs, or there is no load balancer yet.",
      "",
      "Example: only the address, for a script",
      "  curl \"$(./shang open --print)healthcheck\""
    })
public final class OpenCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--print", description = "Only print the address.")
  private boolean print;

  @Option(names = "--json", description = "Print the address as JSON, and open nothing.")
  private boolean json;

  @Override
  public Integer call() {
    var site = shared.observer(where.target(shared)).look().site();
    if (site.isEmpty()) {
      throw Failure.notRunning("there is no load balancer yet; see: shang status");
    }
    if (json) {
      Json.print(Map.of("site", site));
      return ExitCode.OK;
    }
    System.out.println(site);
    if (!print && !browse(site)) {
      System.err.println("No browser could be started; open the address yourself.");
    }
    return ExitCode.OK;
  }

  private static boolean browse(String site) {
    var mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    try {
      new ProcessBuilder(mac ? "open" : "xdg-open", site)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
