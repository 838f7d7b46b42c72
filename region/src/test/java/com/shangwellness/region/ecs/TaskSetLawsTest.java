package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.tasks.Behaviour;
import com.shangwellness.region.tasks.SimulatedTasks.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** What holds of two task sets after every event of every simulated history. */
class TaskSetLawsTest {

  private static final List<String> IMAGES = List.of("good", "missing", "exits");

  private enum Blow {
    RELEASE,
    WITHDRAW,
    SCALE_GREEN,
    CRASH_GREEN,
    SICKEN_GREEN,
    NOTHING,
    CRASH_BLUE,
    SICKEN_BLUE,
    SCALE_OUT,
    SCALE_IN,
    PROMOTE
  }

  @Provide
  Arbitrary<List<Blow>> anything() {
    return Arbitraries.of(Blow.class).list().ofMinSize(1).ofMaxSize(10);
  }

  @Provide
  Arbitrary<List<Blow>> greens() {
    return Arbitraries.of(
            Blow.RELEASE,
            Blow.WITHDRAW,
            Blow.SCALE_GREEN,
            Blow.CRASH_GREEN,
            Blow.SICKEN_GREEN,
            Blow.NOTHING)
        .list()
        .ofMinSize(2)
        .ofMaxSize(10);
  }

  @Property(tries = 25)
  void each_task_set_comes_back_to_its_own_computed_count(
      @ForAll long seed, @ForAll("anything") List<Blow> blows) {
    var history = new History(seed);
    history.stage.runtime.faults(new Faults(Duration.ofSeconds(20), 0.3, 0));
    for (var blow : blows) {
      history.strike(blow);
      history.stage.passes(Duration.ofSeconds(40));
    }

    history.stage.balancers.failing.clear();
    history.stage.runtime.faults(Faults.NONE);
    history.stage.passes(Duration.ofHours(1));

    int all = 0;
    for (var set : history.stage.taskSets()) {
      if (!history.isBad(set)) {
        assertThat(history.stage.running(set)).hasSize(set.computedDesiredCount());
        assertThat(set.stabilityStatus()).isEqualTo(StabilityStatus.STEADY_STATE);
        all += set.computedDesiredCount();
      }
    }
    assertThat(history.stage.taskSets()).noneMatch(set -> set.status().equals("DRAINING"));
    assertThat(history.stage.running()).hasSizeGreaterThanOrEqualTo(all);
  }

  @Property(tries = 25)
  void whatever_becomes_of_green_blue_keeps_the_tasks_it_has(
      @ForAll long seed, @ForAll("greens") List<Blow> blows) {
    var history = new History(seed);
    var blue = history.stage.primary();
    var serving = history.stage.running(blue).stream().map(Task::taskArn).toList();
    history.stage.runtime.faults(new Faults(Duration.ofSeconds(20), 0.3, 0.1));

    for (var blow : blows) {
      history.strike(blow);
      var end = history.stage.timeline.now().plusSeconds(40);
      while (history.stage.timeline.now().isBefore(end) && history.stage.timeline.step()) {
        assertThat(history.stage.running(blue))
            .extracting(Task::taskArn)
            .containsExactlyInAnyOrderElementsOf(serving);
        assertThat(history.stage.steady(blue)).isTrue();
      }
    }
  }

  /** A service of CodeDeploy's with two tasks, and what happens to it. */
  private static final class History {
    final Stage stage;
    private int releases;

    History(long seed) {
      stage = new Stage(seed);
      stage.runtime.behave("sha256:exits", Behaviour.exits(Duration.ofMillis(100), 1));
      stage.createForCodeDeploy(2);
      stage.until(() -> stage.steady(stage.primary()));
    }

    void strike(Blow blow) {
      switch (blow) {
        case RELEASE -> release();
        case WITHDRAW -> green().ifPresent(stage::delete);
        case SCALE_GREEN -> green().ifPresent(set -> scale(set, 50));
        case CRASH_GREEN -> green().ifPresent(this::crash);
        case SICKEN_GREEN -> green().ifPresent(this::sicken);
        case NOTHING -> {}
        case CRASH_BLUE -> crash(stage.primary());
        case SICKEN_BLUE -> sicken(stage.primary());
        case SCALE_OUT -> stage.desire(Math.min(6, stage.service().desiredCount() + 1));
        case SCALE_IN -> stage.desire(Math.max(0, stage.service().desiredCount() - 1));
        case PROMOTE -> green().ifPresent(stage::promote);
      }
    }

    private void release() {
      if (stage.taskSets().size() < 2) {
        var image = IMAGES.get(releases++ % IMAGES.size());
        stage.createGreen(stage.register(Stage.definition(image).family(image).build()));
      }
    }

    /** Whether its tasks can never run for long. */
    boolean isBad(TaskSet set) {
      return IMAGES.stream()
          .filter(image -> !image.equals("good"))
          .anyMatch(image -> set.taskDefinition().contains("/" + image + ":"));
    }

    private Optional<TaskSet> green() {
      return stage.taskSets().stream().filter(set -> set.status().equals("ACTIVE")).findFirst();
    }

    private void scale(TaskSet set, double percent) {
      stage.call(
          e ->
              e.updateTaskSet(
                  r ->
                      r.cluster("prod")
                          .service("web")
                          .taskSet(set.id())
                          .scale(s -> s.value(percent).unit(ScaleUnit.PERCENT))));
    }

    private void crash(TaskSet set) {
      stage.running(set).stream().findFirst().ifPresent(task -> stage.crash(task, 1));
    }

    private void sicken(TaskSet set) {
      stage.running(set).stream()
          .findFirst()
          .ifPresent(task -> stage.balancers.failing.add(Stage.address(task)));
    }
  }
}
