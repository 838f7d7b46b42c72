package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;

/**
 * What CloudFormation cannot change in place, of everything that keeps data or that others know by
 * name. If one of these differs, the next deployment makes another database, repository or bucket.
 */
class UnchangeableTest {
  private static final Path RESOURCES = Path.of("src/test/resources/com/shangwellness/infra");
  private static final Path BASELINE = RESOURCES.resolve("unchangeable.json");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @Test
  void nothing_would_be_replaced_in_either_environment() throws IOException {
    var now = JSON.createObjectNode();
    addAll(now, Synthesized.production().stacks(), Synthesized.OUT);
    addAll(now, Synthesized.staging().stacks(), Synthesized.STAGING_OUT);
    if (System.getProperty("baseline", "").equals("write")) {
      Files.writeString(BASELINE, JSON.writeValueAsString(now) + "\n");
    }

    assertThat(JSON.writeValueAsString(now))
        .as(
            "A resource that moved, or a property that cannot change in place: CloudFormation would"
                + " make another one and leave or delete the old. Find another way, or, if it is"
                + " new or nothing of the kind is deployed anywhere, renew the baseline:"
                + " mvn -pl infra test -Dtest=UnchangeableTest -Dbaseline=write")
        .isEqualTo(JSON.writeValueAsString(JSON.readTree(BASELINE.toFile())));
  }

  @Test
  void the_baseline_has_what_must_not_be_lost() throws IOException {
    var types = JSON.readTree(BASELINE.toFile()).findValuesAsText("Type");

    assertThat(types)
        .contains(
            "AWS::RDS::DBCluster",
            "AWS::ECR::Repository",
            "AWS::S3::Bucket",
            "AWS::KMS::Key",
            "AWS::ECS::Service",
            "AWS::EC2::VPC");
  }

  private static void addAll(ObjectNode all, List<Stack> stacks, Path folder) throws IOException {
    var createOnly = JSON.readTree(RESOURCES.resolve("create-only.json").toFile());
    for (var stack : stacks) {
      var lasting = all.putObject(stack.getStackName());
      var template = Template.read(folder.resolve(stack.getTemplateFile()));
      for (var resource : template.json().get("Resources").properties()) {
        var type = resource.getValue().get("Type").asText();
        if (createOnly.has(type)) {
          var fixed = lasting.putObject(resource.getKey());
          fixed.put("Type", type);
          addFixed(fixed, resource.getValue().path("Properties"), createOnly.get(type));
        }
      }
    }
  }

  private static void addFixed(ObjectNode fixed, JsonNode properties, JsonNode createOnly) {
    for (var property : createOnly) {
      var value = properties.at("/" + property.asText());
      if (!value.isMissingNode()) {
        fixed.set(property.asText(), value);
      }
    }
  }
}
