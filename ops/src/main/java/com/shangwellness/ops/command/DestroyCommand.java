package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.deploy.StackRemoval;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.rollout.AccountCheck;
import com.shangwellness.ops.rollout.Teardown;
import com.shangwellness.ops.rollout.Teardown.Remainder;
import com.shangwellness.ops.screen.View;
import com.shangwellness.ops.targets.Target;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang destroy}: takes production down; data is kept unless said otherwise. */
@Command(
    name = "destroy",
    header = "Delete the stacks of production; data is kept unless said otherwise.",
    description = {
      "",
      "Without --delete-data the database stays, its backups, and the network that it lives in."
          + " With it, the database goes after a last snapshot. Either way it says first what goes,"
          + " what stays, what that costs and how to remove it, and asks; what stays it says again"
          + " at the end."
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 something could not be deleted; 3 nothing is deployed;",
      "4 you did not agree.",
      "",
      "Example: see what would happen, and change nothing",
      "  ./shang destroy --target aws --dry-run"
    })
public final class DestroyCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--delete-data", description = "The database goes too; a snapshot stays.")
  private boolean deleteData;

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Print the plan, and what was deleted, as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var environment = shared.environment();
    AccountCheck.check(target, environment);
    return destroy(target, environment, shared.assembly(environment), System.out);
  }

  int destroy(Target target, Environment environment, CloudAssembly assembly, PrintStream out) {
    var plan = Teardown.plan(target, environment, assembly, deleteData);
    if (!json) {
      lines(plan).forEach(out::println);
    }
    if (dryRun || plan.goes().isEmpty()) {
      return end(plan, List.of());
    }
    if (!yes && !Screens.ask("Delete " + String.join(", ", plan.goes()) + "?")) {
      throw Failure.declined("nothing was deleted");
    }
    var deleted = new ArrayList<String>();
    try (var view = View.on(Screens.progress(json), false)) {
      for (var name : plan.goes()) {
        var clients = target.clients(assembly.stack(name).place().region());
        new StackRemoval(clients, Waiting.of(target.interval()), view).remove(name);
        deleted.add(name);
      }
    } catch (Failure e) {
      end(plan, deleted);
      throw e;
    }
    if (!json) {
      // Said again, because no stack can be asked for it any more.
      remains(plan).forEach(out::println);
    }
    return end(plan, deleted);
  }

  /** What {@code --json} prints: the plan, and how far it was carried out. */
  record Report(Teardown plan, List<String> deleted) {}

  private int end(Teardown plan, List<String> deleted) {
    if (json) {
      Json.print(new Report(plan, deleted));
    }
    return ExitCode.OK;
  }

  static List<String> lines(Teardown plan) {
    var lines = new ArrayList<String>();
    lines.add("Goes:  " + (plan.goes().isEmpty() ? "nothing" : String.join(", ", plan.goes())));
    lines.add("Stays: " + (plan.stays().isEmpty() ? "no stack" : String.join(", ", plan.stays())));
    if (!plan.strangers().isEmpty()) {
      lines.add(
          "Not ours, though named alike, and left alone: " + String.join(", ", plan.strangers()));
    }
    lines.addAll(remains(plan));
    return lines;
  }

  private static List<String> remains(Teardown plan) {
    var lines = new ArrayList<String>();
    if (!plan.remains().isEmpty()) {
      lines.add("Still there afterwards, with what it costs and how to remove it:");
    }
    for (Remainder left : plan.remains()) {
      lines.add("  " + left.name() + "  (" + left.type() + ")");
      lines.add("      costs: " + left.cost());
      lines.add("      remove: " + left.removal());
    }
    if (!plan.search().isEmpty()) {
      lines.add("What no stack tells of, and how to find or delete it:");
      plan.search().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }
}
