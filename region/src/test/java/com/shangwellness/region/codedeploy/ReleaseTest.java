package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.BLUE;
import static com.shangwellness.region.testing.Production.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import com.shangwellness.region.traffic.SimulatedTraffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;
import software.amazon.awssdk.services.codedeploy.model.TargetStatus;

/** Releases that go as they should, as the owner sees them. */
class ReleaseTest {

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

  // ---- as it should go

  @Test
  void a_canary_release_gives_green_a_tenth_then_all_and_removes_blue_after_its_wait() {
    production.withHealthyService(2);
    var release = production.release("v2");

    production.untilBegins(release, CANARY);
    assertThat(production.traffic()).isEqualTo(traffic(90, 10));
    assertThat(production.testTraffic()).isEqualTo(traffic(0, 100));
    assertThat(production.taskSets()).containsExactly("PRIMARY v1", "ACTIVE v2");

    production.passes(minutes(5).minusSeconds(1));
    assertThat(production.traffic()).isEqualTo(traffic(90, 10));
    production.passes(seconds(1));
    assertThat(production.traffic()).isEqualTo(traffic(0, 100));
    assertThat(production.taskSets()).containsExactlyInAnyOrder("ACTIVE v1", "PRIMARY v2");
    assertThat(production.deployment(release).statusAsString()).isEqualTo("InProgress");
    assertThat(production.target(release).status()).isEqualTo(TargetStatus.SUCCEEDED);

    production.passes(minutes(5).minusSeconds(1));
    assertThat(production.taskSets()).containsExactlyInAnyOrder("ACTIVE v1", "PRIMARY v2");
    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
    assertThat(production.traffic()).isEqualTo(traffic(0, 100));
    assertThat(production.events(release))
        .containsExactly(
            "BeforeInstall Succeeded",
            "Install Succeeded",
            "AfterInstall Succeeded",
            "AllowTestTraffic Succeeded",
            "AfterAllowTestTraffic Succeeded",
            "BeforeAllowTraffic Succeeded",
            "AllowTraffic Succeeded",
            "AfterAllowTraffic Succeeded");
  }

  @Test
  void the_colours_change_roles_at_each_release() {
    production.withHealthyService(2);
    production.untilIs(production.release("v2"), "Succeeded");

    var second = production.release("v3");
    production.untilBegins(second, CANARY);
    assertThat(production.traffic()).isEqualTo(traffic(10, 90));
    assertThat(production.testTraffic()).isEqualTo(traffic(100, 0));

    production.untilIs(second, "Succeeded");
    assertThat(production.traffic()).isEqualTo(traffic(100, 0));
    assertThat(production.taskSets()).containsExactly("PRIMARY v3");
  }

  @Test
  void nothing_is_shifted_before_green_is_healthy_even_when_no_listener_named_it_before() {
    production.withoutTestListener().withHealthyService(2);
    production.version("v2", new SimulatedTraffic.Behaviour.Answers(503));
    var release = production.release("v2");

    production.passes(minutes(2));
    assertThat(production.traffic()).as("named, to be checked").isEqualTo(traffic(100, 0));
    assertThat(production.events(release)).contains("Install InProgress");
    assertThat(production.target(release).taskSetsInfo().getLast().trafficWeight()).isZero();

    production.version("v2", new SimulatedTraffic.Behaviour.Answers(200));
    production.untilIs(release, "Succeeded");
    assertThat(production.events(release)).doesNotContain("AllowTestTraffic Succeeded");
  }

  @Test
  void a_linear_release_moves_in_equal_steps() {
    production
        .group(g -> g.deploymentConfigName("CodeDeployDefault.ECSLinear10PercentEvery1Minutes"))
        .withHealthyService(1);
    var release = production.release("v2");
    production.untilBegins(release, CANARY);

    for (int percent = 10; percent < 100; percent += 10) {
      assertThat(production.traffic()).isEqualTo(traffic(100 - percent, percent));
      production.passes(seconds(59));
      assertThat(production.traffic()).isEqualTo(traffic(100 - percent, percent));
      production.passes(seconds(1));
    }
    assertThat(production.traffic()).isEqualTo(traffic(0, 100));
  }

