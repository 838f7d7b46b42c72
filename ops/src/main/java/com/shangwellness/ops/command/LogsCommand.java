package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.production.LogGroups;
import com.shangwellness.ops.production.LogReader;
import com.shangwellness.ops.production.LogReader.Line;
import com.shangwellness.ops.production.LogReader.Wanted;
import com.shangwellness.ops.screen.LogLine;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;

/** {@code shang logs}: what the application, or any other part of production, writes. */
@Command(
    name = "logs",
    header = "Show what the application's tasks write.",
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 nothing runs; 130 interrupted.",
      "",
      "Example: follow one task; and what was answered with an error, for a day",
      "  ./shang logs -f --task 3f2a",
      "  ./shang logs --filter '{ $.status >= 500 }' --since 1440"
    })
public final class LogsCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new lines until Ctrl-C, also after down and up.")
  private boolean follow;

  @Option(
      names = "--task",
      paramLabel = "ID",
      description = "Only this task; the beginning of its id is enough.")
  private Optional<String> task = Optional.empty();

  @Option(
      names = "--filter",
      paramLabel = "PATTERN",
      description = "Only lines that match, in CloudWatch's pattern syntax: words, or { $.f = v }.")
  private Optional<String> pattern = Optional.empty();

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "Another log group of the region's stacks; a part of its name is enough.")
  private Optional<String> group = Optional.empty();

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
    var clients = target.clients(shared.environment().place().region());
    var logs = LogReader.of(clients.logs(), new Wanted(group(target, clients), task, pattern));
    logs.readBack(Duration.ofMinutes(since), this::print);
    if (follow) {
      follow(logs, Waiting.of(target.interval()));
    }
    return ExitCode.OK;
  }

  private String group(Target target, Clients clients) {
    return group
        .map(name -> new LogGroups(shared.productions(target).getFirst()).find(name))
        .orElseGet(() -> LogReader.group(clients.ecs(), taskDefinition(target)));
  }

  private String taskDefinition(Target target) {
    return shared
        .observer(target)
        .taskDefinition()
        .orElseThrow(() -> Failure.notRunning("there is no service yet; see: shang status"));
  }

  // Until Ctrl-C. A region that is down may come up again, and a network, too.
  private void follow(LogReader logs, Waiting waiting) {
    boolean reached = true;
    while (true) {
      waiting.pause();
      try {
        logs.readOn(this::print);
        reached = true;
      } catch (SdkClientException e) {
        if (reached) {
          System.err.println("shang: not reachable at present, trying again: " + e.getMessage());
        }
        reached = false;
      }
    }
  }

  private void print(Line line) {
    if (json) {
      Json.printLine(line);
    } else {
      var id = line.task().substring(0, Math.min(8, line.task().length()));
      var terminal = Screens.terminal();
      terminal
          .out()
          .println(terminal.dim(line.time() + " " + id) + " " + LogLine.readable(line.message()));
    }
  }
}
