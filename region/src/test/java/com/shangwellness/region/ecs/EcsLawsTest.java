package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.tasks.SimulatedTasks.Faults;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds after every event of every simulated history. */
class EcsLawsTest {

  private enum Blow {
    CRASH,
    SICKNESS,
    RECOVERY,
    SCALE_OUT,
    SCALE_IN,
    RELEASE,
    NOTHING
  }

  @Provide
  Arbitrary<List<Blow>> blows() {
    return Arbitraries.of(Blow.class).list().ofMinSize(1).ofMaxSize(8);
  }

  @Property(tries = 25)
  void a_service_never_has_more_than_its_maximum_and_comes_back_to_what_is_desired(
      @ForAll long seed, @ForAll("blows") List<Blow> blows) {
    var stage = new Stage(seed);
    stage.runtime.faults(new Faults(Duration.ofSeconds(20), 0.3, 0));
    stage.create(Stage.balanced(stage.register("v1"), 2));

    for (var blow : blows) {
      strike(stage, blow);
      passes(stage, Duration.ofSeconds(40));
    }
    stage.balancers.failing.clear();
    stage.runtime.faults(Faults.NONE);
    passes(stage, Duration.ofHours(1));

    int desired = stage.service().desiredCount();
    assertThat(stage.running()).hasSize(desired);
    assertThat(stage.runtime.running()).hasSize(desired);
    assertThat(stage.ec2.interfaces).hasSize(desired);
    assertThat(stage.service().deployments()).hasSize(1);
  }

  @Property(tries = 10)
  void answers_that_never_come_do_not_hold_a_service_up_for_ever(@ForAll long seed) {
    var stage = new Stage(seed);
    stage.runtime.faults(new Faults(Duration.ofSeconds(20), 0.2, 0.3));
    stage.create(Stage.balanced(stage.register("v1"), 3));
    stage.passes(Duration.ofMinutes(10));
    stage.runtime.faults(Faults.NONE);
    stage.passes(Duration.ofHours(4));

    assertThat(stage.running()).hasSize(3);
    assertThat(stage.runtime.running().stream().map(id -> id.task()).collect(Collectors.toSet()))
        .containsAll(stage.running().stream().map(Stage::id).toList());
  }

  private static void strike(Stage stage, Blow blow) {
    var running = stage.running();
    switch (blow) {
      case CRASH -> running.stream().findFirst().ifPresent(task -> stage.crash(task, 1));
      case SICKNESS ->
          running.stream()
              .findFirst()
              .ifPresent(task -> stage.balancers.failing.add(Stage.address(task)));
      case RECOVERY -> stage.balancers.failing.clear();
      case SCALE_OUT -> scale(stage, 1);
      case SCALE_IN -> scale(stage, -1);
      case RELEASE -> {
        var next = stage.register("next");
        stage.call(
            e -> e.updateService(r -> r.cluster("prod").service("web").taskDefinition(next)));
      }
      case NOTHING -> {}
    }
  }

  private static void scale(Stage stage, int by) {
    int desired = Math.clamp(stage.service().desiredCount() + by, 0, 6);
    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").desiredCount(desired)));
  }

  /** The law is checked after every single event. */
  private static void passes(Stage stage, Duration time) {
    var end = stage.timeline.now().plus(time);
    int most = 0;
    while (stage.timeline.now().isBefore(end)) {
      var service = stage.service();
      // What is already there when the desired count shrinks may stop in its own time.
      most = Math.max(service.desiredCount() * 2, Math.min(most, stage.tasks("RUNNING").size()));
      if (!stage.timeline.step()) {
        return;
      }
      assertThat(stage.tasks("RUNNING").size())
          .isLessThanOrEqualTo(Math.max(most, service.desiredCount() * 2));
      assertThat(stage.runtime.running().size()).isLessThanOrEqualTo(stage.ec2.interfaces.size());
    }
  }
}
