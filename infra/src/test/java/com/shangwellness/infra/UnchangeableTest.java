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
import java.util.TreeSet;
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
  void nothing_would_be_replaced_in_any_environment() throws IOException {
    var now = JSON.createObjectNode();
    addAll(now.putObject("prod"), Synthesized.production().stacks(), Synthesized.OUT);
    addAll(now.putObject("staging"), Synthesized.staging().stacks(), Synthesized.STAGING_OUT);
    // Whoever has a domain has a zone and certificates to lose, and with a second region copies.
    addAll(now.putObject("complete"), Complete.production().stacks(), Complete.OUT);
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
            "AWS::EC2::VPC",
            "AWS::Route53::HostedZone",
            "AWS::CertificateManager::Certificate",
            "AWS::Backup::BackupVault");
  }

  @Test
  void what_only_some_settings_make_is_in_the_baseline_too() throws IOException {
    var complete = JSON.readTree(BASELINE.toFile()).get("complete");

    assertThat(complete.get("shangwellness-prod-zone").findValuesAsText("Type"))
        .contains("AWS::Route53::HostedZone", "AWS::CertificateManager::Certificate");
    assertThat(complete.get("shangwellness-prod-service").findValuesAsText("Type"))
        .contains("AWS::CertificateManager::Certificate");
    assertThat(complete.get("shangwellness-prod-copies").findValuesAsText("Type"))
        .contains("AWS::Backup::BackupVault", "AWS::KMS::Key");
  }

  @Test
  void every_type_of_the_list_is_somewhere_in_the_baseline() throws IOException {
    var baseline = JSON.readTree(BASELINE.toFile());
    var types = new TreeSet<String>();
    for (var stacks : baseline) {
      for (var resources : stacks) {
        resources.forEach(resource -> types.add(resource.get("Type").asText()));
      }
    }

    assertThat(JSON.readTree(RESOURCES.resolve("create-only.json").toFile()).fieldNames())
        .toIterable()
        .containsExactlyElementsOf(types);
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
          // Apart: a load balancer has a property Type of its own.
          addFixed(
              fixed.putObject("Properties"),
              resource.getValue().path("Properties"),
              createOnly.get(type));
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
