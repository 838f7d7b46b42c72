package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.production.LogReader;
import com.shangwellness.ops.production.LogReader.Line;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang logs}: what the application writes. */
@Command(
    name = "logs",
    header = "Show what the application's tasks write.",
    footer = {
      "",
      "Exit codes: 0 done; 2 wrong usage; 3 nothing runs; 130 interrupted.",
      "",
      "Example: follow one task",
      "  ./shang logs -f --task 3f2a"
    })
public final class LogsCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new lines until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--task",
      paramLabel = "ID",
      description = "Only this task; the beginning of its id is enough.")
  private Optional<String> task = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description = "How far to look back from the newest line. Default: ${DEFAULT-VALUE}.")
  private long since;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var environment = shared.environment();
    var definition =
        shared
            .observer(target)
            .taskDefinition()
            .orElseThrow(() -> Failure.notRunning("there is no service yet; see: shang status"));
    var clients = target.clients(environment.place().region());
    var logs = LogReader.of(clients.ecs(), clients.logs(), definition, task);
    logs.readBack(Duration.ofMinutes(since), this::print);
    var waiting = Waiting.of(target.interval());
    while (follow) {
      waiting.pause();
      logs.readOn(this::print);
    }
    return ExitCode.OK;
  }

  private void print(Line line) {
    if (json) {
      Json.printLine(line);
    } else {
      var id = line.task().substring(0, Math.min(8, line.task().length()));
      var terminal = Screens.terminal();
      terminal.out().println(terminal.dim(line.time() + " " + id) + " " + line.message());
    }
  }
}
