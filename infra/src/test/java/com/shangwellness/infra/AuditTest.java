package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

/** What an auditor asks of every stack. */
class AuditTest {

  @ParameterizedTest
  @MethodSource("stacks")
  void cdk_nag_finds_nothing(Stack stack) {
    // Under plain java cdk-nag prints nothing and fails nothing: its findings are annotations.
    var annotations = Annotations.fromStack(stack);

    annotations.hasNoError("*", Match.anyValue());
    annotations.hasNoWarning("*", Match.anyValue());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void the_cdks_own_validation_finds_nothing_that_is_not_acknowledged(Path folder) {
    // Errors stop the synthesis; this report also has the warnings.
    var report = Template.read(folder.resolve("validation-report.json")).json();
    assertThat(report.findValues("violations")).isNotEmpty().allMatch(JsonNode::isEmpty);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void every_rule_that_is_lifted_has_a_reason(Template template) {
    for (var reason : template.json().findValues("rules_to_suppress")) {
      reason.forEach(rule -> assertThat(rule.get("reason").asText()).hasSizeGreaterThan(60));
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void no_custom_resource_and_no_lambda_slips_in(Template template) {
    assertThat(types(template))
        .noneMatch(type -> type.startsWith("Custom::"))
        .noneMatch(type -> type.startsWith("AWS::Lambda::"))
        .doesNotContain("AWS::CloudFormation::CustomResource", "AWS::CDK::Metadata");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void a_template_fits_into_a_request(Template template) {
    // CloudFormation quotas: longer ones go by way of a bucket.
    assertThat(template.json().toString()).hasSizeLessThan(51_200);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void no_stack_exports_anything_that_would_chain_it_to_others(Template template) {
    assertThat(template.json().findValues("Export")).isEmpty();
    assertThat(template.json().findValues("Fn::ImportValue")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void every_log_group_forgets(Template template) {
    var days = isProduction(template) ? 90 : 14;

    assertThat(template.allProperties("AWS::Logs::LogGroup"))
        .allSatisfy(group -> assertThat(group.get("RetentionInDays").asInt()).isEqualTo(days));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void every_template_says_what_it_is(Template template) {
    assertThat(template.json().get("Description").asText())
        .matches("shangwellness-(prod|staging): .+");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void nothing_carries_a_version_that_a_release_would_change(Template template) {
    var tags = template.json().findValues("Tags").stream().map(JsonNode::toString);

    assertThat(tags).noneMatch(tag -> tag.toLowerCase(java.util.Locale.ROOT).contains("version"));
  }

  @Test
  void what_must_not_be_lost_outlives_its_stack_but_not_a_failed_first_try() {
    var lasting =
        List.of(
            Synthesized.data().only("AWS::KMS::Key"),
            Synthesized.data().only("AWS::ECR::Repository"),
            Synthesized.service().only("AWS::S3::Bucket"),
            Synthesized.delivery().only("AWS::KMS::Key"),
            Synthesized.delivery().resources("AWS::S3::Bucket").get(0),
            Synthesized.delivery().resources("AWS::S3::Bucket").get(1),
            Synthesized.monitoring().only("AWS::KMS::Key"),
            Synthesized.monitoring().resources("AWS::S3::Bucket").get(0),
            Synthesized.monitoring().resources("AWS::S3::Bucket").get(1));

    assertThat(lasting)
        .allSatisfy(
            r -> assertThat(r.get("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate"))
        .allSatisfy(r -> assertThat(r.get("UpdateReplacePolicy").asText()).isEqualTo("Retain"));
    assertThat(Synthesized.data().only("AWS::RDS::DBCluster").get("DeletionPolicy").asText())
        .isEqualTo("Snapshot");
  }

  @Test
  void database_load_balancer_and_stacks_are_guarded_against_deletion() {
    var attributes =
        Synthesized.service()
            .properties("AWS::ElasticLoadBalancingV2::LoadBalancer")
            .get("LoadBalancerAttributes");

    assertThat(
            Synthesized.data()
                .properties("AWS::RDS::DBCluster")
                .get("DeletionProtection")
                .asBoolean())
        .isTrue();
    assertThat(Template.valueOf(attributes, "deletion_protection.enabled")).isEqualTo("true");
    assertThat(Synthesized.production().stacks()).allMatch(Stack::getTerminationProtection);
  }

  static Stream<Path> folders() {
    Synthesized.production();
    Synthesized.staging();
    Complete.production();
    return Stream.of(Synthesized.OUT, Synthesized.STAGING_OUT, Complete.OUT);
  }

  static Stream<Stack> stacks() {
    return Stream.of(Synthesized.production(), Synthesized.staging(), Complete.production())
        .flatMap(production -> production.stacks().stream());
  }

  static Stream<Template> templates() {
    return Stream.of(Synthesized.templates(), Synthesized.stagingTemplates(), Complete.templates())
        .flatMap(List::stream);
  }

  private static boolean isProduction(Template template) {
    return template.json().get("Description").asText().startsWith("shangwellness-prod");
  }

  private static List<String> types(Template template) {
    return template.json().get("Resources").findValuesAsText("Type");
  }
}
