package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.BLUE;
import static com.shangwellness.region.testing.Production.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;

/** A region that is killed at any step of a release carries it on, or takes it back. */
class CrashTest {

  /** When the region is killed: by what can be seen of the release from outside. */
  enum Step {
    CREATED {
      @Override
      boolean isReached(Production production, String release) {
        return true;
      }
    },
    INSTALLING {
      @Override
      boolean isReached(Production production, String release) {
        return production.events(release).contains("Install InProgress");
      }
    },
    STARTED {
      @Override
      boolean isReached(Production production, String release) {
        return production.service().taskSets().stream()
            .anyMatch(set -> release.equals(set.externalId()) && set.runningCount() > 0);
      }
    },
    READY {
      @Override
      boolean isReached(Production production, String release) {
        return production.deployment(release).statusAsString().equals("Ready");
      }
    },
    CANARY {
      @Override
      boolean isReached(Production production, String release) {
        return production.traffic().getOrDefault(GREEN, 0) == 10;
      }
    },
    SHIFTED {
      @Override
      boolean isReached(Production production, String release) {
        return production.traffic().getOrDefault(GREEN, 0) == 100;
      }
    },
    BLUE_GOES {
      @Override
      boolean isReached(Production production, String release) {
        return production.taskSets().contains("DRAINING v1");
      }
    };

    abstract boolean isReached(Production production, String release);
  }

  @TempDir private Path folder;

  private Production production() {
    return Production.restartable(folder)
        .group(
            g ->
                g.alarmConfiguration(a -> a.enabled(true).alarms(x -> x.name("guard")))
                    .blueGreenDeploymentConfiguration(
                        b ->
                            b.deploymentReadyOption(
                                    o -> o.actionOnTimeout("STOP_DEPLOYMENT").waitTimeInMinutes(60))
                                .terminateBlueInstancesOnDeploymentSuccess(
                                    t -> t.action("TERMINATE").terminationWaitTimeInMinutes(5))))
        .withHealthyService(2);
  }

  /** Goes on until the release is in this status, and gives consent when it waits for that. */
  private static void untilIs(Production production, String release, String status) {
    production.until(
        () -> {
          var now = production.deployment(release).statusAsString();
          if (now.equals("Ready") && !status.equals("Ready")) {
            consent(production, release);
          }
          return now.equals(status);
        });
  }

  private static void consent(Production production, String release) {
    production.ask(
        () -> production.cloud().codeDeploy().continueDeployment(r -> r.deploymentId(release)));
  }

  private static void reach(Production production, String release, Step step) {
    production.until(
        () -> {
          boolean ready = production.deployment(release).statusAsString().equals("Ready");
          if (ready && step.compareTo(Step.READY) > 0) {
            consent(production, release);
          }
          return step.isReached(production, release);
        });
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void a_release_is_carried_on_to_its_end(Step step) {
    try (var production = production()) {
      production.alarm("guard");
      var release = production.release("v2");
      reach(production, release, step);

      production.restart();

      untilIs(production, release, "Succeeded");
      assertThat(production.taskSets()).containsExactly("PRIMARY v2");
      assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
      production.until(() -> production.service().runningCount() == 2);
      assertThat(deployments(production)).hasSize(1);
    }
  }

  private static List<String> deployments(Production production) {
    return production
        .ask(() -> production.cloud().codeDeploy().listDeployments(r -> {}))
        .deployments();
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"INSTALLING", "STARTED", "READY", "CANARY", "SHIFTED"})
  void an_alarm_after_a_crash_takes_the_release_back(Step step) {
    try (var production = production()) {
      production.alarm("guard");
      var release = production.release("v2");
      reach(production, release, step);
      production.restart();

      production.alarm("guard", StateValue.ALARM);
      production.passes(Duration.ofSeconds(10));

      var stopped = production.deployment(release);
      assertThat(stopped.statusAsString()).isEqualTo("Stopped");
      assertThat(production.traffic().getOrDefault(GREEN, 0)).isZero();
      assertIsBack(production, stopped);
    }
  }

