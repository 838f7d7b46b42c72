package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.delivery.DeliveryPipeline;
import com.shangwellness.ops.delivery.PipelineRun;
import com.shangwellness.ops.screen.PipelineHistoryScreen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang pipeline history}: what the pipeline has run. */
@Command(
    name = "history",
    header = "List what the pipeline has run, the newest first.",
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 nothing runs.",
      "",
      "Example:",
      "  ./shang pipeline history --count 5"
    })
final class PipelineHistoryCommand implements Callable<Integer> {
  private static final int MOST = 100;

  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many, up to 100. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (count < 1 || count > MOST) {
      throw Failure.wrongSettings("--count is " + count + "; it must be from 1 to " + MOST);
    }
    var target = where.target(shared);
    var pipeline =
        DeliveryPipeline.of(shared.production(target, shared.assembly(shared.environment())));
    var runs = PipelineRun.history(pipeline, count);
    if (json) {
      Json.print(runs);
    } else {
      var terminal = Screens.terminal();
      new PipelineHistoryScreen(terminal).lines(runs).forEach(terminal.out()::println);
    }
    return ExitCode.OK;
  }
}
