package com.shangwellness.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Synthesized;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ApplicationTaskTest {
  private static final JsonNode TASK = Synthesized.service().properties("AWS::ECS::TaskDefinition");
  private static final JsonNode CONTAINER = TASK.at("/ContainerDefinitions/0");

  @Test
  void an_ordinary_user_may_bind_port_80() {
    assertThat(CONTAINER.get("User").asText()).doesNotStartWith("0").doesNotStartWith("root");
    assertThat(CONTAINER.at("/SystemControls/0/Namespace").asText())
        .isEqualTo("net.ipv4.ip_unprivileged_port_start");
    assertThat(CONTAINER.at("/SystemControls/0/Value").asText()).isEqualTo("0");
    // System controls need platform 1.4.0 or later.
    assertThat(
            Synthesized.service().properties("AWS::ECS::Service").get("PlatformVersion").asText())
        .isEqualTo("1.4.0");
  }

  @Test
  void nothing_is_written_but_temporary_files_in_memory() {
    assertThat(CONTAINER.get("ReadonlyRootFilesystem").asBoolean()).isTrue();
    assertThat(CONTAINER.at("/LinuxParameters/Tmpfs/0/ContainerPath").asText()).isEqualTo("/tmp");
  }

  @Test
  void no_secret_is_a_plain_variable() {
    assertThat(CONTAINER.get("Environment"))
        .noneMatch(variable -> variable.get("Name").asText().contains("PASSWORD"));
    assertThat(CONTAINER.get("Secrets")).hasSize(1);
    assertThat(CONTAINER.at("/Secrets/0/ValueFrom").toString()).contains(":password::");
  }

  @Test
  void the_application_is_told_how_long_it_has_to_stop_and_what_to_keep_ready() {
    assertThat(variable("STOP_TIMEOUT_SECONDS")).isEqualTo(CONTAINER.get("StopTimeout").asText());
    assertThat(variable("DB_POOL_MINIMUM_IDLE"))
        .isEqualTo(String.valueOf(Synthesized.settings().database().idleConnections()));
  }

  private static String variable(String name) {
    return StreamSupport.stream(CONTAINER.get("Environment").spliterator(), false)
        .filter(variable -> variable.get("Name").asText().equals(name))
        .map(variable -> variable.get("Value").asText())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_log_that_cannot_be_delivered_stops_no_request() {
    assertThat(CONTAINER.at("/LogConfiguration/Options/mode").asText()).isEqualTo("non-blocking");
  }

  @Test
  void the_container_has_the_whole_task() {
    assertThat(CONTAINER.get("Cpu").asText()).isEqualTo(TASK.get("Cpu").asText());
    assertThat(CONTAINER.get("Memory").asText()).isEqualTo(TASK.get("Memory").asText());
  }
}
