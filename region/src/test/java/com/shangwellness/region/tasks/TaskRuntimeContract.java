package com.shangwellness.region.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.processes.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What ECS may rely on, whatever runs its tasks. */
abstract class TaskRuntimeContract {

  static final ContainerId WEB = new ContainerId("0123456789abcdef", "web");

  /** What happened, in order: "started", "output: …", "exited 0", "out of memory", "failed: …". */
  static final class Events implements ContainerEvents {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void started(Started how) {
      seen.add("started");
    }

    @Override
    public void output(List<String> lines) {
      lines.forEach(line -> seen.add("output: " + line));
    }

    @Override
    public void exited(int exitCode) {
      seen.add("exited " + exitCode);
    }

    @Override
    public void outOfMemory() {
      seen.add("out of memory");
    }

    @Override
    public void failed(String reason) {
      seen.add("failed: " + reason);
    }

    List<String> seen() {
      return List.copyOf(seen);
    }

    boolean saw(String beginning) {
      return seen.stream().anyMatch(event -> event.startsWith(beginning));
    }
  }

  final Events events = new Events();

  /** The runtime under test. */
  abstract TaskRuntime runtime();

  /** An image that writes a line and serves until it is stopped. */
  abstract String serves();

  /** An image that writes two lines and exits with 3. */
  abstract String exits();

  /** An image that ignores SIGTERM. */
  abstract String ignoresStop();

  /** An image that writes a line and then never rests. */
  abstract String busy();

  /** An image that writes a line and then takes more and more memory, 256 MiB in the end. */
  abstract String grows();

  /** An image that is not there. */
  abstract String missing();

  /** Waits, on whatever clock, until {@code condition} holds; fails after a while. */
  abstract void await(BooleanSupplier condition);

  /** Lets pass what would be enough for anything more to happen. */
  abstract void settle();

  ContainerSpec spec(ContainerId id, String image) {
    return spec(id, image, 0);
  }

  static ContainerSpec spec(ContainerId id, String image, int memoryMiB) {
    return new ContainerSpec(
        id,
        image,
        "127.0.3.7",
        8080,
        List.of(),
        List.of(),
        "",
        Map.of("GREETING", "hi"),
        memoryMiB,
        0);
  }

  private void start(String image) {
    runtime().start(spec(WEB, image), events);
  }

  @Test
  void a_container_runs_until_it_is_stopped() {
    start(serves());
    await(() -> events.saw("output"));
    assertThat(events.seen().getFirst()).isEqualTo("started");

    runtime().stop(WEB, Duration.ofSeconds(5));
    await(() -> events.saw("exited"));

    assertThat(events.seen().getLast()).isEqualTo("exited 143");
  }

  @Test
  void what_a_container_wrote_comes_before_its_exit() {
    start(exits());
    await(() -> events.saw("exited"));
    settle();

    assertThat(events.seen()).containsExactly("started", "output: one", "output: two", "exited 3");
  }

  @Test
  void a_container_that_ignores_the_wish_to_stop_is_killed_after_its_grace() {
    start(ignoresStop());
    await(() -> events.saw("output"));

    runtime().stop(WEB, Duration.ofMillis(300));
    await(() -> events.saw("exited"));

    assertThat(events.seen().getLast()).isEqualTo("exited 137");
  }

  @Test
  void an_image_that_is_not_there_is_a_failure_to_pull() {
    start(missing());
    await(() -> events.saw("failed"));
    settle();

    assertThat(events.seen()).hasSize(1);
    assertThat(events.seen().getFirst()).startsWith("failed: CannotPullContainerError");
  }

  @Test
  void a_second_start_of_the_same_container_changes_nothing() {
    start(serves());
    await(() -> events.saw("output"));
    var others = new Events();
    runtime().start(spec(WEB, serves()), others);
    settle();

    assertThat(others.seen()).isEmpty();
    assertThat(events.seen()).containsOnlyOnce("started");
  }

  @Test
  void a_container_stopped_before_it_runs_never_runs() {
    start(serves());
    runtime().stop(WEB, Duration.ofSeconds(5));
    await(() -> events.saw("failed") || events.saw("exited"));
    settle();

    assertThat(events.saw("failed") != events.saw("exited")).isTrue();
  }

  @Test
  void stopping_what_does_not_run_has_no_effect() {
    runtime().stop(WEB, Duration.ofSeconds(1));
    settle();

    assertThat(events.seen()).isEmpty();
  }

  @Test
  void a_command_runs_inside_a_running_container_only() {
    var answers = new CopyOnWriteArrayList<Integer>();
    runtime().run(WEB, List.of("/bin/sh", "-c", "exit 0"), Duration.ofSeconds(5), answers::add);
    await(() -> answers.size() == 1);
    start(serves());
    await(() -> events.saw("output"));
    runtime().run(WEB, List.of("/bin/sh", "-c", "exit 0"), Duration.ofSeconds(5), answers::add);
    await(() -> answers.size() == 2);

    assertThat(answers).containsExactly(TaskRuntime.COMMAND_FAILED, 0);
  }

  @Test
  void a_container_that_uses_more_memory_than_it_may_is_killed_and_that_is_said() {
    runtime().start(spec(WEB, grows(), 48), events);
    await(() -> events.saw("out of memory") || events.saw("exited"));
    settle();

    assertThat(events.seen()).containsExactly("started", "output: ready", "out of memory");
    assertThat(usage()).isEmpty();
  }

  @Test
  void a_container_within_its_limit_and_one_without_are_left_alone() {
    var limited = new ContainerId("fedcba9876543210", "web");
    start(serves());
    runtime().start(spec(limited, serves(), 512), new Events());
    await(() -> usage().keySet().equals(Set.of(WEB, limited)));
    settle();
    settle();

    assertThat(usage()).containsOnlyKeys(WEB, limited);
    assertThat(events.saw("out of memory")).isFalse();
  }

  private Map<ContainerId, Usage> usage() {
    var answers = new CopyOnWriteArrayList<Map<ContainerId, Usage>>();
    runtime().usage(answers::add);
    await(() -> answers.size() == 1);
    return answers.getFirst();
  }

  @Test
  void what_a_running_container_uses_is_told_and_grows() {
    assertThat(usage()).isEmpty();
    start(busy());
    await(() -> events.saw("output"));
    var first = usage().get(WEB);
    settle();
    await(() -> usage().get(WEB).processor().compareTo(first.processor()) > 0);
    var second = usage().get(WEB);

    assertThat(second.age()).isGreaterThan(first.age());
    assertThat(second.memory()).isPositive();
    assertThat(second.processorsSince(first)).isBetween(0.01, 4.0);

    runtime().stop(WEB, Duration.ofMillis(100));
    await(() -> events.saw("exited"));
    assertThat(usage()).isEmpty();
  }
}
