package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.tasks.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ECS tells EventBridge. */
class EcsEventsTest {

  private final Stage stage = new Stage();
  private final List<String> types = new ArrayList<>();
  private final List<JsonNode> details = new ArrayList<>();

  private void tell(String source, String type, List<String> resources, String detail) {
    assertThat(source).isEqualTo("aws.ecs");
    types.add(type);
    try {
      details.add(new JsonMapper().readTree(detail));
    } catch (JsonProcessingException e) {
      throw new AssertionError(detail, e);
    }
  }

  @Test
  void each_change_of_a_tasks_state_is_told_once_in_the_shape_of_a_task() {
    stage.ecs.tell(this::tell);
    var definition = stage.register("v1");
    var task =
        stage
            .call(
                e ->
                    e.runTask(
                        r ->
                            r.cluster("prod")
                                .taskDefinition(definition)
                                .networkConfiguration(Stage.network())))
            .tasks()
            .getFirst();
    stage.passes(Duration.ofSeconds(2));
    stage.call(e -> e.stopTask(r -> r.cluster("prod").task(task.taskArn())));
    stage.passes(Duration.ofMinutes(1));

    assertThat(details)
        .extracting(d -> d.path("lastStatus").asText() + "/" + d.path("desiredStatus").asText())
        .containsSubsequence(
            "PROVISIONING/RUNNING", "PENDING/RUNNING", "RUNNING/RUNNING", "STOPPED/STOPPED")
        .doesNotHaveDuplicates();
    assertThat(types).allMatch("ECS Task State Change"::equals);
    var last = details.getLast();
    assertThat(last.path("taskArn").asText()).isEqualTo(task.taskArn());
    assertThat(last.path("clusterArn").asText()).endsWith("cluster/prod");
    assertThat(last.path("containers").get(0).path("lastStatus").asText()).isEqualTo("STOPPED");
    assertThat(last.path("stopCode").asText()).isEqualTo("UserInitiated");
  }

  private List<String> named(String type) {
    var names = new ArrayList<String>();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).equals(type)) {
        var detail = details.get(i);
        names.add(detail.path("eventType").asText() + " " + detail.path("eventName").asText());
      }
    }
    return names;
  }

  @Test
  void a_deployment_is_told_of_when_it_begins_and_when_it_is_done_and_then_that_all_is_steady() {
    stage.ecs.tell(this::tell);
    stage.create(Stage.service(stage.register("v1"), 2));
    stage.until(stage::steady);

    assertThat(named("ECS Deployment State Change"))
        .containsExactly(
            "INFO SERVICE_DEPLOYMENT_IN_PROGRESS", "INFO SERVICE_DEPLOYMENT_COMPLETED");
    assertThat(named("ECS Service Action")).containsExactly("INFO SERVICE_STEADY_STATE");
    var deployment = stage.service().deployments().getFirst();
    assertThat(details)
        .filteredOn(d -> d.path("eventName").asText().equals("SERVICE_DEPLOYMENT_COMPLETED"))
        .singleElement()
        .satisfies(
            done -> {
              assertThat(done.path("deploymentId").asText()).isEqualTo(deployment.id());
              assertThat(done.path("reason").asText())
                  .isEqualTo("ECS deployment " + deployment.id() + " completed.");
              assertThat(done.path("updatedAt").asText()).startsWith("2026-01-01T00:");
            });
  }

  @Test
  void a_deployment_that_its_circuit_breaker_ends_is_an_error() {
    stage.create(
        Stage.service(stage.register("v1"), 2)
            .deploymentConfiguration(
                c -> c.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
    stage.until(stage::steady);
    stage.ecs.tell(this::tell);
    stage.runtime.behave("sha256:v2", Behaviour.fails("CannotStartContainerError: no"));
    var next = stage.register("v2");
    stage.call(e -> e.updateService(r -> r.cluster("prod").service("web").taskDefinition(next)));

    stage.until(
        () -> named("ECS Deployment State Change").contains("ERROR SERVICE_DEPLOYMENT_FAILED"));

    assertThat(named("ECS Deployment State Change"))
        .startsWith("INFO SERVICE_DEPLOYMENT_IN_PROGRESS", "ERROR SERVICE_DEPLOYMENT_FAILED");
  }
}
