package com.shangwellness.region.codedeploy;

import static com.shangwellness.region.testing.Production.BLUE;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;

/** Listeners and services that are not as they should be. */
class ListenersTest {

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

  private CodeDeployClient codeDeploy() {
    return production.cloud().codeDeploy();
  }

  // ---- listeners that are not as they should be

  @Test
  void a_listener_that_somebody_turned_away_fails_the_deployment_before_anything_is_done() {
    production.withHealthyService(1);
    production.untilIs(production.release("v2"), "Succeeded");
    // As an update of the stack does that does not know of the release.
    var blue =
        production
            .ask(() -> production.cloud().balancers().describeTargetGroups(r -> r.names(BLUE)))
            .targetGroups()
            .getFirst()
            .targetGroupArn();
    production.ask(
        () ->
            production
                .cloud()
                .balancers()
                .modifyListener(
                    r ->
                        r.listenerArn(production.productionListener())
                            .defaultActions(a -> a.type("forward").targetGroupArn(blue))));

    var release = production.release("v3");
    production.untilIs(release, "Failed");

    var error = production.deployment(release).errorInformation();
    assertThat(error.code()).isEqualTo(ErrorCode.ELASTIC_LOAD_BALANCING_INVALID);
    assertThat(error.message())
        .contains("Primary taskset target group must be behind listener")
        .contains(production.productionListener());
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
    assertThat(production.deployment(release).rollbackInfo()).isNull();
  }

  @Test
  void a_listener_with_more_than_its_default_rule_is_none_for_codedeploy() {
    production.withHealthyService(1);
    production.ask(
        () ->
            production
                .cloud()
                .balancers()
                .createRule(
                    r ->
                        r.listenerArn(production.productionListener())
                            .priority(1)
                            .conditions(c -> c.field("path-pattern").values("/x"))
                            .actions(
                                a ->
                                    a.type("fixed-response")
                                        .fixedResponseConfig(f -> f.statusCode("404")))));

    var release = production.release("v2");
    production.untilIs(release, "Failed");
    assertThat(production.deployment(release).errorInformation().message())
        .contains("must have its default rule only");
  }

  @Test
  void a_listener_that_is_deleted_under_way_fails_the_deployment() {
    production.withHealthyService(1);
    var release = production.release("v2");
    production.untilBegins(release, "AllowTraffic");
    production.ask(
        () ->
            production
                .cloud()
                .balancers()
                .deleteListener(r -> r.listenerArn(production.productionListener())));

    production.untilIs(release, "Failed");
    var failed = production.deployment(release);
    assertThat(failed.errorInformation().code())
        .isEqualTo(ErrorCode.ELASTIC_LOAD_BALANCING_INVALID);
    production.untilIs(failed.rollbackInfo().rollbackDeploymentId(), "Failed");
  }

  @Test
  void a_service_that_is_deleted_under_way_fails_the_deployment() {
    production.withHealthyService(1);
    var release = production.release("v2");
    production.untilBegins(release, "AllowTraffic");
    production.ask(
        () ->
            production
                .cloud()
                .ecs()
                .deleteService(r -> r.cluster("prod").service("web").force(true)));

    production.untilIs(release, "Failed");
    assertThat(production.deployment(release).errorInformation().code())
        .isEqualTo(ErrorCode.INVALID_ECS_SERVICE);
  }
}
