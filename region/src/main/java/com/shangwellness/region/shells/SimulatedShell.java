package com.shangwellness.region.shells;

import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Runs commands in imagination, on the timeline's time; the files that they write are real. With
 * {@link Faults}, its answers come late, twice or never, as the seed has it. For the timeline's
 * thread only.
 */
public final class SimulatedShell implements BuildShell {

  /**
   * What goes wrong with answers.
   *
   * @param late an answer comes up to this much later than it should
   * @param twice how likely an answer comes twice, 0 to 1
   * @param never how likely an answer does not come, 0 to 1
   */
  public record Faults(Duration late, double twice, double never) {
    /** Every answer comes once and in time. */
    public static final Faults NONE = new Faults(Duration.ZERO, 0, 0);
  }

  private record Script(Pattern commands, Act act) {}

  private record Running(ShellCommand command, ShellEvents events) {}

  private final Timeline timeline;
  private final RandomGenerator random;
  private final List<Script> scripts = new ArrayList<>();
  private final Map<String, Running> running = new LinkedHashMap<>();
  private final List<ShellCommand> commands = new ArrayList<>();
  private Faults faults = Faults.NONE;

  /** A shell in which every command {@link Act#succeeds succeeds}, until told otherwise. */
  public SimulatedShell(Timeline timeline, RandomGenerator random) {
    this.timeline = timeline;
    this.random = random;
  }

  /**
   * Lets commands in which {@code regex} is found do so from now on; of several, the last counts.
   */
  public void behave(String regex, Act act) {
    scripts.addFirst(new Script(Pattern.compile(regex), act));
  }

  /** Lets answers go wrong so from now on. */
  public void faults(Faults faults) {
    this.faults = faults;
  }

  /** All that was ever run, in order. */
  public List<ShellCommand> commands() {
    return List.copyOf(commands);
  }

  /** The builds of which a command runs now. */
  public List<String> running() {
    return List.copyOf(running.keySet());
  }

  private Act act(ShellCommand command) {
    return scripts.stream()
        .filter(script -> script.commands().matcher(command.text()).find())
        .map(Script::act)
        .findFirst()
        .orElseGet(Act::succeeds);
  }

  @Override
  public void run(ShellCommand command, ShellEvents events) {
    commands.add(command);
    var act = act(command);
    if (act.failure().isPresent()) {
      answer(command, "failed", () -> events.failed(act.failure().get()));
      return;
    }
    var run = new Running(command, events);
    running.put(command.build(), run);
    if (act.takes().isEmpty()) {
      output(run, act);
    }
    act.takes()
        .ifPresent(
            takes ->
                after(
                    takes,
                    "shells: a command of " + command.build() + " ends",
                    () -> {
                      if (running.remove(command.build(), run)) {
                        output(run, act);
                        exit(run, act);
                      }
                    }));
  }

  private void output(Running run, Act act) {
    if (!act.output().isEmpty()) {
      answer(run.command(), "wrote", () -> run.events().output(act.output()));
    }
  }

  private void exit(Running run, Act act) {
    var command = run.command();
    act.files().forEach((path, content) -> write(command.folder().resolve(path), content));
    var environment = new LinkedHashMap<>(command.environment());
    environment.putAll(act.exports());
    var exit =
        new ShellExit(act.code(), environment, command.folder().resolve(act.enters()).normalize());
    answer(command, "exited with " + act.code(), () -> run.events().exited(exit));
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end(String build, Runnable ended) {
    var run = running.remove(build);
    if (run != null) {
      var exit = new ShellExit(KILLED, run.command().environment(), run.command().folder());
      answer(run.command(), "was killed", () -> run.events().exited(exit));
    }
    // Never lost: the region could not go on without it.
    after(Duration.ZERO, "shells: nothing of " + build + " runs", ended);
  }

  /** {@inheritDoc} The machine's time is the simulation's. */
  @Override
  public void after(Duration delay, String what, Runnable action) {
    var unused = timeline.after(delay, what, action);
  }

  private void answer(ShellCommand command, String what, Runnable event) {
    if (random.nextDouble() < faults.never()) {
      return;
    }
    int times = random.nextDouble() < faults.twice() ? 2 : 1;
    for (int i = 0; i < times; i++) {
      long late = faults.late().isZero() ? 0 : random.nextLong(faults.late().toMillis());
      after(Duration.ofMillis(late), "shells: a command of " + command.build() + " " + what, event);
    }
  }
}
