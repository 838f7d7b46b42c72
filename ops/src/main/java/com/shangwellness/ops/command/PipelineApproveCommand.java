package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.delivery.DeliveryPipeline;
import com.shangwellness.ops.delivery.PipelineReader;
import com.shangwellness.ops.screen.PipelineScreen;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang pipeline approve}: a person's yes or no. */
@Command(
    name = "approve",
    header = "Agree to what waits for a person in the pipeline, or refuse it.",
    footer = {
      "",
      "Exit codes: 0 answered; 1 failed; 2 wrong usage; 3 nothing runs, or nothing waits; 4 you",
      "did not agree.",
      "",
      "Example:",
      "  ./shang pipeline approve --comment 'the timetable is right' --yes"
    })
final class PipelineApproveCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--reject", description = "Say no: the execution fails.")
  private boolean reject;

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; the history keeps it.")
  private String comment;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var pipeline =
        DeliveryPipeline.of(shared.production(target, shared.assembly(shared.environment())));
    var question =
        pipeline
            .question()
            .orElseThrow(
                () ->
                    Failure.notRunning(
                        "nothing waits for a person in "
                            + pipeline.name()
                            + "; see: ./shang pipeline"));
    if (!json) {
      var terminal = Screens.terminal();
      var state = new PipelineReader(pipeline).look(question.execution());
      new PipelineScreen(terminal).lines(state).forEach(terminal.out()::println);
    }
    var asked = (reject ? "Reject " : "Approve ") + question.action() + "?";
    if (!yes && !Screens.ask(asked)) {
      throw Failure.declined(question.action() + " waits on");
    }
    pipeline.answer(question, !reject, comment);
    if (json) {
      Json.print(Map.of("execution", question.execution(), "approved", !reject));
    } else {
      System.out.println(reject ? "Rejected." : "Approved. See: ./shang pipeline --watch");
    }
    return ExitCode.OK;
  }
}
