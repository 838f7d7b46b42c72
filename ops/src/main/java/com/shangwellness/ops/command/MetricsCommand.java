package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.monitoring.Dashboard;
import com.shangwellness.ops.monitoring.Span;
import com.shangwellness.ops.screen.MetricsScreen;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang metrics}: what production's dashboard shows, in the terminal. */
@Command(
    name = "metrics",
    header = "Draw what was measured: the graphs of production's dashboard.",
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 nothing runs or is deployed.",
      "",
      "Example: the last three hours; and the newest number of each curve",
      "  ./shang metrics --since 180",
      "  ./shang metrics --json | jq '.[].curves[] | {name, now: .points[-1].value}'"
    })
public final class MetricsCommand implements Callable<Integer> {
  private static final long MOST_MINUTES = 90L * 24 * 60;

  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(
      names = "--since",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description = "How far to look back. Default: ${DEFAULT-VALUE}.")
  private long since;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (since < 1 || since > MOST_MINUTES) {
      throw Failure.wrongSettings("--since " + since + " is not from 1 to " + MOST_MINUTES);
    }
    var target = where.target(shared);
    var production = shared.productions(target).getFirst();
    var clients = production.clients();
    var name =
        production
            .dashboard()
            .orElseThrow(
                () -> Failure.notRunning("there is no dashboard yet; see: ./shang status"));
    var span = Span.until(target.now(clients.region()), Duration.ofMinutes(since));
    var charts = new Dashboard(clients.cloudWatch(), name).charts(span);
    if (json) {
      Json.print(charts);
    } else {
      var terminal = Screens.terminal();
      new MetricsScreen(terminal).lines(charts, span).forEach(terminal.out()::println);
    }
    return ExitCode.OK;
  }
}
