package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.monitoring.AlarmReader;
import com.shangwellness.ops.monitoring.AlarmState;
import com.shangwellness.ops.screen.AlarmsScreen;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shang alarms}: which ring, and why. */
@Command(
    name = "alarms",
    header = "Show the alarms, with their reasons, and what became of them.",
    footer = {
      "",
      "Exit codes: 0 none rings; 1 one does; 2 wrong usage; 3 nothing runs.",
      "",
      "Example: what became of the alarms of the database",
      "  ./shang alarms database --history"
    })
public final class AlarmsCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only alarms whose names contain this.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--history", description = "With the last ten changes of each.")
  private boolean history;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var reader = new AlarmReader(shared.productions(where.target(shared)));
    var all = (history ? reader.withHistory() : reader).look();
    if (all.isEmpty()) {
      throw Failure.notRunning("there are no alarms yet; see: ./shang status");
    }
    var wanted = all.stream().filter(a -> a.name().contains(name.orElse(""))).toList();
    if (wanted.isEmpty()) {
      throw Failure.wrongSettings("no alarm's name contains " + name.orElse("") + names(all));
    }
    if (json) {
      Json.print(wanted);
    } else {
      var terminal = Screens.terminal();
      new AlarmsScreen(terminal).lines(wanted).forEach(terminal.out()::println);
    }
    return wanted.stream().anyMatch(AlarmState::isRinging) ? ExitCode.FAILED : ExitCode.OK;
  }

  private static String names(List<AlarmState> all) {
    return "; there are: " + String.join(", ", all.stream().map(AlarmState::name).toList());
  }
}
