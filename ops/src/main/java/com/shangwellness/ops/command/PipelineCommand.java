package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.delivery.DeliveryPipeline;
import com.shangwellness.ops.delivery.PipelineReader;
import com.shangwellness.ops.screen.PipelineScreen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang pipeline}: where the latest change is on its way. */
@Command(
    name = "pipeline",
    header = "Show where the latest change is on its way to production.",
    footer = {
      "",
      "Exit codes: 0 it is under way or released; 1 it failed; 2 wrong usage; 3 nothing runs;",
      "130 interrupted, and the pipeline goes on.",
      "",
      "Example: follow it, the lines of its build among it",
      "  ./shang pipeline --watch"
    },
    subcommands = {
      PipelineApproveCommand.class,
      PipelineRetryCommand.class,
      PipelineStopCommand.class,
      PipelineHistoryCommand.class
    })
public final class PipelineCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(
      names = {"-w", "--watch"},
      description = "Stay until it is over.")
  private boolean watch;

  @Option(names = "--json", description = "Print JSON; with --watch, progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var pipeline =
        DeliveryPipeline.of(shared.production(target, shared.assembly(shared.environment())));
    var id = pipeline.newestId();
    if (watch) {
      return new PipelineWatching(shared, target, pipeline, json).until(id);
    }
    var state = new PipelineReader(pipeline).look(id);
    if (json) {
      Json.print(state);
    } else {
      var terminal = Screens.terminal();
      new PipelineScreen(terminal).lines(state).forEach(terminal.out()::println);
    }
    return state.isOver() && !state.isGood() ? ExitCode.FAILED : ExitCode.OK;
  }
}
