package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.delivery.DeliveryPipeline;
import com.shangwellness.ops.screen.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang pipeline retry}: the failed stage once more. */
@Command(
    name = "retry",
    header = "Run the stage that failed again, with the same source, and go on from there.",
    footer = {
      "",
      "Exit codes: 0 released; 1 failed again; 2 wrong usage; 3 nothing runs, or nothing has",
      "failed; 130 interrupted, and the pipeline goes on.",
      "",
      "Example: all actions of the stage, also those that had succeeded",
      "  ./shang pipeline retry --all"
    })
final class PipelineRetryCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--all", description = "All actions of the stage. Default: those that failed.")
  private boolean all;

  @Option(
      names = {"-d", "--detach"},
      description = "Return once it has begun.")
  private boolean detach;

  @Option(names = "--json", description = "Print how it ended as JSON; progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var pipeline =
        DeliveryPipeline.of(shared.production(target, shared.assembly(shared.environment())));
    var failed = pipeline.failed();
    pipeline.retry(failed, all);
    Terminal terminal = Screens.progress(json);
    terminal.out().println(failed.stage() + " runs again.");
    return detach
        ? ExitCode.OK
        : new PipelineWatching(shared, target, pipeline, json).until(failed.execution());
  }
}
