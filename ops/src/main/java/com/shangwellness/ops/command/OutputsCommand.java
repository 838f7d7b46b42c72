package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.production.Outputs;
import com.shangwellness.ops.screen.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang outputs}: what the stacks give to others. */
@Command(
    name = "outputs",
    header = "Show the outputs of the stacks.",
    footer = {
      "",
      "Exit codes: 0 done; 2 wrong usage; 3 nothing runs or is deployed.",
      "",
      "Example: all of one stack",
      "  ./shang outputs --json | jq '.\"shangwellness-prod-network\"'"
    })
public final class OutputsCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var outputs = Outputs.of(target, shared.assembly(shared.environment()));
    if (outputs.isEmpty()) {
      throw Failure.notRunning("nothing is deployed; see: ./shang status");
    }
    if (json) {
      Json.print(outputs);
      return ExitCode.OK;
    }
    outputs.forEach(
        (stack, values) -> {
          System.out.println(stack);
          var table = new Table();
          values.forEach((key, value) -> table.row("  " + key, value));
          table.lines().forEach(System.out::println);
        });
    return ExitCode.OK;
  }
}
