package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
}
