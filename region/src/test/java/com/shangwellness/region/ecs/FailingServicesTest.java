package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.tasks.Behaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ContainerCondition;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** What a service does, and says, whose application does not do as it should. */
class FailingServicesTest {

  private final Stage stage = new Stage();

  private static CreateServiceRequest.Builder breaking(CreateServiceRequest.Builder service) {
    return service.deploymentConfiguration(
        d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(false)));
  }

  /** A task definition whose container has a health check, every five seconds, that fails. */
  private String sick() {
    stage.runtime.behave("sha256:sick", Behaviour.serves().commandsExit(1));
    var container =
        Stage.container("sick")
            .healthCheck(h -> h.command("CMD-SHELL", "exit 1").interval(5).retries(1))
            .build();
    return stage.register(Stage.definition("sick").containerDefinitions(container).build());
  }

  private DeploymentRolloutState rollout() {
    return stage.service().deployments().getFirst().rolloutState();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whichever_task_dies_the_service_has_one_in_each_zone_again(int victim) {
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);

    stage.crash(stage.running().get(victim), 1);
    stage.passes(Duration.ofMinutes(2));

    assertThat(stage.running())
        .extracting(Task::availabilityZone)
        .containsExactlyInAnyOrder("ap-south-1a", "ap-south-1b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whichever_task_is_unhealthy_the_service_has_one_in_each_zone_again(int victim) {
    stage.create(Stage.balanced(stage.register("v1"), 2));
    stage.until(stage::steady);
    stage.passes(Duration.ofMinutes(2));

    var address = stage.ec2.interfaces.values().stream().toList().get(victim);
    stage.balancers.failing.add(address);
    stage.passes(Duration.ofSeconds(6));
    stage.balancers.failing.clear();
    stage.passes(Duration.ofMinutes(2));

    assertThat(stage.running())
        .extracting(Task::availabilityZone)
        .containsExactlyInAnyOrder("ap-south-1a", "ap-south-1b");
  }

  @Test
  void an_application_that_exits_at_once_is_started_no_faster_than_tasks_are_provisioned() {
    stage.runtime.behave("sha256:v1", Behaviour.exits(Duration.ofMillis(100), 1));
    stage.create(Stage.service(stage.register("v1"), 2));

    stage.passes(Duration.ofMinutes(10));

    assertThat(stage.runtime.started()).hasSizeBetween(20, 62);
    var stopped = stage.tasks("STOPPED").getFirst();
    assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
    assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
    assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(1);
    // Such a task has been RUNNING, so ECS neither throttles the service nor says this of it.
    assertThat(stage.events())
        .noneMatch(e -> e.contains("unable to consistently start"))
        .anyMatch(e -> e.startsWith("(service web) has started 2 tasks: (task "));

    stage.passes(Duration.ofHours(2));
    assertThat(stage.tasks("STOPPED")).hasSizeBetween(50, 100);
  }

  @Test
  void an_application_that_exits_at_once_behind_a_load_balancer_never_makes_its_service_steady() {
    stage.runtime.behave("sha256:v1", Behaviour.exits(Duration.ofSeconds(1), 1));
    stage.createForCodeDeploy(2);

    for (int minute = 0; minute < 10; minute++) {
      stage.passes(Duration.ofSeconds(61));
      assertThat(stage.service().taskSets().getFirst().stabilityStatus())
          .isEqualTo(StabilityStatus.STABILIZING);
    }

    var set = stage.service().taskSets().getFirst().id();
    assertThat(stage.events())
        .noneMatch(e -> e.endsWith("has reached a steady state."))
        .contains(
            "(service web, taskSet " + set + ") has begun draining connections on 1 tasks.",
            "(service web, taskSet %s) deregistered 1 targets in (target-group %s)"
                .formatted(set, Stage.GROUP));
  }

  @Test
  void an_application_that_does_not_listen_is_replaced_with_the_balancers_reason() {
    stage.balancers.allFail = true;
    stage.balancers.why = "Request timed out";
    stage.createForCodeDeploy(1);
    stage.until(() -> stage.running().size() == 1);
    var first = stage.running().getFirst();

    stage.passes(Duration.ofSeconds(30));
    var set = stage.service().taskSets().getFirst();
    assertThat(set.runningCount()).isEqualTo(1);
    assertThat(set.stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);
    stage.passes(Duration.ofMinutes(1));

    assertThat(stage.events())
        .contains(
            "(service web, taskSet %s) (task %s) (port 80) is unhealthy in (target-group %s) due to (reason Request timed out)"
                .formatted(set.id(), Stage.id(first), Stage.GROUP))
        .noneMatch(e -> e.endsWith("has reached a steady state."));
    assertThat(stage.tasks("STOPPED").getFirst().stoppedReason())
        .isEqualTo("Task failed ELB health checks in (target-group " + Stage.GROUP + ")");
  }

  @Test
  void an_application_that_outgrows_its_memory_is_killed_and_replaced_and_its_task_says_why() {
    stage.runtime.behave("sha256:v1", Behaviour.serves().growing(Duration.ofMinutes(2)));
    stage.create(Stage.balanced(stage.register("v1"), 1));
    stage.until(stage::steady);
    var first = stage.running().getFirst();

    stage.passes(Duration.ofMinutes(3));

    var stopped = stage.tasks("STOPPED").getFirst();
    assertThat(stopped.taskArn()).isEqualTo(first.taskArn());
    assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
    assertThat(stopped.stoppedReason())
        .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    var container = stopped.containers().getFirst();
    assertThat(container.reason())
        .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    assertThat(container.exitCode()).isEqualTo(137);
    assertThat(stage.running()).hasSize(1).noneMatch(t -> t.taskArn().equals(first.taskArn()));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1024})
  void a_container_may_use_its_own_memory_or_else_its_tasks(int memory) {
    var container = Stage.container("v1").memory(memory == 1024 ? null : memory).build();
    var definition = stage.register(Stage.definition("v1").containerDefinitions(container).build());
    stage.create(Stage.service(definition, 1));
    stage.until(stage::steady);

    assertThat(stage.runtime.started().getFirst().memoryMiB()).isEqualTo(memory);
  }

  @Test
  void an_application_that_ignores_sigterm_is_killed_after_its_stop_timeout() {
    stage.runtime.behave("sha256:v1", Behaviour.serves().ignoringStop());
    var container = Stage.container("v1").stopTimeout(20).build();
    var definition = stage.register(Stage.definition("v1").containerDefinitions(container).build());
    stage.create(Stage.service(definition, 1));
    stage.until(stage::steady);

    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").desiredCount(0)));
    stage.passes(Duration.ofSeconds(19));
    assertThat(stage.tasks("STOPPED")).extracting(Task::lastStatus).containsExactly("STOPPING");
    stage.passes(Duration.ofSeconds(2));

    var stopped = stage.tasks("STOPPED").getFirst();
    assertThat(stopped.lastStatus()).isEqualTo("STOPPED");
    assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(137);
    assertThat(stopped.stoppedReason())
        .startsWith("Scaling activity initiated by (deployment ecs-svc/");
    assertThat(stage.events())
        .contains("(service web) has stopped 1 running tasks: (task " + Stage.id(stopped) + ").");
  }

  @Test
  void a_task_that_exits_before_it_runs_is_a_task_that_failed_to_start() {
    stage.runtime.behave("sha256:first", Behaviour.exits(Duration.ofSeconds(1), 1));
    var first = ContainerDefinition.builder().name("first").image(Stage.IMAGE + "first").build();
    var app =
        Stage.container("v1")
            .cpu(256)
            .dependsOn(
                ContainerDependency.builder()
                    .containerName("first")
                    .condition(ContainerCondition.SUCCESS)
                    .build())
            .build();
    var definition =
        stage.register(Stage.definition("v1").containerDefinitions(first, app).build());
    stage.create(breaking(Stage.service(definition, 1)));

    stage.until(() -> rollout() == DeploymentRolloutState.FAILED);

    assertThat(stage.service().deployments().getFirst().failedTasks()).isEqualTo(3);
    assertThat(stage.events())
        .contains("(service web) is unable to consistently start tasks successfully.")
        .anyMatch(e -> e.endsWith("deployment failed: tasks failed to start."));
  }

  @Test
  void container_health_checks_wait_for_the_grace_of_the_service() {
    stage.create(Stage.balanced(sick(), 1));
    stage.until(() -> stage.running().size() == 1);
    var first = stage.running().getFirst();

    stage.passes(Duration.ofSeconds(55));
    assertThat(stage.running()).extracting(Task::taskArn).containsExactly(first.taskArn());
    assertThat(stage.steady()).isFalse();
    stage.passes(Duration.ofSeconds(15));

    assertThat(stage.tasks("RUNNING")).noneMatch(t -> t.taskArn().equals(first.taskArn()));
    assertThat(stage.events())
        .contains("(service web) (task " + Stage.id(first) + ") failed container health checks.");
  }

  @Test
  void the_circuit_breaker_trips_on_tasks_that_fail_their_container_checks() {
    stage.create(breaking(Stage.service(sick(), 1)));

    stage.passes(Duration.ofMinutes(5));

    assertThat(rollout()).isEqualTo(DeploymentRolloutState.FAILED);
    assertThat(stage.tasks("STOPPED")).hasSize(3);
    assertThat(stage.tasks("RUNNING")).isEmpty();
  }

  @Test
  void the_circuit_breaker_trips_on_tasks_that_fail_their_load_balancers_checks() {
    stage.balancers.allFail = true;
    stage.create(breaking(Stage.balanced(stage.register("v1"), 2)));

    stage.passes(Duration.ofMinutes(10));

    assertThat(rollout()).isEqualTo(DeploymentRolloutState.FAILED);
    assertThat(stage.tasks("RUNNING")).isEmpty();
  }

  @Test
  void failures_do_not_count_while_a_task_of_the_deployment_is_healthy() {
    stage.create(breaking(Stage.balanced(stage.register("v1"), 2)));
    stage.until(() -> stage.running().size() == 2);

    for (int i = 0; i < 5; i++) {
      stage.balancers.failing.add(stage.ec2.interfaces.values().stream().toList().getLast());
      stage.passes(Duration.ofSeconds(90));
    }

    assertThat(rollout()).isNotEqualTo(DeploymentRolloutState.FAILED);
    assertThat(stage.tasks("STOPPED")).hasSizeGreaterThan(3);
  }

  @Test
  void a_service_of_a_deregistered_definition_still_scales_but_is_not_deployed_anew() {
    var definition = stage.register("v1");
    stage.create(Stage.service(definition, 1));
    stage.until(stage::steady);
    stage.call(e -> e.deregisterTaskDefinition(r -> r.taskDefinition(definition)));

    Service scaled =
        stage
            .call(e -> e.updateService(r -> r.cluster("prod").service("web").desiredCount(2)))
            .service();
    assertThat(scaled.desiredCount()).isEqualTo(2);
    stage.until(() -> stage.running().size() == 2);
    for (var named : List.of(true, false)) {
      assertThatThrownBy(
              () ->
                  stage.call(
                      e ->
                          e.updateService(
                              r ->
                                  r.cluster("prod")
                                      .service("web")
                                      .taskDefinition(named ? definition : null)
                                      .forceNewDeployment(!named))))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("TaskDefinition is inactive");
    }
  }
}
