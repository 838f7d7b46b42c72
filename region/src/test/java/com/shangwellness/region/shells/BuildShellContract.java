package com.shangwellness.region.shells;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CodeBuild may rely on, whatever runs its commands. */
abstract class BuildShellContract {

  static final String BUILD = "web:1";

  /** What happened, in order: "output: …", "exited 0", "failed: …", "ended". */
  static final class Events implements ShellEvents {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile Optional<ShellExit> exit = Optional.empty();

    @Override
    public void output(List<String> lines) {
      lines.forEach(line -> seen.add("output: " + line));
    }

    @Override
    public void exited(ShellExit exit) {
      this.exit = Optional.of(exit);
      seen.add("exited " + exit.code());
    }

    @Override
    public void failed(String reason) {
      seen.add("failed: " + reason);
    }

    List<String> seen() {
      return List.copyOf(seen);
    }

    boolean isOver() {
      return saw("exited") || saw("failed");
    }

    boolean saw(String beginning) {
      return seen.stream().anyMatch(event -> event.startsWith(beginning));
    }

    ShellExit exit() {
      return exit.orElseThrow();
    }
  }

  @TempDir Path temp;
  Path home;

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectories(temp.toRealPath().resolve("builds/1"));
    Files.createDirectories(home.resolve("src/inner"));
  }

  /** The shell under test. */
  abstract BuildShell shell();

  /** A command that writes these lines. */
  abstract String prints(String... lines);

  /** A command that ends with {@code code}. */
  abstract String exits(int code);

  /** A command that exports a variable and then ends with {@code code}. */
  abstract String exports(String name, String value, int code);

  /** A command that goes to the folder {@code inner}. */
  abstract String entersInner();

  /** A command that writes a file. */
  abstract String writes(String path, String content);

  /** A command that writes {@code begun} and never ends. */
  abstract String hangs();

  /** A command that cannot be run. */
  abstract ShellCommand impossible();

  /** Waits, on whatever clock, until {@code condition} holds; fails after a while. */
  abstract void await(BooleanSupplier condition);

  /** Lets pass what would be enough for anything more to happen. */
  abstract void settle();

  ShellCommand command(String text) {
    return command(text, Map.of("GREETING", "hi"), home.resolve("src"));
  }

  ShellCommand command(String text, Map<String, String> environment, Path folder) {
    return new ShellCommand(BUILD, home, folder, "sh", text, environment);
  }

  Events run(ShellCommand command) {
    var events = new Events();
    shell().run(command, events);
    await(events::isOver);
    return events;
  }

  Events run(String text) {
    return run(command(text));
  }

  @Test
  void what_a_command_wrote_comes_before_its_exit() {
    var events = run(prints("one", "two"));
    settle();
    assertThat(events.seen()).containsExactly("output: one", "output: two", "exited 0");
  }

  @Test
  void a_command_that_fails_tells_its_exit_code() {
    assertThat(run(exits(3)).seen()).containsExactly("exited 3");
  }

  @Test
  void what_a_command_exports_is_left_to_the_next_one_even_if_it_fails() {
    var exit = run(exports("COLOUR", "blue green", 1)).exit();
    assertThat(exit.code()).isEqualTo(1);
    assertThat(exit.environment()).containsEntry("COLOUR", "blue green");
    assertThat(exit.environment()).containsEntry("GREETING", "hi");
  }

  @Test
  void the_folder_in_which_a_command_ends_is_left_to_the_next_one() {
    assertThat(run(exits(0)).exit().folder()).isEqualTo(home.resolve("src"));
    assertThat(run(entersInner()).exit().folder()).isEqualTo(home.resolve("src/inner"));
  }

  @Test
  void a_command_begins_in_its_folder() {
    run(command(writes("made.txt", "x"), Map.of(), home.resolve("src/inner")));
    assertThat(home.resolve("src/inner/made.txt")).hasContent("x");
  }

  @Test
  void the_end_of_a_build_kills_its_command_and_is_told_after_it() {
    var events = new Events();
    shell().run(command(hangs()), events);
    await(() -> events.saw("output: begun"));

    var ended = new CopyOnWriteArrayList<List<String>>();
    shell().end(BUILD, () -> ended.add(events.seen()));
    await(() -> !ended.isEmpty());

    assertThat(ended.getFirst()).containsExactly("output: begun", "exited 137");
    settle();
    assertThat(events.seen()).hasSize(2);
  }

  @Test
  void the_end_of_a_build_of_which_nothing_runs_is_told() {
    var ended = new CopyOnWriteArrayList<String>();
    shell().end("web:unknown", () -> ended.add("ended"));
    await(() -> !ended.isEmpty());
    assertThat(ended).containsExactly("ended");
  }

  @Test
  void a_command_that_cannot_be_run_fails_with_the_reason() {
    assertThat(run(impossible()).seen()).singleElement().asString().startsWith("failed: ");
  }

  @Test
  void one_command_follows_another() {
    var environment = new HashMap<String, String>(Map.of("GREETING", "hi"));
    for (int i = 0; i < 3; i++) {
      var exit =
          run(command(exports("N" + i, "v" + i, 0), environment, home.resolve("src"))).exit();
      environment.putAll(exit.environment());
    }
    assertThat(environment).containsEntry("N0", "v0").containsEntry("N2", "v2");
  }
}