  @Test
  void a_custom_configuration_that_does_not_divide_a_hundred_ends_with_what_is_left() {
    production.withHealthyService(1);
    production.ask(
        () ->
            production
                .cloud()
                .codeDeploy()
                .createDeploymentConfig(
                    r ->
                        r.deploymentConfigName("thirds")
                            .computePlatform("ECS")
                            .trafficRoutingConfig(
                                t ->
                                    t.type("TimeBasedLinear")
                                        .timeBasedLinear(
                                            l -> l.linearPercentage(33).linearInterval(2)))));
    var release = production.release("v2", r -> r.deploymentConfigName("thirds"));
    production.untilBegins(release, CANARY);

    assertThat(production.traffic()).isEqualTo(traffic(67, 33));
    production.passes(minutes(2));
    assertThat(production.traffic()).isEqualTo(traffic(34, 66));
    production.passes(minutes(2));
    assertThat(production.traffic()).isEqualTo(traffic(1, 99));
    production.passes(minutes(2));
    assertThat(production.traffic()).isEqualTo(traffic(0, 100));
  }

  @Test
  void all_at_once_is_one_step() {
    production
        .group(g -> g.deploymentConfigName("CodeDeployDefault.ECSAllAtOnce"))
        .withHealthyService(2);
    var release = production.release("v2");

    production.untilBegins(release, "AfterAllowTraffic");
    assertThat(production.traffic()).isEqualTo(traffic(0, 100));
    production.untilIs(release, "Succeeded");
  }

  // ---- waits

  @Test
  void a_group_that_waits_for_consent_shifts_when_it_has_it() {
    waitsForConsent(30);
    var release = production.release("v2");
    production.untilIs(release, "Ready");
    assertThat(production.target(release).status()).isEqualTo(TargetStatus.READY);

    production.passes(minutes(29));
    assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 1));
    production.ask(
        () -> production.cloud().codeDeploy().continueDeployment(r -> r.deploymentId(release)));

    assertThat(production.deployment(release).status()).isEqualTo(DeploymentStatus.IN_PROGRESS);
    assertThat(production.traffic()).isEqualTo(traffic(90, 10));
    production.untilIs(release, "Succeeded");
  }

  private void waitsForConsent(int minutes) {
    production
        .group(
            g ->
                g.blueGreenDeploymentConfiguration(
                    b ->
                        b.deploymentReadyOption(
                                o ->
                                    o.actionOnTimeout("STOP_DEPLOYMENT").waitTimeInMinutes(minutes))
                            .terminateBlueInstancesOnDeploymentSuccess(
                                t -> t.action("TERMINATE").terminationWaitTimeInMinutes(0))))
        .withHealthyService(2);
  }

  @Test
  void without_consent_in_time_it_is_stopped_and_taken_back() {
    waitsForConsent(30);
    var release = production.release("v2");
    production.untilIs(release, "Ready");

    production.passes(minutes(30));

    assertThat(production.deployment(release).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.TIMEOUT);
    assertBlueServesAlone(release);
  }

  @Test
  void the_wait_before_blue_goes_can_be_ended_early() {
    production.withHealthyService(2);
    var release = production.release("v2");
    production.until(() -> production.deployment(release).instanceTerminationWaitTimeStarted());

    production.ask(
        () ->
            production
                .cloud()
                .codeDeploy()
                .continueDeployment(
                    r ->
                        r.deploymentId(release)
                            .deploymentWaitType(DeploymentWaitType.TERMINATION_WAIT)));

    assertThat(production.taskSets()).containsExactlyInAnyOrder("DRAINING v1", "PRIMARY v2");
    production.untilIs(release, "Succeeded");
  }

  @Test
  void the_target_shows_both_task_sets_with_counts_groups_and_weights() {
    production.withHealthyService(2);
    var release = production.release("v2");
    production.untilBegins(release, CANARY);

    var sets = production.target(release).taskSetsInfo();
    assertThat(sets)
        .extracting(
            s -> s.taskSetLabelAsString(),
            s -> s.trafficWeight(),
            s -> s.runningCount(),
            s -> s.targetGroup().name())
        .containsExactly(
            Tuple.tuple("Blue", 90.0, 2L, BLUE), Tuple.tuple("Green", 10.0, 2L, GREEN));
    assertThat(production.service().taskSets().getLast())
        .matches(set -> set.externalId().equals(release) && set.startedBy().equals("CODE_DEPLOY"));
    assertThat(List.of(production.deployment(release).deploymentOverview().inProgress()))
        .containsExactly(1L);
  }
}
