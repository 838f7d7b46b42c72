package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.tasks.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Several task sets of one service, as a release by CodeDeploy or by somebody else has them. */
class EcsTaskSetsTest {

  private final Stage stage = new Stage();

  private TaskSet blue(int desired) {
    stage.createForCodeDeploy(desired);
    stage.until(() -> stage.steady(stage.primary()));
    return stage.primary();
  }

  private TaskSet scale(TaskSet set, double percent) {
    return stage
        .call(
            e ->
                e.updateTaskSet(
                    r ->
                        r.cluster("prod")
                            .service("web")
                            .taskSet(set.taskSetArn())
                            .scale(s -> s.value(percent).unit(ScaleUnit.PERCENT))))
        .taskSet();
  }

  @Test
  void a_green_task_set_starts_beside_the_blue_one() {
    var blue = blue(2);
    var definition = stage.register("v2");

    var green = stage.createGreen(definition);

    assertThat(green.status()).isEqualTo("ACTIVE");
    assertThat(green.id()).matches("ecs-svc/\\d{19}");
    assertThat(green.taskSetArn())
        .isEqualTo("arn:aws:ecs:ap-south-1:669097061043:task-set/prod/web/" + green.id());
    assertThat(green.startedBy()).isEqualTo("CODE_DEPLOY");
    assertThat(green.externalId()).isEqualTo("d-1");
    assertThat(green.taskDefinition()).isEqualTo(definition);
    assertThat(green.computedDesiredCount()).isEqualTo(2);
    assertThat(green.runningCount() + green.pendingCount()).isZero();
    assertThat(green.stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);

    stage.until(() -> stage.steady(green));

    assertThat(stage.now(green).runningCount()).isEqualTo(2);
    assertThat(stage.now(green).stabilityStatusAt()).isEqualTo(stage.now(green).updatedAt());
    assertThat(stage.running(green))
        .extracting(Task::availabilityZone)
        .containsExactlyInAnyOrder("ap-south-1a", "ap-south-1b");
    assertThat(stage.running(blue)).hasSize(2);
    var service = stage.service();
    assertThat(service.runningCount()).isEqualTo(4);
    assertThat(service.desiredCount()).isEqualTo(2);
    assertThat(service.deployments()).isEmpty();
    assertThat(service.taskSets()).extracting(TaskSet::status).containsExactly("PRIMARY", "ACTIVE");
    assertThat(service.taskDefinition()).isEqualTo(blue.taskDefinition());
    assertThat(stage.events())
        .contains(
            "(service web, taskSet %s) registered 1 targets in (target-group %s)"
                .formatted(green.id(), Stage.GREEN_GROUP))
        .anyMatch(
            e -> e.startsWith("(service web, taskSet " + green.id() + ") has started 2 tasks:"))
        .first()
        .isEqualTo("(service web) has reached a steady state.");
  }

  @Test
  void the_service_shows_what_its_primary_task_set_has() {
    var blue = blue(2);
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.steady(green));

    stage.promote(green);

    assertThat(stage.now(blue).status()).isEqualTo("ACTIVE");
    assertThat(stage.now(green).status()).isEqualTo("PRIMARY");
    var service = stage.service();
    assertThat(service.taskDefinition()).isEqualTo(green.taskDefinition());
    assertThat(service.loadBalancers()).isEqualTo(green.loadBalancers());
    assertThat(service.networkConfiguration()).isEqualTo(green.networkConfiguration());
    assertThat(service.platformVersion()).isEqualTo("1.4.0");

