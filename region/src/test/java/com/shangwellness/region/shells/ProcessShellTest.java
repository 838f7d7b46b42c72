package com.shangwellness.region.shells;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessShellTest extends BuildShellContract {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final BuildHost HOST =
      new BuildHost() {
        @Override
        public void furnish(Path home) {}

        @Override
        public Map<String, String> environment(Map<String, String> environment) {
          return Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "REGION", "here");
        }
      };

  private final PacedTimeline timeline =
      new PacedTimeline(
          Instant.EPOCH, 1, WallClock.ofMachine(), Store.inMemory(), Duration.ofSeconds(5));
  private ProcessShell shell;

  @BeforeEach
  void begin() {
    timeline.start();
    shell = new ProcessShell(timeline, HOST, home.getParent());
  }

  @AfterEach
  void end() {
    shell.close();
    timeline.close();
    assertThat(left()).as("processes that are left").isEmpty();
  }

  /** The processes that carry the build's marker. */
  private List<Long> left() {
    return new Sessions(home).killOrphans();
  }

  @Override
  BuildShell shell() {
    return shell;
  }

  @Override
  String prints(String... lines) {
    return "printf '%s\\n' '" + String.join("' '", lines) + "'";
  }

  @Override
  String exits(int code) {
    return "exit " + code;
  }

  @Override
  String exports(String name, String value, int code) {
    return "export " + name + "='" + value + "'; exit " + code;
  }

  @Override
  String entersInner() {
    return "cd inner";
  }

  @Override
  String writes(String path, String content) {
    return "printf '" + content + "' > " + path;
  }

  @Override
  String hangs() {
    return "echo begun; sleep 600";
  }

  @Override
  ShellCommand impossible() {
    return command("true", Map.of(), home.resolve("src/removed"));
  }

  @Override
  void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  void settle() {
    LockSupport.parkNanos(300_000_000);
  }

  private List<String> output(String text) {
    return run(text).seen().stream()
        .filter(event -> event.startsWith("output: "))
        .map(event -> event.substring("output: ".length()))
        .toList();
  }

  private void endsBuild() {
    var ended = new CopyOnWriteArrayList<String>();
    shell.end(BUILD, () -> ended.add("ended"));
    await(() -> !ended.isEmpty());
  }

  @Test
  void a_command_has_the_builds_environment_and_nothing_of_the_users() {
    assertThat(output("env | cut -d= -f1 | sort"))
        .containsExactlyInAnyOrder("GREETING", "PATH", "PWD", "REGION", "REGION_HOME")
        .doesNotContain("HOME", "USER");
  }

  @Test
  void output_and_errors_come_in_the_order_in_which_they_were_written() {
    assertThat(output("echo 1; echo 2 >&2; echo 3; echo 4 >&2"))
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void a_command_of_many_lines_is_one_script() {
    assertThat(output("if true; then\n  echo yes\nfi\ncat <<'EOF'\na 'quoted' text\nEOF"))
        .containsExactly("yes", "a 'quoted' text");
  }

  @Test
  void a_command_that_replaces_its_shell_leaves_what_it_began_with() {
    var exit = run("export LOST=1; exec true").exit();
    assertThat(exit.code()).isZero();
    assertThat(exit.environment()).isEqualTo(Map.of("GREETING", "hi"));
  }

  @Test
  void values_of_many_lines_are_left_as_they_are() {
    var exit = run("export TEXT='a\nb=c\n'").exit();
    assertThat(exit.environment()).containsEntry("TEXT", "a\nb=c\n");
  }

  @Test
  void bash_runs_what_only_bash_knows() {
    var events =
        run(
            new ShellCommand(
                BUILD, home, home.resolve("src"), "bash", "a=(x y); echo ${a[1]}", Map.of()));
    assertThat(events.seen()).containsExactly("output: y", "exited 0");
  }

  @Test
  void what_a_command_leaves_in_the_background_lives_until_the_build_ends() throws IOException {
    run("sleep 600 & echo $! > pid; setsid sleep 600 & env -i sleep 600 & echo $! > bare");
    var pid = Long.parseLong(Files.readString(home.resolve("src/pid")).strip());
    var bare = Long.parseLong(Files.readString(home.resolve("src/bare")).strip());
    assertThat(ProcessHandle.of(pid)).isPresent();

    run("echo next");
    assertThat(ProcessHandle.of(pid)).isPresent();

    endsBuild();
    assertThat(left()).isEmpty();
    // By its session, as it has no marker.
    assertThat(alive(bare)).isFalse();
  }

  // Who has ended and was not waited for yet is not alive.
  private static boolean alive(long pid) throws IOException {
    var stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  @Test
  void what_runs_in_the_background_is_heard_while_the_next_command_runs() {
    run("(while [ ! -e go ]; do sleep 0.05; done; echo late; touch done) & true");
    var next = run("touch go; while [ ! -e done ]; do sleep 0.05; done");
    assertThat(next.seen()).containsExactly("output: late", "exited 0");
    endsBuild();
  }

  @Test
  void a_gigabyte_of_output_fills_neither_memory_nor_disk() throws IOException {
    var bytes = new java.util.concurrent.atomic.AtomicLong();
    var largest = new java.util.concurrent.atomic.AtomicLong();
    var events = new Events();
    shell.run(
        command("yes " + "x".repeat(1000) + " | head -c 1073741824; exit 4"),
        new ShellEvents() {
          @Override
          public void output(List<String> lines) {
            long batch = lines.stream().mapToLong(String::length).sum();
            bytes.addAndGet(batch);
            largest.accumulateAndGet(batch, Math::max);
          }

          @Override
          public void exited(ShellExit exit) {
            events.exited(exit);
          }

          @Override
          public void failed(String reason) {
            events.failed(reason);
          }
        });
    await(events::isOver);
    assertThat(events.seen()).containsExactly("exited 4");
    assertThat(bytes.get()).isPositive();
    assertThat(largest.get()).isLessThan(1 << 20);
    assertThat(Files.size(home.resolve("shell/output"))).isLessThan(80L << 20);
  }

  @Test
  void what_a_killed_region_left_running_is_killed_at_the_next_start() throws IOException {
    run("sleep 600 & echo $! > pid");
    var events = new Events();
    shell.run(command("echo begun; exec env -i sleep 600"), events);
    await(() -> events.saw("output: begun"));
    var pid = Long.parseLong(Files.readString(home.resolve("src/pid")).strip());

    try (var _ = new ProcessShell(timeline, HOST, home.getParent())) {
      assertThat(alive(pid)).isFalse();
      await(events::isOver);
      assertThat(events.seen()).endsWith("exited 137");
    }
  }
}
