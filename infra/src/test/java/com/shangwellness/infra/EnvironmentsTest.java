package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The two environments that are shipped: what staging does without, and nothing else. */
class EnvironmentsTest {
  /** Lines that a terminal shows at once. */
  private static final int SCREEN = 50;

  @Test
  void the_difference_between_the_environments_fits_on_a_screen() throws IOException {
    assertThat(differences()).hasSizeLessThan(SCREEN);
  }

  @Test
  void every_difference_is_marked_where_it_stands_and_nothing_else_is() throws IOException {
    var marked =
        Files.readAllLines(Synthesized.STAGING).stream()
            .filter(line -> line.contains("# differs"))
            .map(line -> line.strip().split(":", 2)[0])
            .sorted()
            .toList();
    var different =
        differences().keySet().stream()
            .map(field -> field.substring(field.lastIndexOf('.') + 1))
            .sorted()
            .toList();

    assertThat(marked).isEqualTo(different);
  }

  @Test
  void both_have_the_same_fields() throws IOException {
    assertThat(fields(Synthesized.STAGING).keySet()).isEqualTo(fields(Synthesized.PROD).keySet());
  }

  @Test
  void staging_has_one_nat_gateway_no_reader_and_a_database_that_sleeps() {
    var cluster = Synthesized.staging("data").properties("AWS::RDS::DBCluster");

    assertThat(Synthesized.staging("network").resources("AWS::EC2::NatGateway")).hasSize(1);
    assertThat(Synthesized.staging("data").resources("AWS::RDS::DBInstance")).hasSize(1);
    assertThat(cluster.at("/ServerlessV2ScalingConfiguration/MinCapacity").asInt()).isZero();
  }

  @Test
  void staging_leaves_to_production_what_an_account_needs_once() {
    var monitoring = Synthesized.staging("monitoring");

    assertThat(monitoring.resources("AWS::CloudTrail::Trail")).isEmpty();
    assertThat(monitoring.resources("AWS::CE::AnomalyMonitor")).isEmpty();
    assertThat(monitoring.resources("AWS::CE::AnomalySubscription")).isEmpty();
  }

  @Test
  void no_name_of_one_environment_is_a_name_of_the_other() {
    assertThat(names(Synthesized.OUT)).isNotEmpty();
    assertThat(names(Synthesized.STAGING_OUT)).doesNotContainAnyElementsOf(names(Synthesized.OUT));
  }

  private static Iterable<String> names(Path folder) {
    var stacks =
        folder.equals(Synthesized.OUT) ? Synthesized.templates() : Synthesized.stagingTemplates();
    return stacks.stream()
        .flatMap(template -> template.json().get("Resources").properties().stream())
        .flatMap(resource -> resource.getValue().path("Properties").properties().stream())
        .filter(property -> property.getKey().matches(".*(Name|Identifier)"))
        .map(Map.Entry::getValue)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(name -> name.contains("prod") || name.contains("staging"))
        .collect(Collectors.toSet());
  }

  private static Map<String, String> differences() throws IOException {
    var production = fields(Synthesized.PROD);
    var different = new TreeMap<String, String>();
    fields(Synthesized.STAGING)
        .forEach(
            (field, value) -> {
              if (!value.equals(production.get(field))) {
                different.put(field, value);
              }
            });
    return different;
  }

  private static Map<String, String> fields(Path file) throws IOException {
    var fields = new TreeMap<String, String>();
    addFields("", new YAMLMapper().readTree(file.toFile()), fields);
    return fields;
  }

  private static void addFields(String path, JsonNode node, Map<String, String> fields) {
    for (var field : node.properties()) {
      var name = path + field.getKey();
      if (field.getValue().isObject()) {
        addFields(name + ".", field.getValue(), fields);
      } else {
        fields.put(name, field.getValue().toString());
      }
    }
  }
}
