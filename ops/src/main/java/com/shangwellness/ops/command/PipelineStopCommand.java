package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.delivery.DeliveryPipeline;
import com.shangwellness.ops.delivery.PipelineReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang pipeline stop}: no further. */
@Command(
    name = "stop",
    header = "Stop what is under way in the pipeline.",
    description = {
      "",
      "What is in progress is completed, and nothing begins after it. A release that has begun goes"
          + " on: ./shang release rollback takes it back."
    },
    footer = {
      "",
      "Exit codes: 0 it stops; 1 failed; 2 wrong usage; 3 nothing runs, or nothing is under way;",
      "4 you did not agree.",
      "",
      "Example:",
      "  ./shang pipeline stop --reason 'a mistake in the schedule' --yes"
    })
final class PipelineStopCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(
      names = "--abandon",
      description =
          "Do not wait for what is in progress. The build goes on by itself, and nobody takes what"
              + " it makes.")
  private boolean abandon;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; the history keeps it.")
  private String reason;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var pipeline =
        DeliveryPipeline.of(shared.production(target, shared.assembly(shared.environment())));
    var id = pipeline.underWay();
    if (!yes && !Screens.ask("Stop execution " + id + " of " + pipeline.name() + "?")) {
      throw Failure.declined("execution " + id + " goes on");
    }
    pipeline.stop(id, abandon, reason);
    var state = new PipelineReader(pipeline).look(id);
    if (json) {
      Json.print(state);
    } else {
      System.out.println(
          state.isOver()
              ? "Stopped."
              : "It stops once what is in progress has ended. See: ./shang pipeline");
    }
    return ExitCode.OK;
  }
}
