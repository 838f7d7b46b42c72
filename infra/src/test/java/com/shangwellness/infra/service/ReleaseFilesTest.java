package com.shangwellness.infra.service;

import static com.shangwellness.infra.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.infra.Synthesized;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseFilesTest {
  private static final JsonNode TEMPLATE =
      Synthesized.service().properties("AWS::ECS::TaskDefinition");
  private static final JsonNode FILE = read("taskdef_shangwellness.json", new ObjectMapper());
  private static final JsonNode CONTAINER = FILE.at("/containerDefinitions/0");

  @Test
  void the_file_has_what_the_template_has() {
    assertThat(keys(FILE)).isEqualTo(keys(TEMPLATE));
    assertThat(keys(CONTAINER)).isEqualTo(keys(TEMPLATE.at("/ContainerDefinitions/0")));
    assertThat(FILE.get("family")).isEqualTo(TEMPLATE.get("Family"));
    assertThat(FILE.get("cpu")).isEqualTo(TEMPLATE.get("Cpu"));
    assertThat(CONTAINER.get("environment"))
        .hasSameSizeAs(TEMPLATE.at("/ContainerDefinitions/0/Environment"));
    assertThat(CONTAINER.at("/linuxParameters/tmpfs/0/containerPath").asText()).isEqualTo("/tmp");
  }

  @Test
  void only_what_a_deployment_brings_is_left_open() {
    assertThat(CONTAINER.get("image").asText()).isEqualTo("<IMAGE1_NAME>");
    assertThat(variable("DB_HOST")).isEqualTo("${DB_HOST}");
    assertThat(variable("DB_SECRET_ARN")).isEqualTo("${DB_SECRET_ARN}");
    assertThat(named(CONTAINER.get("secrets"), "name", "DB_PASSWORD").get("valueFrom").asText())
        .isEqualTo("${DB_SECRET_ARN}:password::");
    assertThat(FILE.toString().split("\\$\\{", -1)).hasSize(4);
  }

  @Test
  void nothing_of_cloudformation_is_left_in_it() {
    assertThat(FILE.toString()).doesNotContain("Fn::", "\"Ref\"", "\"ref\"", "fn::");
  }

  @Test
  void roles_and_log_group_are_named() {
    var roles = "arn:aws:iam::" + Synthesized.settings().account() + ":role/shangwellness-prod-";

    assertThat(FILE.get("taskRoleArn").asText()).isEqualTo(roles + "ecs-task-role");
    assertThat(FILE.get("executionRoleArn").asText()).isEqualTo(roles + "ecs-execution-role");
    assertThat(CONTAINER.at("/logConfiguration/options/awslogs-group").asText())
        .isEqualTo("/ecs/prod/web-app");
  }

  @Test
  void codedeploy_is_told_the_container_and_its_port() {
    var target =
        read("shangwellness_appspec.yml", new YAMLMapper())
            .at("/Resources/0/TargetService/Properties");

    assertThat(target.get("TaskDefinition").asText()).isEqualTo("<TASK_DEFINITION>");
    assertThat(target.at("/LoadBalancerInfo/ContainerName")).isEqualTo(CONTAINER.get("name"));
    assertThat(target.at("/LoadBalancerInfo/ContainerPort"))
        .isEqualTo(CONTAINER.at("/portMappings/0/containerPort"));
    assertThat(target.get("PlatformVersion").asText()).isEqualTo("1.4.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"taskdef_shangwellness.json", "shangwellness_appspec.yml"})
  void the_files_at_the_root_are_those_that_synth_writes(String file) {
    Synthesized.production();

    assertThat(Path.of("..", file))
        .as(
            "%s at the root is not what environments/prod.yaml and infra make now. In the root:"
                + " ./shang synth && cp cdk.out/taskdef_shangwellness.json"
                + " cdk.out/shangwellness_appspec.yml . and commit both",
            file)
        .hasSameTextualContentAs(Synthesized.OUT.resolve(file));
  }

  private static String variable(String name) {
    return named(CONTAINER.get("environment"), "name", name).get("value").asText();
  }

  private static Set<String> keys(JsonNode object) {
    var keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static JsonNode read(String file, ObjectMapper mapper) {
    Synthesized.production();
    try {
      return mapper.readTree(Synthesized.OUT.resolve(file).toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
