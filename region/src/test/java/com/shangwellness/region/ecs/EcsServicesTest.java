package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.tasks.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

class EcsServicesTest {

  private final Stage stage = new Stage();

  @Test
  void a_service_spreads_its_tasks_over_zones_and_becomes_steady() {
    stage.create(Stage.balanced(stage.register("v1"), 2));

    stage.until(stage::steady);

    assertThat(stage.running())
        .extracting(Task::availabilityZone)
        .containsExactlyInAnyOrder("ap-south-1a", "ap-south-1b");
    assertThat(stage.balancers.states.values())
        .containsExactly(TargetHealthStateEnum.HEALTHY, TargetHealthStateEnum.HEALTHY);
    assertThat(stage.events()).first().isEqualTo("(service web) has reached a steady state.");
    assertThat(stage.events())
        .contains("(service web) registered 1 targets in (target-group " + Stage.GROUP + ")")
        .anyMatch(
            e ->
                e.matches(
                    "\\(service web\\) has started 2 tasks: \\(task \\w{32}\\) \\(task"
                        + " \\w{32}\\)\\."));
    assertThat(stage.service().deployments().getFirst().rolloutState())
        .isEqualTo(DeploymentRolloutState.COMPLETED);
  }

  @Test
  void what_is_steady_is_looked_at_once_a_minute() {
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);
    stage.passes(Duration.ofMinutes(1));

    long before = looks();
    stage.passes(Duration.ofMinutes(10));

