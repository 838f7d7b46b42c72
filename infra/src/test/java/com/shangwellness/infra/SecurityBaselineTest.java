package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/security-baseline.md} names tests: they are there, and each control has its answer.
 */
class SecurityBaselineTest {
  private static final Path PAGE = Path.of("../docs/security-baseline.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  @Test
  void each_test_that_the_page_names_exists() throws IOException {
    var sources = sources();

    assertThat(NAMED.matcher(Files.readString(PAGE)).results().toList())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            named -> {
              assertThat(sources).contains("class " + named.group(1) + " ");
              assertThat(sources)
                  .contains(named.group(2) == null ? "" : "void " + named.group(2) + "(");
            });
  }

  @Test
  void each_control_has_a_test_or_a_reason() throws IOException {
    var rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.matches("\\| [A-Z].*")).toList();

    assertThat(rows)
        .hasSizeGreaterThan(50)
        .allMatch(row -> List.of(row.split("\\|", -1)).get(3).strip().length() > 20);
  }

  @Test
  void subnets_give_nobody_a_public_address() {
    assertThat(Synthesized.network().allProperties("AWS::EC2::Subnet"))
        .hasSize(6)
        .noneMatch(subnet -> subnet.path("MapPublicIpOnLaunch").asBoolean());
  }

  @Test
  void the_load_balancer_drops_invalid_headers() {
    var attributes =
        Synthesized.service()
            .properties("AWS::ElasticLoadBalancingV2::LoadBalancer")
            .get("LoadBalancerAttributes");

    assertThat(Template.valueOf(attributes, "routing.http.drop_invalid_header_fields.enabled"))
        .isEqualTo("true");
  }

  @Test
  void tags_go_to_snapshots_and_minor_versions_come_by_themselves() {
    assertThat(
            Synthesized.data()
                .properties("AWS::RDS::DBCluster")
                .get("CopyTagsToSnapshot")
                .asBoolean())
        .isTrue();
    assertThat(Synthesized.data().allProperties("AWS::RDS::DBInstance"))
        .allMatch(instance -> instance.get("AutoMinorVersionUpgrade").asBoolean());
  }

  @Test
  void every_rule_of_every_web_acl_is_measured() {
    for (var template : Complete.templates()) {
      assertThat(template.json().findValues("CloudWatchMetricsEnabled"))
          .allMatch(JsonNode::asBoolean);
    }
  }

  @Test
  void viewers_are_told_apart_by_name() {
    assertThat(Complete.template("edge").json().findValuesAsText("SslSupportMethod"))
        .containsExactly("sni-only");
  }

  @Test
  void every_bucket_is_closed_encrypted_and_forgets() {
    var buckets =
        Complete.templates().stream().flatMap(t -> t.allProperties("AWS::S3::Bucket").stream());

    assertThat(buckets)
        .hasSizeGreaterThan(2)
        .allMatch(bucket -> bucket.has("BucketEncryption"))
        .allMatch(bucket -> bucket.has("LifecycleConfiguration"))
        .allMatch(
            bucket ->
                bucket.at("/PublicAccessBlockConfiguration/RestrictPublicBuckets").asBoolean());
  }

  private static String sources() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      var texts = new StringBuilder();
      for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        texts.append(Files.readString(file));
      }
      return texts.toString();
    }
  }
}