  private static void assertIsBack(Production production, DeploymentInfo stopped) {
    production.untilIs(stopped.rollbackInfo().rollbackDeploymentId(), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v1");
    production.until(() -> production.service().runningCount() == 2);
  }

  @Test
  void a_rollback_goes_on_after_a_crash() {
    try (var production = production()) {
      production.alarm("guard");
      var release = production.release("v2");
      reach(production, release, Step.SHIFTED);
      production.alarm("guard", StateValue.ALARM);
      production.passes(Duration.ofSeconds(10));
      assertThat(production.taskSets()).contains("DRAINING v2");

      production.restart();

      assertIsBack(production, production.deployment(release));
    }
  }

  @Test
  void the_five_minutes_of_a_canary_do_not_begin_again() {
    try (var production = production()) {
      production.alarm("guard");
      var release = production.release("v2");
      reach(production, release, Step.CANARY);
      var began = production.stage().timeline.now();
      production.passes(Duration.ofMinutes(4).plusSeconds(30));

      production.restart();
      assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 90, GREEN, 10));
      production.until(() -> production.traffic().get(GREEN) == 100);

      // Its tasks had to start again, which takes its time; the wait of five minutes did not.
      assertThat(Duration.between(began, production.stage().timeline.now()))
          .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
    }
  }

  @Test
  void a_region_that_is_killed_again_and_again_still_ends_every_release() {
    try (var production = production()) {
      production.alarm("guard");
      var release = production.release("v2");
      var seen = new ArrayList<Integer>();
      for (int kills = 0;
          !production.deployment(release).statusAsString().equals("Succeeded");
          kills++) {
        assertThat(kills).isLessThan(60);
        production.passes(Duration.ofSeconds(47));
        if (production.deployment(release).statusAsString().equals("Ready")) {
          consent(production, release);
        }
        seen.add(production.traffic().getOrDefault(GREEN, 0));
        production.restart();
        production.passes(Duration.ofSeconds(50));
      }
      assertThat(seen).as("green's weight never fell").isSorted();
      assertThat(Stream.of(0, 10, 100)).containsAll(seen);
    }
  }

  /**
   * Not only at the steps that can be seen: after any of the region's actions, of which a release
   * is made. Some thirty of them, or all with {@code -Dcrashes=all}.
   */
  @Test
  void a_release_ends_alike_after_whichever_action_the_region_is_killed() {
    int actions = actionsOf("Succeeded", CrashTest::released);
    for (int killedAfter : some(actions)) {
      try (var production = production("killed-" + killedAfter)) {
        var release = released(production);
        step(production, killedAfter);

        production.restart();

        untilIs(production, release, "Succeeded");
        assertThat(production.taskSets()).as("%s", killedAfter).containsExactly("PRIMARY v2");
        assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
        assertThat(deployments(production)).hasSize(1);
        production.until(() -> production.service().runningCount() == 2);
      }
    }
  }

  @Test
  void a_release_is_taken_back_alike_after_whichever_action_the_region_is_killed() {
    int actions = actionsOf("Stopped", CrashTest::refused);
    for (int killedAfter : some(actions)) {
      try (var production = production("refused-" + killedAfter)) {
        var release = refused(production);
        step(production, killedAfter);

        production.restart();

        untilIs(production, release, "Stopped");
        assertThat(production.traffic().getOrDefault(GREEN, 0)).as("%s", killedAfter).isZero();
        assertIsBack(production, production.deployment(release));
        assertThat(deployments(production)).hasSize(2);
      }
    }
  }

  private static String released(Production production) {
    production.alarm("guard");
    return production.release("v2");
  }

  /** A release in whose canary an alarm begins to ring. */
  private static String refused(Production production) {
    var release = released(production);
    reach(production, release, Step.CANARY);
    production.alarm("guard", StateValue.ALARM);
    return release;
  }

  /** How many actions of the region it takes until a release is over, and what follows it. */
  private int actionsOf(String end, Function<Production, String> begin) {
    try (var production = production("whole")) {
      var release = begin.apply(production);
      int before = production.stage().timeline.history().size();
      untilIs(production, release, end);
      production.passes(Duration.ofMinutes(1));
      return production.stage().timeline.history().size() - before;
    }
  }

  private static List<Integer> some(int actions) {
    int apart = System.getProperty("crashes", "").equals("all") ? 1 : Math.max(1, actions / 30);
    return IntStream.iterate(1, each -> each <= actions, each -> each + apart).boxed().toList();
  }

  private static void step(Production production, int actions) {
    for (int i = 0; i < actions; i++) {
      assertThat(production.stage().timeline.step()).isTrue();
    }
  }

  private Production production(String name) {
    var own = folder.resolve(name);
    assertThat(own.toFile().mkdir()).isTrue();
    return Production.restartable(own)
        .group(g -> g.alarmConfiguration(a -> a.enabled(true).alarms(x -> x.name("guard"))))
        .withHealthyService(2);
  }
}
