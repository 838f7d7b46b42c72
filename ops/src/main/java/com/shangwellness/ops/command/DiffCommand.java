package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.deploy.ChangeSet;
import com.shangwellness.ops.deploy.Consent;
import com.shangwellness.ops.deploy.Deployer;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.rollout.AccountCheck;
import com.shangwellness.ops.screen.Terminal;
import com.shangwellness.ops.screen.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang diff}: what a deployment would change. */
@Command(
    name = "diff",
    header = "Show what a deployment would change, resource by resource; replacements in red.",
    description = {
      "",
      "CloudFormation works it out itself, by change sets that are thrown away again. Templates are"
          + " put into the bootstrap bucket for that; nothing else is changed."
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 it failed; 2 wrong settings or account; 3 nothing runs here.",
      "",
      "Example: what would be replaced, or may be (Conditional)",
      "  ./shang diff --json | jq '.[].changes[] | select(.replacement != \"False\")'"
    })
public final class DiffCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--json", description = "Print JSON; progress goes to stderr.")
  private boolean json;

  /** What would happen to a stack, as {@code --json} prints it. */
  record StackDiff(String stack, boolean creates, List<Change> changes) {}

  /** What would happen to a resource: CloudFormation's own words. */
  record Change(String action, String resource, String type, String replacement) {}

  @Override
  public Integer call() {
    var target = where.target(shared);
    var environment = shared.environment();
    AccountCheck.check(target, environment);
    List<ChangeSet> changes;
    try (var view = View.on(Screens.progress(json), false)) {
      view.begins("templates");
      var assembly = shared.synthesize(environment, false);
      view.ends("templates", assembly.stacks().size() + " stacks");
      changes =
          new Deployer(target, Waiting.of(target.interval()), Consent.GIVEN, view)
              .preview(assembly);
    }
    if (json) {
      Json.print(changes.stream().map(DiffCommand::asJson).toList());
    } else {
      var terminal = Screens.terminal();
      lines(changes, terminal).forEach(terminal.out()::println);
    }
    return ExitCode.OK;
  }

  static StackDiff asJson(ChangeSet changes) {
    return new StackDiff(
        changes.stack(),
        changes.creates(),
        changes.changes().stream()
            .map(
                c ->
                    new Change(
                        c.actionAsString(),
                        c.logicalResourceId(),
                        c.resourceType(),
                        c.replacementAsString() == null ? "False" : c.replacementAsString()))
            .toList());
  }

  static List<String> lines(List<ChangeSet> changes, Terminal terminal) {
    var lines = new ArrayList<String>();
    for (var stack : changes) {
      if (stack.isEmpty()) {
        continue;
      }
      lines.add(terminal.bold(stack.stack()) + (stack.creates() ? " (new)" : ""));
      for (var line : stack.lines()) {
        var hurts = line.startsWith("-") || line.contains("REPLACED");
        lines.add("  " + (hurts ? terminal.bad(line) : line));
      }
    }
    if (lines.isEmpty()) {
      lines.add("A deployment would change nothing.");
    }
    return lines;
  }
}
