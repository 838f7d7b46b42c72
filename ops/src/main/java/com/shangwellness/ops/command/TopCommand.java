package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.monitoring.Lookout;
import com.shangwellness.ops.screen.FullScreen;
import com.shangwellness.ops.screen.Terminal;
import com.shangwellness.ops.screen.TopScreen;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code shang top}: production on one screen, live. */
@Command(
    name = "top",
    header = "Watch production: tasks, measurements, alarms and events, live.",
    description = "The key q, or Ctrl-C, ends it. Without a terminal it is printed once.",
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 nothing runs; 130 interrupted.",
      "",
      "Example:",
      "  ./shang top"
    })
public final class TopCommand implements Callable<Integer> {
  /** A look asks some twenty times: so many of the target's usual intervals lie between two. */
  private static final int INTERVALS = 5;

  private static final Duration LEAST = Duration.ofSeconds(2);

  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var lookout =
        new Lookout(target, () -> shared.observer(target), () -> shared.productions(target));
    var terminal = Screens.terminal();
    if (terminal.live()) {
      watch(lookout, between(target.interval()), terminal);
    } else {
      new TopScreen(terminal).lines(lookout.look()).forEach(terminal.out()::println);
    }
    return ExitCode.OK;
  }

  private static Duration between(Duration interval) {
    var wanted = interval.multipliedBy(INTERVALS);
    return wanted.compareTo(LEAST) > 0 ? wanted : LEAST;
  }

  private static void watch(Lookout lookout, Duration pause, Terminal terminal) {
    try (var screen = new FullScreen(terminal);
        var looking = Executors.newSingleThreadScheduledExecutor()) {
      var givenBack = new Thread(screen::close);
      Runtime.getRuntime().addShutdownHook(givenBack);
      screen.show(at -> List.of("Looking …"));
      var unused =
          looking.scheduleWithFixedDelay(
              () -> look(lookout, screen), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
      while (screen.key() != 'q') {
        // Other keys mean nothing.
      }
      looking.shutdownNow();
      Runtime.getRuntime().removeShutdownHook(givenBack);
    }
  }

  private static void look(Lookout lookout, FullScreen screen) {
    try {
      var sight = lookout.look();
      screen.show(at -> new TopScreen(at).lines(sight));
    } catch (RuntimeException e) {
      // It may be well at the next look, as after down and up. Whatever it is, it is told: a look
      // that throws would be the last, and the screen would stand still without a word.
      screen.show(at -> List.of(at.bad("this look failed, the next one follows"), "" + e));
    }
  }
}
