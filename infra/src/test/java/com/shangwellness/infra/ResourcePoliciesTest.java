package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom topics, buckets and keys let in, whoever else has the right by a role. */
class ResourcePoliciesTest {
  private static final String OURS = ", if StringEquals aws:SourceAccount 669097061043";
  private static final String ROOT = "AWS arn:${AWS::Partition}:iam::669097061043:root";

  @ParameterizedTest
  @MethodSource("variants")
  void only_services_of_ours_publish_to_a_topic_and_for_this_account_where_they_name_it(
      Variant variant) {
    var expected =
        new TreeMap<>(
            Map.of(
                "shangwellness-ENV-alerts",
                Set.of(
                    "budgets.amazonaws.com" + OURS,
                    "cloudwatch.amazonaws.com" + OURS,
                    "costalerts.amazonaws.com" + OURS,
                    // It can have no condition: Publisher.
                    "events.amazonaws.com"),
                "shangwellness-ENV-emergency",
                Set.of("cloudwatch.amazonaws.com" + OURS),
                "shangwellness-ENV-notices",
                Set.of("events.amazonaws.com"),
                "shangwellness-ENV-edge-alarms",
                Set.of("cloudwatch.amazonaws.com" + OURS)));
    if (!variant.all("AWS::SNS::Subscription").stream()
        .allMatch(to -> to.get("Protocol").asText().equals("email"))) {
      expected.put("shangwellness-ENV-edge-emergency", Set.of("cloudwatch.amazonaws.com" + OURS));
    }
    assertThat(publishers(variant)).isEqualTo(expected);
  }

  private static Map<String, Set<String>> publishers(Variant variant) {
    var publishers = new TreeMap<String, Set<String>>();
    for (var template : variant.templates()) {
      for (var policy : template.allProperties("AWS::SNS::TopicPolicy")) {
        var topic = template.target(policy.at("/Topics/0")).at("/Properties/TopicName").asText();
        assertThat(policy.get("Topics")).hasSize(1);
        for (var statement : allowing(policy)) {
          assertThat(statement.actions()).containsExactly("sns:Publish");
          for (var who : statement.principals()) {
            publishers
                .computeIfAbsent(variant.withoutEnvironment(topic), t -> new TreeSet<>())
                .add(who + statement.condition());
          }
        }
      }
    }
    return publishers;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void every_topic_has_such_a_policy_and_takes_no_message_without_tls(Variant variant) {
    var policies = variant.all("AWS::SNS::TopicPolicy");

    assertThat(policies).hasSameSizeAs(variant.all("AWS::SNS::Topic"));
    assertThat(policies)
        .allSatisfy(
            policy ->
                assertThat(Statement.of(policy.get("PolicyDocument")))
                    .filteredOn(statement -> !statement.allows())
                    .singleElement()
                    .extracting(Statement::condition)
                    .isEqualTo(", if Bool aws:SecureTransport false"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void whom_a_bucket_lets_in_writes_what_it_delivers_and_changes_nothing(Variant variant) {
    var policies = variant.all("AWS::S3::BucketPolicy");

    assertThat(policies).hasSameSizeAs(variant.all("AWS::S3::Bucket"));
    assertThat(policies)
        .flatExtracting(ResourcePoliciesTest::allowing)
        .isNotEmpty()
        .flatExtracting(Statement::actions)
        .isSubsetOf("s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void whom_a_bucket_lets_in_acts_for_this_account_but_for_the_load_balancers_logs(
      Variant variant) {
    var others =
        variant.all("AWS::S3::BucketPolicy").stream()
            .flatMap(policy -> allowing(policy).stream())
            .filter(statement -> !statement.condition().matches(".*aws:Source(Account|Arn) .*"))
            .flatMap(s -> s.principals().stream().map(who -> who + " " + s.actions()));

    // ELB guide, "Enable access logs": ELB's own account in this region, and no condition.
    assertThat(others)
        .containsExactlyInAnyOrder(
            "AWS arn:${AWS::Partition}:iam::718504428378:root [s3:PutObject]",
            "delivery.logs.amazonaws.com [s3:PutObject]",
            "delivery.logs.amazonaws.com [s3:GetBucketAcl]");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void a_key_belongs_to_this_account_and_services_use_it_only(Variant variant) {
    assertThat(variant.all("AWS::KMS::Key"))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            key ->
                assertThat(Statement.of(key.get("KeyPolicy")))
                    .allMatch(Statement::allows)
                    .allSatisfy(ResourcePoliciesTest::isOursOrUsesOnly));
  }

  private static void isOursOrUsesOnly(Statement statement) {
    if (statement.principals().equals(List.of(ROOT))) {
      assertThat(statement.actions()).containsExactly("kms:*");
      return;
    }
    assertThat(statement.actions())
        .isSubsetOf("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey");
    assertThat(statement.principals()).allMatch(who -> who.endsWith(".amazonaws.com"));
    // These two say nothing of an account to a key: Publisher.
    if (!List.of("costalerts.amazonaws.com", "events.amazonaws.com")
        .containsAll(statement.principals())) {
      assertThat(statement.condition()).matches(".* aws:Source(Account|Arn) .*669097061043.*");
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void images_and_secrets_let_in_nobody_by_themselves(Variant variant) {
    assertThat(variant.all("AWS::ECR::Repository"))
        .noneMatch(repository -> repository.has("RepositoryPolicyText"));
    assertThat(variant.all("AWS::SecretsManager::ResourcePolicy")).isEmpty();
  }

  static Stream<Variant> variants() {
    return Variant.all().stream();
  }

  private static List<Statement> allowing(JsonNode policy) {
    return Statement.of(policy.get("PolicyDocument")).stream().filter(Statement::allows).toList();
  }
}
