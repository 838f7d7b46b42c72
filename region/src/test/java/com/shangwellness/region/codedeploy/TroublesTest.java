package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.BLUE;
import static com.shangwellness.region.testing.Production.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.testing.Production;
import com.shangwellness.region.testing.Troubles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;

/** Releases whose neighbours fail them: with an answer that nobody foresaw, or with a refusal. */
class TroublesTest {

  /** What no service answers. */
  private static final class Unforeseen extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static RuntimeException refusal() {
    return OperationNotPermittedException.builder()
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode("OperationNotPermitted")
                .errorMessage("not now")
                .build())
        .statusCode(400)
        .build();
  }

  @TempDir private Path folder;
  private Production production;

  @BeforeEach
  void begin() {
    production =
        Production.simulated(folder)
            .group(g -> g.deploymentConfigName("CodeDeployDefault.ECSLinear10PercentEvery1Minutes"))
            .withHealthyService(2);
  }

  @AfterEach
  void end() {
    production.close();
  }

  private Troubles troubles() {
    return production.cloud().troubles();
  }

  private int green() {
    return production.traffic().getOrDefault(GREEN, 0);
  }

  private void untilGreenHas(int weight) {
    production.until(() -> green() == weight);
  }

  private String rollbackOf(String release) {
    return production.deployment(release).rollbackInfo().rollbackDeploymentId();
  }

  private void assertBlueServesAlone() {
    assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 100, GREEN, 0));
    assertThat(production.taskSets()).containsExactly("PRIMARY v1");
  }

  // ---- what nobody foresaw

  @ParameterizedTest
  @ValueSource(strings = {"describeTargetGroups", "createTaskSet"})
  void a_first_look_that_fails_for_a_reason_nobody_foresaw_is_not_the_last_one(String operation) {
    troubles().once(operation, Unforeseen::new);

    assertThatThrownBy(() -> production.release("v2")).isInstanceOf(Unforeseen.class);

    var releases = production.ask(() -> production.cloud().codeDeploy().listDeployments(r -> {}));
    production.untilIs(releases.deployments().getFirst(), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
  }

  @ParameterizedTest
  @CsvSource({
    "describeServices, 0",
    "modifyListener, 0",
    "modifyListener, 10",
    "describeServices, 50",
    "modifyListener, 90",
    "updateServicePrimaryTaskSet, 90",
    "describeServices, 100",
    "deleteTaskSet, 100"
  })
  void nor_is_a_later_look_that_fails_so(String operation, int weight) {
    var release = production.release("v2");
    untilGreenHas(weight);
    troubles().once(operation, Unforeseen::new);

    assertThatThrownBy(() -> production.untilIs(release, "Succeeded"))
        .isInstanceOf(Unforeseen.class);
    assertThat(green()).as("what failed is undone").isEqualTo(weight);

    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
    assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
  }

  // ---- a load balancer that refuses

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 50, 90})
  void a_change_of_the_listener_that_is_refused_once_fails_the_release_and_blue_serves_alone(
      int weight) {
    var release = production.release("v2");
    untilGreenHas(weight);
    troubles().once("modifyListener", TroublesTest::refusal);

    production.untilIs(release, "Failed");

    assertThat(troubles().areOver()).isTrue();
    var error = production.deployment(release).errorInformation();
    assertThat(error.code()).isEqualTo(ErrorCode.ELASTIC_LOAD_BALANCING_INVALID);
    assertThat(error.message()).contains("not now", "OperationNotPermitted");
    production.untilIs(rollbackOf(release), "Succeeded");
    assertBlueServesAlone();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 50, 90})
  void traffic_goes_back_as_soon_as_the_load_balancer_lets_it(int weight) {
    var release = production.release("v2");
    untilGreenHas(weight);
    troubles().always("modifyListener", TroublesTest::refusal);

    production.untilIs(release, "Failed");
    production.passes(Duration.ofMinutes(59));
    assertThat(production.deployment(rollbackOf(release)).statusAsString()).isEqualTo("InProgress");
    assertThat(green()).isEqualTo(weight);
    assertThat(production.taskSets()).as("both serve").hasSize(2);

    troubles().end();
    production.untilIs(rollbackOf(release), "Succeeded");
    assertBlueServesAlone();
  }

  @Test
  void a_way_back_that_is_refused_for_an_hour_fails_and_the_next_release_tidies_up() {
    var release = production.release("v2");
    untilGreenHas(50);
    troubles().always("modifyListener", TroublesTest::refusal);
    production.untilIs(release, "Failed");

    production.untilIs(rollbackOf(release), "Failed");

    var failed = production.deployment(rollbackOf(release));
    assertThat(failed.errorInformation().code())
        .isEqualTo(ErrorCode.ELASTIC_LOAD_BALANCING_INVALID);
    assertThat(Duration.between(failed.createTime(), failed.completeTime()))
        .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    assertThat(production.taskSets()).containsExactly("PRIMARY v1", "ACTIVE v2");

    troubles().end();
    production.untilIs(production.release("v3"), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v3");
    assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
  }

  @Test
  void a_primary_that_ecs_will_not_change_back_is_asked_for_again() {
    var release = production.release("v2");
    production.until(() -> production.taskSets().contains("PRIMARY v2"));
    troubles().always("updateServicePrimaryTaskSet", TroublesTest::refusal);
    production.ask(
        () -> production.cloud().codeDeploy().stopDeployment(r -> r.deploymentId(release)));
    production.passes(Duration.ofMinutes(10));
    assertThat(production.traffic()).as("at once").isEqualTo(Map.of(BLUE, 100, GREEN, 0));

    troubles().end();
    production.untilIs(rollbackOf(release), "Succeeded");
    assertBlueServesAlone();
  }

  // ---- an ECS that refuses

  @Test
  void green_is_removed_after_the_way_back_as_soon_as_ecs_lets_it() {
    var release = production.release("v2");
    untilGreenHas(50);
    troubles().always("deleteTaskSet", TroublesTest::refusal);
    production.ask(
        () -> production.cloud().codeDeploy().stopDeployment(r -> r.deploymentId(release)));

    production.passes(Duration.ofMinutes(59));
    assertThat(production.deployment(rollbackOf(release)).statusAsString()).isEqualTo("InProgress");
    assertThat(production.traffic()).as("at once").isEqualTo(Map.of(BLUE, 100, GREEN, 0));

    troubles().end();
    production.untilIs(rollbackOf(release), "Succeeded");
    assertBlueServesAlone();
  }

  @Test
  void blue_is_removed_as_soon_as_ecs_lets_it_or_the_release_fails_after_an_hour() {
    troubles().always("deleteTaskSet", TroublesTest::refusal);
    var release = production.release("v2");

    production.untilIs(release, "Failed");

    assertThat(production.deployment(release).errorInformation().message()).contains("not now");
    assertThat(production.traffic()).isEqualTo(Map.of(BLUE, 0, GREEN, 100));
    troubles().end();
    production.untilIs(production.release("v3"), "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v3");
  }
}