    stage.promote(blue);
    assertThat(stage.service().taskDefinition()).isEqualTo(blue.taskDefinition());
    assertThat(stage.service().loadBalancers()).isEqualTo(blue.loadBalancers());
    assertThat(stage.running()).hasSize(4);
  }

  @Test
  void a_deleted_task_set_drains_and_is_gone_with_its_last_task() {
    var blue = blue(2);
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.steady(green));
    var kept = stage.running(green);
    stage.promote(green);

    var deleted = stage.delete(blue);

    assertThat(deleted.status()).isEqualTo("DRAINING");
    assertThat(deleted.computedDesiredCount()).isZero();
    stage.passes(Duration.ofSeconds(29));
    assertThat(stage.now(blue).status()).isEqualTo("DRAINING");
    assertThat(stage.delete(blue).status()).isEqualTo("DRAINING");
    assertThat(stage.balancers.states).containsValue(TargetHealthStateEnum.DRAINING);
    stage.until(() -> stage.taskSets().size() == 1);
    assertThat(stage.tasks("STOPPED"))
        .hasSize(2)
        .allMatch(task -> task.lastStatus().equals("STOPPED"))
        .allMatch(task -> task.startedBy().equals(blue.id()));
    assertThat(stage.running()).containsExactlyInAnyOrderElementsOf(kept);
    stage.until(() -> stage.events().getFirst().endsWith("has reached a steady state."));
    assertThat(stage.events())
        .contains(
            "(service web, taskSet %s) has begun draining connections on 1 tasks."
                .formatted(blue.id()));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 100, 2",
    "3, 50, 2",
    "4, 30, 2",
    "10, 1, 1",
    "10, 0, 0",
    "0, 100, 0",
    "3000, 1.1, 33"
  })
  void what_is_desired_of_a_task_set_is_its_share_rounded_up(
      int desired, double percent, int computed) {
    var definition = stage.register("v1");
    stage.createExternal(desired);
    var set =
        stage
            .call(e -> e.createTaskSet(Stage.taskSet(definition, Stage.GROUP, percent).build()))
            .taskSet();

    assertThat(set.computedDesiredCount()).isEqualTo(computed);
  }

  @Test
  void a_scaled_task_set_follows_its_own_scale_and_the_services_desired_count() {
    var blue = blue(4);
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.steady(green));
    var kept = stage.running(blue);

    var scaled = scale(green, 25);
    assertThat(scaled.computedDesiredCount()).isEqualTo(1);
    assertThat(scaled.stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);
    stage.until(() -> stage.steady(green));
    assertThat(stage.running(green)).hasSize(1);
    assertThat(stage.running(blue)).containsExactlyInAnyOrderElementsOf(kept);

    stage.desire(6);
    assertThat(stage.now(green).computedDesiredCount()).isEqualTo(2);
    stage.until(() -> stage.steady(blue) && stage.steady(green));
    assertThat(stage.running(blue)).hasSize(6);
    assertThat(stage.running(green)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "exits", "sick"})
  void a_green_that_never_comes_up_keeps_no_replacement_of_blue_waiting(String image) {
    stage.runtime.behave("sha256:exits", Behaviour.exits(Duration.ofMillis(100), 1));
    stage.runtime.behave("sha256:sick", Behaviour.serves().commandsExit(1));
    var blue = blue(2);
    var container =
        Stage.container(image)
            .healthCheck(h -> h.command("CMD-SHELL", "true").interval(5).retries(1))
            .build();
    var green =
        stage.createGreen(
            stage.register(Stage.definition(image).containerDefinitions(container).build()));
    // Long enough for the longest back-off.
    stage.passes(Duration.ofHours(2));
    assertThat(stage.now(green).stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);
    assertThat(stage.steady(blue)).isTrue();

    for (int death = 0; death < 5; death++) {
      stage.crash(stage.running(blue).getFirst(), 1);
      stage.passes(Duration.ofSeconds(90));
      assertThat(stage.running(blue)).hasSize(2);
      assertThat(stage.steady(blue)).isTrue();
    }

    assertThat(stage.service().events().getFirst().message())
        .doesNotEndWith("has reached a steady state.");
  }

  @Test
  void a_green_that_cannot_start_is_tried_less_and_less_often_and_says_so() {
    blue(2);
    var green = stage.createGreen(stage.register("missing"));

    stage.passes(Duration.ofMinutes(30));

    assertThat(stage.tasks("STOPPED")).hasSizeBetween(5, 30);
    assertThat(stage.events())
        .contains(
            "(service web, taskSet %s) is unable to consistently start tasks successfully."
                .formatted(green.id()));
  }

  @Test
  void a_green_that_its_load_balancer_finds_unhealthy_is_replaced_after_its_own_grace() {
    var blue = blue(1);
    stage.passes(Duration.ofMinutes(5));
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.running(green).size() == 1);
    var first = stage.running(green).getFirst();
    var serving = stage.running(blue);
    stage.balancers.failing.add(Stage.address(first));

    stage.passes(Duration.ofSeconds(55));
    assertThat(stage.running(green)).extracting(Task::taskArn).containsExactly(first.taskArn());
    stage.passes(Duration.ofSeconds(60));

    assertThat(stage.running(green)).hasSize(1).noneMatch(t -> t.taskArn().equals(first.taskArn()));
    assertThat(stage.tasks("STOPPED").getFirst().stoppedReason())
        .isEqualTo("Task failed ELB health checks in (target-group " + Stage.GREEN_GROUP + ")");
    assertThat(stage.running(blue))
        .extracting(Task::taskArn)
        .containsExactly(serving.getFirst().taskArn());
  }

  @Test
  void a_deleted_green_leaves_blue_and_the_service_as_they_were() {
    var blue = blue(2);
    var serving = stage.running(blue);
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.running(green).size() == 2);

    stage.delete(green);
    stage.until(() -> stage.taskSets().size() == 1);

    assertThat(stage.running()).containsExactlyInAnyOrderElementsOf(serving);
    assertThat(stage.service().taskDefinition()).isEqualTo(blue.taskDefinition());
    assertThat(stage.ec2.interfaces).hasSize(2);
    stage.until(() -> stage.events().getFirst().endsWith("has reached a steady state."));
  }

  @Test
  void a_service_of_an_external_controller_has_nothing_but_its_task_sets() {
    var definition = stage.register("v1");
    stage.createExternal(2);
    stage.passes(Duration.ofMinutes(1));
    var service = stage.service();
    assertThat(service.deploymentController().type()).isEqualTo(DeploymentControllerType.EXTERNAL);
    assertThat(service.taskDefinition()).isNull();
    assertThat(service.networkConfiguration()).isNull();
    assertThat(service.launchType()).isNull();
    assertThat(service.taskSets()).isEmpty();
    assertThat(stage.events()).isEmpty();

    var set = stage.create(Stage.taskSet(definition, Stage.GROUP, 100));
    assertThat(set.status()).isEqualTo("ACTIVE");
    assertThat(set.startedBy()).isNull();
    stage.promote(set);
    stage.until(() -> stage.steady(set));
    assertThat(stage.service().taskDefinition()).isEqualTo(definition);
    assertThat(stage.running(set)).hasSize(2);

    stage.delete(stage.primary());
    stage.until(() -> stage.taskSets().isEmpty());
    assertThat(stage.service().taskDefinition()).isNull();
    assertThat(stage.service().loadBalancers()).isEmpty();
    stage.call(e -> e.deleteService(r -> r.cluster("prod").service("web").force(true)));
    stage.until(() -> stage.service().status().equals("INACTIVE"));
  }

  @Test
  void a_deleted_service_takes_all_of_its_task_sets_with_it() {
    blue(2);
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.steady(green));

    stage.call(e -> e.deleteService(r -> r.cluster("prod").service("web").force(true)));
    stage.until(() -> stage.service().status().equals("INACTIVE"));

    assertThat(stage.service().taskSets()).isEmpty();
    assertThat(stage.ec2.interfaces).isEmpty();
    assertThat(stage.runtime.running()).isEmpty();
  }

  @Test
  void a_request_that_is_repeated_with_its_token_makes_one_task_set() {
    blue(1);
    var request = Stage.taskSet(stage.register("v2"), Stage.GREEN_GROUP, 100).clientToken("once");

    var first = stage.create(request);
    var second = stage.create(request);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(stage.taskSets()).hasSize(2);
    assertThatThrownBy(() -> stage.create(request.externalId("other")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Creation of task set was not idempotent.");
    stage.delete(first);
    stage.until(() -> stage.taskSets().size() == 1);
    assertThat(stage.create(request).id()).isNotEqualTo(first.id());
  }

  @Test
  void task_sets_carry_on_when_the_region_is_killed_and_started_again(@TempDir Path folder) {
    var region = new Stage(folder.resolve("store"));
    region.createForCodeDeploy(2);
    region.until(() -> region.steady(region.primary()));
    var blue = region.primary();
    var request = Stage.taskSet(region.register("v2"), Stage.GREEN_GROUP, 100).clientToken("once");
    var green = region.create(request);
    region.until(() -> region.steady(green));
    region.promote(green);
    region.delete(blue);
    region.passes(Duration.ofSeconds(5));

    region.restart();

    assertThat(region.now(green).status()).isEqualTo("PRIMARY");
    assertThat(region.now(green).stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);
    assertThat(region.create(request).id()).isEqualTo(green.id());
    region.until(() -> region.steady(green));
    assertThat(region.running()).hasSize(2).allMatch(t -> t.startedBy().equals(green.id()));
    assertThat(region.taskSets()).hasSize(1);
    assertThat(region.ec2.interfaces).hasSize(2);
  }

  @Test
  void a_task_set_that_becomes_steady_is_told_once() {
    var told = new ArrayList<String>();
    stage.ecs.tell((source, type, resources, detail) -> told.add(detail));
    blue(1);
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.steady(green));
    stage.passes(Duration.ofMinutes(5));

    assertThat(told)
        .filteredOn(detail -> detail.contains("TASKSET_STEADY_STATE"))
        .hasSize(2)
        .last()
        .asString()
        .contains("\"taskSetArns\":[\"" + green.taskSetArn() + "\"]");
  }
}