    assertThat(looks() - before).isEqualTo(10);
  }

  private long looks() {
    return stage.timeline.history().stream().filter(line -> line.contains("ecs: look")).count();
  }

  @Test
  void a_look_that_fails_is_not_the_last_one() {
    stage.create(Stage.balanced(stage.register("v1"), 1));
    stage.until(() -> stage.running().size() == 1);
    stage.balancers.broken = true;
    assertThatThrownBy(() -> stage.passes(Duration.ofSeconds(10))).hasMessage("broken");

    stage.balancers.broken = false;

    stage.until(stage::steady);
  }

  @Test
  void a_task_that_somebody_stops_is_replaced_while_it_takes_its_time_to_stop() {
    stage.runtime.behave("sha256:v1", Behaviour.serves().ignoringStop());
    stage.create(Stage.service(stage.register("v1"), 1));
    stage.until(stage::steady);
    stage.passes(Duration.ofMinutes(2));
    var task = stage.running().getFirst();

    stage.call(e -> e.stopTask(r -> r.cluster("prod").task(task.taskArn())));
    stage.passes(Duration.ofSeconds(10));

    assertThat(stage.running()).hasSize(1).noneMatch(t -> t.taskArn().equals(task.taskArn()));
    assertThat(stage.tasks("STOPPED").getFirst().lastStatus()).isNotEqualTo("STOPPED");
  }

  @Test
  void the_sdks_waiter_finds_a_steady_service_stable() {
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);

    try (var waiter = EcsWaiter.builder().client(stage.ecs).build()) {
      var answer = waiter.waitUntilServicesStable(r -> r.cluster("prod").services("web"));
      assertThat(answer.matched().response()).isPresent();
    }
  }

  @Test
  void a_task_that_dies_is_replaced() {
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);
    var victim = stage.running().getFirst();

    stage.crash(victim, 1);
    stage.passes(Duration.ofMinutes(2));

    assertThat(stage.running()).hasSize(2).noneMatch(t -> t.taskArn().equals(victim.taskArn()));
    var stopped = stage.tasks("STOPPED").getFirst();
    assertThat(stopped.lastStatus()).isEqualTo("STOPPED");
    assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
    assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
    assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(1);
    assertThat(stage.ec2.interfaces).hasSize(2);
  }

  @Test
  void a_task_that_its_load_balancer_finds_unhealthy_is_replaced_once_its_grace_is_over() {
    stage.create(Stage.balanced(stage.register("v1"), 1));
    stage.until(() -> stage.running().size() == 1);
    var sick = stage.running().getFirst();
    stage.balancers.failing.addAll(stage.ec2.interfaces.values());

    stage.passes(Duration.ofSeconds(50));
    assertThat(stage.running()).extracting(Task::taskArn).containsExactly(sick.taskArn());
    stage.passes(Duration.ofMinutes(1));

    assertThat(stage.events())
        .contains(
            "(service web) (task "
                + Stage.id(sick)
                + ") (port 80) is unhealthy in (target-group "
                + Stage.GROUP
                + ") due to (reason Health checks failed with these codes: [503])");
    assertThat(stage.running()).hasSize(1).noneMatch(t -> t.taskArn().equals(sick.taskArn()));
    assertThat(stage.tasks("STOPPED").getFirst().stoppedReason())
        .isEqualTo("Task failed ELB health checks in (target-group " + Stage.GROUP + ")");
  }

  @Test
  void tasks_that_cannot_start_are_tried_less_and_less_often() {
    stage.create(Stage.service(stage.register("missing"), 1));

    stage.passes(Duration.ofMinutes(10));
    int early = stage.tasks("STOPPED").size();
    stage.passes(Duration.ofMinutes(10));
    int late = stage.tasks("STOPPED").size() - early;

    assertThat(early).isBetween(4, 10);
    assertThat(late).isLessThan(early);
    assertThat(stage.events())
        .contains("(service web) is unable to consistently start tasks successfully.");
    assertThat(stage.tasks("STOPPED").getFirst().stoppedReason())
        .startsWith(
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to"
                + " resolve ref")
        .endsWith("web:missing: not found");
    assertThat(stage.ec2.interfaces).isEmpty();
  }

  @Test
  void a_full_subnet_is_said_to_be_full() {
    stage.ec2.full = true;
    stage.create(Stage.service(stage.register("v1"), 1));
    stage.passes(Duration.ofSeconds(1));

    assertThat(stage.events().getLast())
        .isEqualTo(
            "(service web) was unable to place a task. Reason: The specified subnet does not have"
                + " enough free addresses to satisfy the request.");
    stage.ec2.full = false;
    stage.until(stage::steady);
  }

  @Test
  void a_rolling_update_keeps_the_healthy_ones_until_the_new_ones_are() {
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);
    var next = stage.register("v2");

    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").taskDefinition(next)));
    stage.until(
        () -> {
          long healthy =
              stage.balancers.states.values().stream()
                  .filter(TargetHealthStateEnum.HEALTHY::equals)
                  .count();
          assertThat(healthy).isGreaterThanOrEqualTo(2);
          assertThat(stage.tasks("RUNNING")).hasSizeLessThanOrEqualTo(4);
          return stage.service().deployments().size() == 1 && stage.running().size() == 2;
        });

    assertThat(stage.running()).allMatch(t -> t.taskDefinitionArn().equals(next));
    assertThat(stage.events())
        .anyMatch(e -> e.startsWith("(service web) deregistered 1 targets in"))
        .contains("(service web) has begun draining connections on 1 tasks.");
  }

  @Test
  void the_circuit_breaker_rolls_a_deployment_back_that_cannot_start() {
    var good = stage.register("v1");
    stage.create(
        Stage.balanced(good, 2)
            .deploymentConfiguration(
                d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
    stage.until(stage::steady);
    var bad = stage.register("missing");

    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").taskDefinition(bad)));
    stage.passes(Duration.ofMinutes(10));

    assertThat(stage.service().taskDefinition()).isEqualTo(good);
    assertThat(stage.running()).hasSize(2).allMatch(t -> t.taskDefinitionArn().equals(good));
    assertThat(stage.events())
        .anyMatch(e -> e.endsWith("deployment failed: tasks failed to start."));
  }

  @Test
  void a_stopping_task_drains_before_it_is_asked_to_stop() {
    stage.create(Stage.balanced(stage.register("v1"), 1));
    stage.until(stage::steady);

    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").desiredCount(0)));
    stage.passes(Duration.ofSeconds(20));
    assertThat(stage.tasks("STOPPED").getFirst().lastStatus()).isEqualTo("DEACTIVATING");
    assertThat(stage.runtime.running()).hasSize(1);
    stage.passes(Duration.ofSeconds(20));

    assertThat(stage.runtime.running()).isEmpty();
    assertThat(stage.tasks("STOPPED").getFirst().lastStatus()).isEqualTo("STOPPED");
  }

  @Test
  void a_code_deploy_service_has_a_primary_task_set_and_takes_no_new_task_definition() {
    stage.createForCodeDeploy(2);
    stage.until(stage::steady);

    var service = stage.service();
    assertThat(service.deployments()).isEmpty();
    var set = service.taskSets().getFirst();
    assertThat(set.status()).isEqualTo("PRIMARY");
    assertThat(set.computedDesiredCount()).isEqualTo(2);
    assertThat(set.stabilityStatus()).isEqualTo(StabilityStatus.STEADY_STATE);
    assertThat(stage.running()).allMatch(t -> t.startedBy().equals(set.id()));
    assertThat(stage.events())
        .contains(
            "(service web, taskSet %s) registered 1 targets in (target-group %s)"
                .formatted(set.id(), Stage.GROUP));

    assertThatThrownBy(
            () ->
                stage.call(
                    e ->
                        e.updateService(
                            r -> r.cluster("prod").service("web").taskDefinition("web"))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Unable to update task definition on services with a CODE_DEPLOY deployment controller."
                + " Use AWS CodeDeploy to trigger a new deployment.");
    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").desiredCount(3)));
    stage.until(() -> stage.running().size() == 3);
  }

  @Test
  void a_deleted_service_drains_and_becomes_inactive() {
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);

    assertThatThrownBy(
            () -> stage.call(e -> e.deleteService(r -> r.cluster("prod").service("web"))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("The service cannot be stopped while it is scaled above 0.");
    stage.call(e -> e.deleteService(r -> r.cluster("prod").service("web").force(true)));
    assertThat(stage.service().status()).isEqualTo("DRAINING");
    stage.passes(Duration.ofMinutes(2));

    assertThat(stage.service().status()).isEqualTo("INACTIVE");
    assertThat(stage.ec2.interfaces).isEmpty();
    assertThat(stage.runtime.running()).isEmpty();
    stage.create(Stage.balanced(stage.register("v1"), 1));
    stage.until(() -> stage.running().size() == 1);
  }

  @Test
  void a_restarted_region_gives_up_what_ran_and_starts_it_anew(@TempDir Path folder) {
    var stage = new Stage(folder.resolve("store"));
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);
    var before = stage.running();

    stage.restart();
    stage.until(() -> stage.running().size() == 2);

    assertThat(stage.running()).doesNotContainAnyElementsOf(before);
    var lost = stage.tasks("STOPPED");
    assertThat(lost).hasSize(2);
    assertThat(lost).allMatch(t -> t.lastStatus().equals("STOPPED"));
    assertThat(lost).allMatch(t -> t.stopCode() == TaskStopCode.TERMINATION_NOTICE);
    assertThat(stage.ec2.interfaces).hasSize(2);
    stage.until(stage::steady);
  }

  @Test
  void a_container_health_check_replaces_the_task_that_fails_it() {
    stage.runtime.behave("sha256:sick", Behaviour.serves().commandsExit(1));
    var request =
        Stage.definition("sick")
            .containerDefinitions(
                Stage.container("sick")
                    .healthCheck(h -> h.command("CMD-SHELL", "exit 1").interval(10).retries(2))
                    .build());
    stage.create(Stage.service(stage.register(request.build()), 1));

    stage.passes(Duration.ofSeconds(40));

    assertThat(stage.tasks("STOPPED").getFirst().stoppedReason())
        .isEqualTo("Task failed container health checks");
    assertThat(List.of(stage.service().runningCount() + stage.service().pendingCount()))
        .containsExactly(1);
  }
}
