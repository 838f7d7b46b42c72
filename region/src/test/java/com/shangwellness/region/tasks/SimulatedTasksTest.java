package com.shangwellness.region.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedTasksTest extends TaskRuntimeContract {

  private final VirtualTimeline timeline = new VirtualTimeline();
  private final SimulatedTasks tasks = new SimulatedTasks(timeline, new Random(1));

  @BeforeEach
  void images() {
    tasks.behave("serves", Behaviour.serves().writing("ready"));
    tasks.behave("exits", Behaviour.exits(Duration.ofSeconds(1), 3).writing("one", "two"));
    tasks.behave("ignores", Behaviour.serves().writing("ready").ignoringStop());
    tasks.behave("missing", Behaviour.fails("CannotPullContainerError: image missing: not found"));
  }

  @Override
  TaskRuntime runtime() {
    return tasks;
  }

  @Override
  String serves() {
    return "serves";
  }

  @Override
  String exits() {
    return "exits";
  }

  @Override
  String ignoresStop() {
    return "ignores";
  }

  @Override
  String busy() {
    tasks.load(spec -> new SimulatedTasks.Load(0.5, 64 << 20));
    return serves();
  }

  @Override
  String grows() {
    tasks.behave("grows", Behaviour.serves().writing("ready").growing(Duration.ofSeconds(3)));
    return "grows";
  }

  @Override
  String missing() {
    return "missing";
  }

  @Override
  void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(timeline.step()).as("something still happens").isTrue();
    }
  }

  @Override
  void settle() {
    timeline.passes(Duration.ofMinutes(1));
  }

  @Test
  void a_growing_container_uses_its_limit_when_it_outgrows_it_and_never_does_without_one() {
    tasks.start(spec(WEB, grows()), events);
    var limited = new ContainerId("fedcba9876543210", "web");
    tasks.start(spec(limited, grows(), 64), new Events());
    timeline.passes(Duration.ofSeconds(2));
    tasks.usage(usage -> assertThat(usage.get(limited).memory()).isEqualTo(32L << 20));
    timeline.passes(Duration.ofMinutes(5));

    assertThat(tasks.running()).containsExactly(WEB);
  }

  @Test
  void the_same_seed_gives_the_same_history_of_faults() {
    assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8));
  }

  private static List<String> history(long seed) {
    var timeline = new VirtualTimeline();
    var tasks = new SimulatedTasks(timeline, new Random(seed));
    tasks.faults(new SimulatedTasks.Faults(Duration.ofSeconds(9), 0.5, 0.2));
    for (int i = 0; i < 10; i++) {
      var id = new ContainerId("task" + i, "web");
      tasks.start(
          new ContainerSpec(id, "image", "127.0.0.2", 80, List.of(), List.of(), "", Map.of(), 0, 0),
          new Events());
      tasks.stop(id, Duration.ofSeconds(3));
      timeline.passes(Duration.ofSeconds(2));
    }
    timeline.passes(Duration.ofMinutes(1));
    return timeline.history();
  }
}
