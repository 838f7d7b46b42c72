package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private void scale(TaskSet set, double percent) {
    stage.call(
        e ->
            e.updateTaskSet(
                r ->
                    r.cluster("prod")
                        .service("web")
                        .taskSet(set.taskSetArn())
                        .scale(s -> s.value(percent).unit(ScaleUnit.PERCENT))));
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
}
