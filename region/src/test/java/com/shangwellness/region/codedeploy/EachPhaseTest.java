package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.BLUE;
import static com.shangwellness.region.testing.Production.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/** A release that an alarm or somebody stops, in each of its phases. */
class EachPhaseTest {

  @TempDir private Path folder;
  private Production production;
  private String release = "";

  @BeforeEach
  void begin() {
    production =
        Production.simulated(folder)
            .group(
                g ->
                    g.deploymentConfigName("CodeDeployDefault.ECSLinear10PercentEvery1Minutes")
                        .alarmConfiguration(a -> a.enabled(true).alarms(x -> x.name("guard")))
                        .blueGreenDeploymentConfiguration(
                            b ->
                                b.deploymentReadyOption(
                                        o ->
                                            o.actionOnTimeout("STOP_DEPLOYMENT")
                                                .waitTimeInMinutes(60))
                                    .terminateBlueInstancesOnDeploymentSuccess(
                                        t ->
                                            t.action("TERMINATE").terminationWaitTimeInMinutes(5))))
            .withHealthyService(2);
    production.alarm("guard");
    release = production.release("v2");
  }

  @AfterEach
  void end() {
    production.close();
  }

  private void reach(String phase) {
    if (phase.equals("Install")) {
      return;
    }
    production.untilIs(release, "Ready");
    assertThat(production.testTraffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
    if (phase.equals("Ready")) {
      return;
    }
    consent();
    switch (phase) {
      case "Bake" -> production.until(this::isBaking);
      case "RemoveBlue" -> production.until(() -> production.taskSets().contains("DRAINING v1"));
      default -> production.until(() -> green() == Integer.parseInt(phase));
    }
  }

  private void consent() {
    production.ask(
        () -> production.cloud().codeDeploy().continueDeployment(r -> r.deploymentId(release)));
  }

  private boolean isBaking() {
    return production.deployment(release).instanceTerminationWaitTimeStarted();
  }

  private int green() {
    return production.traffic().getOrDefault(GREEN, 0);
  }

  private void stop(boolean rollBack) {
    production.ask(() -> stopped(rollBack));
  }

  private Object stopped(boolean rollBack) {
    return production
        .cloud()
        .codeDeploy()
        .stopDeployment(r -> r.deploymentId(release).autoRollbackEnabled(rollBack));
  }

  private String refusal() {
    return production.stage().refused(() -> stopped(true));
  }

  private void assertIsTakenBack(ErrorCode why) {
    var stopped = production.deployment(release);
    assertThat(stopped.status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(stopped.errorInformation().code()).isEqualTo(why);
    assertThat(green()).as("at once").isZero();
    assertThat(production.testTraffic()).isEqualTo(Map.of(GREEN, 1));
    production.untilIs(stopped.rollbackInfo().rollbackDeploymentId(), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v1");
    assertThat(production.traffic().get(BLUE)).isPositive();
    assertThat(production.service().runningCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Install", "Ready", "10", "20", "30", "40", "50", "60", "70", "80", "90", "Bake"})
  void an_alarm_takes_it_back(String phase) {
    reach(phase);

    production.alarm("guard", StateValue.ALARM);
    production.passes(Duration.ofSeconds(10));

    assertIsTakenBack(ErrorCode.ALARM_ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Install", "Ready", "10", "50", "90", "Bake"})
  void whoever_stops_it_with_a_rollback_has_it_taken_back(String phase) {
    reach(phase);

    stop(true);

    assertIsTakenBack(ErrorCode.MANUAL_STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Install", "Ready", "10", "50", "90", "Bake"})
  void stopped_without_a_rollback_it_stays_as_it_is_until_the_next_one(String phase) {
    reach(phase);
    var traffic = production.traffic();
    var taskSets = production.taskSets();

    stop(false);
    production.passes(Duration.ofMinutes(90));

    assertThat(production.deployment(release).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(production.deployment(release).rollbackInfo()).isNull();
    assertThat(production.traffic()).isEqualTo(traffic);
    assertThat(production.taskSets()).isEqualTo(taskSets);

    release = production.release("v3");
    production.untilIs(release, "Ready");
    consent();
    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v3");
  }

  @Test
  void once_blue_goes_neither_an_alarm_nor_anybody_stops_it() {
    reach("RemoveBlue");

    production.alarm("guard", StateValue.ALARM);
    assertThat(refusal()).startsWith("DeploymentAlreadyCompletedException");

    production.untilIs(release, "Succeeded");
    assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Install", "Ready", "50", "Bake"})
  void of_two_stops_the_second_is_refused_and_there_is_one_way_back(String phase) {
    reach(phase);

    stop(true);
    assertThat(refusal()).startsWith("DeploymentAlreadyCompletedException");

    assertIsTakenBack(ErrorCode.MANUAL_STOP);
    assertThat(
            production
                .ask(() -> production.cloud().codeDeploy().listDeployments(r -> {}))
                .deployments())
        .hasSize(2);
  }

  @Test
  void stopped_in_the_last_moment_of_its_wait_it_is_taken_back() {
    reach("Bake");
    production.passes(Duration.ofMinutes(5).minusMillis(1));

    stop(true);

    assertIsTakenBack(ErrorCode.MANUAL_STOP);
  }

  @Test
  void in_the_moment_in_which_its_wait_ends_it_goes_on() {
    reach("Bake");
    production.passes(Duration.ofMinutes(5));

    assertThat(refusal()).startsWith("DeploymentAlreadyCompletedException");

    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
  }
}
