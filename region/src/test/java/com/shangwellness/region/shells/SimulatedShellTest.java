package com.shangwellness.region.shells;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SimulatedShellTest extends BuildShellContract {

  private final VirtualTimeline timeline = new VirtualTimeline();
  private final SimulatedShell shell = new SimulatedShell(timeline, new Random(1));

  @Override
  BuildShell shell() {
    return shell;
  }

  private String behaves(String text, Act act) {
    shell.behave("^" + Pattern.quote(text) + "$", act);
    return text;
  }

  @Override
  String prints(String... lines) {
    return behaves("print", Act.succeeds().printing(lines));
  }

  @Override
  String exits(int code) {
    return behaves("exit", Act.exits(code));
  }

  @Override
  String exports(String name, String value, int code) {
    return behaves("export " + name, Act.exits(code).exporting(name, value));
  }

  @Override
  String entersInner() {
    return behaves("cd", Act.succeeds().entering("inner"));
  }

  @Override
  String writes(String path, String content) {
    return behaves("write", Act.succeeds().writing(path, content));
  }

  @Override
  String hangs() {
    return behaves("hang", Act.hangs().printing("begun"));
  }

  @Override
  ShellCommand impossible() {
    return command(behaves("impossible", Act.fails("no such shell")));
  }

  @Override
  void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(timeline.step()).as("something more happens").isTrue();
    }
  }

  @Override
  void settle() {
    timeline.passes(Duration.ofHours(1));
  }

  @Test
  void answers_may_come_twice_late_or_never() {
    shell.faults(new SimulatedShell.Faults(Duration.ofSeconds(5), 1, 0));
    var twice = new Events();
    shell.run(command(exits(0)), twice);
    settle();
    assertThat(twice.seen()).isEqualTo(List.of("exited 0", "exited 0"));

    shell.faults(new SimulatedShell.Faults(Duration.ZERO, 0, 1));
    var never = new Events();
    shell.run(command(exits(0)), never);
    settle();
    assertThat(never.seen()).isEmpty();
  }
}
