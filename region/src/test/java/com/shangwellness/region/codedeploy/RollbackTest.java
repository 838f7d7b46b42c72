package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.BLUE;
import static com.shangwellness.region.testing.Production.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.tasks.Behaviour;
import com.shangwellness.region.testing.Production;
import com.shangwellness.region.traffic.SimulatedTraffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/** Releases that do not go as they should, and their way back. */
class RollbackTest {

  private static final String CANARY = "AllowTraffic";

  @TempDir private Path folder;
  private Production production;

  @BeforeEach
  void begin() {
    production = Production.simulated(folder);
  }

  @AfterEach
  void end() {
    production.close();
  }

  private static Map<String, Integer> traffic(int blue, int green) {
    return Map.of(BLUE, blue, GREEN, green);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private String rollbackOf(String deployment) {
    return production.deployment(deployment).rollbackInfo().rollbackDeploymentId();
  }

  private void assertBlueServesAlone(String deployment) {
    assertThat(production.traffic().get(BLUE)).isPositive();
    assertThat(production.traffic().getOrDefault(GREEN, 0)).isZero();
    production.untilIs(rollbackOf(deployment), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v1");
    assertThat(production.traffic().getOrDefault(GREEN, 0)).isZero();
    assertThat(production.service().runningCount()).isEqualTo(2);
    assertThat(production.visit()).isEqualTo(200);
  }

  // ---- ways back

  @Test
  void an_alarm_during_the_canary_sends_all_traffic_back_to_blue() {
    watched();
    var release = production.release("v2");
    production.untilBegins(release, CANARY);
    production.passes(minutes(2));
    assertThat(production.traffic()).isEqualTo(traffic(90, 10));

    production.alarm("guard", StateValue.ALARM);
    production.passes(seconds(10));

    var stopped = production.deployment(release);
    assertThat(stopped.status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(stopped.errorInformation().code()).isEqualTo(ErrorCode.ALARM_ACTIVE);
    assertThat(stopped.errorInformation().message()).endsWith("Activated alarms: guard");
    var rollback = production.deployment(stopped.rollbackInfo().rollbackDeploymentId());
    assertThat(rollback.creator()).isEqualTo(DeploymentCreator.CODE_DEPLOY_ROLLBACK);
    assertThat(rollback.rollbackInfo().rollbackTriggeringDeploymentId()).isEqualTo(release);
    assertThat(production.traffic()).isEqualTo(traffic(100, 0));
    assertThat(production.testTraffic()).isEqualTo(Map.of(GREEN, 1));
    assertThat(production.events(release))
        .contains("AllowTraffic Failed", "AfterAllowTraffic Skipped");
    assertBlueServesAlone(release);
  }

  private void watched() {
    production
        .group(g -> g.alarmConfiguration(a -> a.enabled(true).alarms(x -> x.name("guard"))))
        .withHealthyService(2);
    production.alarm("guard");
  }

  @Test
  void an_alarm_while_blue_still_waits_makes_blue_primary_again() {
    watched();
    var release = production.release("v2");
    production.until(() -> production.deployment(release).instanceTerminationWaitTimeStarted());
    production.passes(minutes(4));
    assertThat(production.taskSets()).contains("PRIMARY v2");

    production.alarm("guard", StateValue.ALARM);
    production.passes(seconds(10));

    assertThat(production.traffic()).isEqualTo(traffic(100, 0));
    assertThat(production.taskSets()).contains("PRIMARY v1");
    assertBlueServesAlone(release);
  }

  @Test
  void once_blue_is_being_removed_there_is_no_way_back() {
    watched();
    var release = production.release("v2");
    production.until(() -> production.taskSets().contains("DRAINING v1"));

    production.alarm("guard", StateValue.ALARM);
    assertThat(
            production
                .stage()
                .refused(
                    () ->
                        production
                            .cloud()
                            .codeDeploy()
                            .stopDeployment(r -> r.deploymentId(release))))
        .startsWith("DeploymentAlreadyCompletedException");

    production.untilIs(release, "Succeeded");
    assertThat(production.traffic()).isEqualTo(traffic(0, 100));
  }

  @Test
  void an_alarm_that_rings_already_stops_a_deployment_before_anything_is_done() {
    watched();
    production.alarm("guard", StateValue.ALARM);
    var release = production.release("v2");
    production.passes(Duration.ZERO);

    assertThat(production.deployment(release).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.ALARM_ACTIVE);
    assertThat(production.deployment(release).rollbackInfo()).isNull();
    assertThat(production.taskSets()).containsExactly("PRIMARY v1");

    var next = production.release("v3", r -> r.overrideAlarmConfiguration(a -> a.enabled(false)));
    production.untilIs(next, "Succeeded");
  }

  @Test
  void alarms_that_cannot_be_read_stop_a_deployment_unless_that_is_to_be_ignored() {
    production
        .group(g -> g.alarmConfiguration(a -> a.enabled(true).alarms(x -> x.name("gone"))))
        .withHealthyService(1);
    var release = production.release("v2");
    production.passes(Duration.ZERO);
    assertThat(production.deployment(release).statusAsString()).isEqualTo("Stopped");
    assertThat(production.deployment(release).errorInformation().message())
        .contains("could not be retrieved")
        .contains("gone");

    var tolerant =
        production.release(
            "v2",
            r ->
                r.overrideAlarmConfiguration(
                    a -> a.enabled(true).ignorePollAlarmFailure(true).alarms(x -> x.name("gone"))));
    production.untilIs(tolerant, "Succeeded");
  }

  @Test
  void a_version_that_exits_at_once_fails_after_an_hour_and_nobody_ever_met_it() {
    production.withHealthyService(2);
    production.version("v2", Behaviour.exits(Duration.ofSeconds(1), 1));
    var release = production.release("v2");

    production.passes(minutes(60).minusSeconds(1));
    assertThat(production.deployment(release).statusAsString()).isEqualTo("InProgress");
    production.passes(seconds(6));

    assertThat(production.deployment(release).status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.TIMEOUT);
    assertBlueServesAlone(release);
  }

  @Test
  void tasks_that_die_after_the_shift_began_fail_the_release_within_five_minutes_of_it() {
    production.withHealthyService(2);
    var release = production.release("v2");
    production.untilBegins(release, CANARY);
    production.passes(minutes(2));

    production.version("v2", new SimulatedTraffic.Behaviour.Answers(503));
    production.passes(minutes(3));
    assertThat(production.traffic()).as("a step that is due waits").isEqualTo(traffic(90, 10));
    production.passes(minutes(3));

    assertThat(production.deployment(release).status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.HEALTH_CONSTRAINTS);
    assertBlueServesAlone(release);
  }

  @Test
  void a_task_that_dies_and_is_replaced_does_no_harm_to_a_release() {
    production.withHealthyService(2);
    var release = production.release("v2");
    production.untilBegins(release, CANARY);
    production.ask(
        () -> {
          var victim =
              production.cloud().tasks().running().stream().reduce((a, b) -> b).orElseThrow();
          production.cloud().tasks().crash(victim, 137);
          return victim;
        });

    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
  }

  @Test
  void blue_is_not_removed_while_green_is_unhealthy() {
    production.withHealthyService(2);
    var release = production.release("v2");
    production.until(() -> production.deployment(release).instanceTerminationWaitTimeStarted());
    production.passes(minutes(4));
    production.version("v2", new SimulatedTraffic.Behaviour.Answers(503));
    production.passes(minutes(2));
    assertThat(production.taskSets()).containsExactlyInAnyOrder("ACTIVE v1", "PRIMARY v2");

    production.passes(minutes(4));

    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.HEALTH_CONSTRAINTS);
    assertBlueServesAlone(release);
  }

  @Test
  void whoever_stops_a_release_has_it_taken_back() {
    production.withHealthyService(2);
    var release = production.release("v2");
    production.untilBegins(release, CANARY);

    production.ask(
        () ->
            production
                .cloud()
                .codeDeploy()
                .stopDeployment(r -> r.deploymentId(release).autoRollbackEnabled(true)));

    assertThat(production.deployment(release).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.MANUAL_STOP);
    assertThat(production.traffic()).isEqualTo(traffic(100, 0));
    assertBlueServesAlone(release);
  }

  @Test
  void stopped_without_a_rollback_everything_stays_and_the_next_release_tidies_up() {
    production.withHealthyService(2);
    var release = production.release("v2");
    production.untilBegins(release, CANARY);
    production.ask(
        () ->
            production
                .cloud()
                .codeDeploy()
                .stopDeployment(r -> r.deploymentId(release).autoRollbackEnabled(false)));
    production.passes(minutes(30));
    assertThat(production.traffic()).isEqualTo(traffic(90, 10));
    assertThat(production.taskSets()).containsExactly("PRIMARY v1", "ACTIVE v2");

    var next = production.release("v3");
    production.passes(seconds(1));
    assertThat(production.traffic()).isEqualTo(traffic(100, 0));
    production.untilIs(next, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v3");
    assertThat(production.traffic()).isEqualTo(traffic(0, 100));
  }

  // ---- failures by name

  @Test
  void a_hook_fails_the_deployment_at_its_event_and_is_never_taken_for_granted() {
    production.withHealthyService(1);
    for (var event : LifecycleEvents.HOOKS) {
      var definition = production.definition("v2");
      var release =
          production.release(
              "v2",
              r ->
                  r.revision(
                      Production.revision(
                          Production.appSpec(definition)
                              + "Hooks:\n  - "
                              + event
                              + ": CodeDeployHook_gate\n")));
      production.untilIs(release, "Failed");

      var failed = production.deployment(release);
      assertThat(failed.errorInformation().code()).isEqualTo(ErrorCode.HOOK_EXECUTION_FAILURE);
      assertThat(failed.errorInformation().message()).contains(event, "CodeDeployHook_gate");
      assertThat(production.events(release)).contains(event + " Failed");
      if (failed.rollbackInfo() != null) {
        production.untilIs(rollbackOf(release), "Succeeded");
      } else {
        assertThat(event).as("nothing to take back").isEqualTo("BeforeInstall");
      }
      assertThat(production.taskSets()).containsExactly("PRIMARY v1");
    }
  }

  @Test
  void a_task_definition_that_ecs_refuses_fails_the_deployment_with_its_words() {
    production.withHealthyService(1);
    var release =
        production.release(
            "v2",
            r ->
                r.revision(
                    Production.revision(
                        Production.appSpec("web:1")
                            .replace("ContainerName: app", "ContainerName: x"))));
    production.untilIs(release, "Failed");

    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.ECS_UPDATE_ERROR);
    assertThat(production.deployment(release).errorInformation().message())
        .contains("The container x does not exist in the task definition");
    assertThat(production.events(release)).contains("Install Failed");
  }
}
