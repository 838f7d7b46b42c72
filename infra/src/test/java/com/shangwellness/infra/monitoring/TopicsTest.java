package com.shangwellness.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Changed;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {
  private static final Template MONITORING = Synthesized.monitoring();
  private static final List<String> PUBLISHERS =
      List.of(
          "budgets.amazonaws.com",
          "cloudwatch.amazonaws.com",
          "costalerts.amazonaws.com",
          "events.amazonaws.com");

  @TempDir private Path out;

  @Test
  void both_topics_are_encrypted_by_a_key_that_admits_every_publisher() {
    var key = MONITORING.only("AWS::KMS::Key").get("Properties");

    // With AWS's own key, the alarms of CloudWatch are dropped silently.
    assertThat(MONITORING.allProperties("AWS::SNS::Topic"))
        .hasSize(2)
        .allSatisfy(
            topic ->
                assertThat(MONITORING.target(topic.get("KmsMasterKeyId")).get("Type").asText())
                    .isEqualTo("AWS::KMS::Key"));
    assertThat(admitted(key.at("/KeyPolicy/Statement"), "kms:GenerateDataKey"))
        .containsExactlyInAnyOrder(
            "budgets.amazonaws.com",
            "cloudwatch.amazonaws.com",
            "costalerts.amazonaws.com",
            "events.amazonaws.com",
            "cloudtrail.amazonaws.com");
  }

  @Test
  void every_publisher_may_publish_to_the_team_for_this_account_if_it_names_one() {
    var statements = policy("shangwellness-prod-alerts");

    assertThat(admitted(statements, "sns:Publish")).containsExactlyInAnyOrderElementsOf(PUBLISHERS);
    assertThat(forThisAccount(statements))
        .containsExactlyInAnyOrder(
            "budgets.amazonaws.com", "cloudwatch.amazonaws.com", "costalerts.amazonaws.com");
  }

  @Test
  void only_an_alarm_of_this_account_wakes_anybody() {
    var statements = policy("shangwellness-prod-emergency");

    assertThat(admitted(statements, "sns:Publish")).containsExactly("cloudwatch.amazonaws.com");
    assertThat(forThisAccount(statements)).containsExactly("cloudwatch.amazonaws.com");
  }

  private static JsonNode policy(String topic) {
    return MONITORING.allProperties("AWS::SNS::TopicPolicy").stream()
        .filter(
            policy ->
                MONITORING
                    .target(policy.at("/Topics/0"))
                    .at("/Properties/TopicName")
                    .asText()
                    .equals(topic))
        .map(policy -> policy.at("/PolicyDocument/Statement"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void events_and_anomalies_are_not_asked_for_an_account_that_they_do_not_name_to_the_key() {
    var key = MONITORING.properties("AWS::KMS::Key").at("/KeyPolicy/Statement");

    // A condition that a service does not meet drops its messages silently.
    assertThat(forThisAccount(key))
        .containsExactlyInAnyOrder("budgets.amazonaws.com", "cloudwatch.amazonaws.com");
  }

  @Test
  void the_team_gets_both_by_mail() {
    assertThat(MONITORING.allProperties("AWS::SNS::Subscription"))
        .extracting(s -> s.get("Protocol").asText() + " " + s.get("Endpoint").asText())
        .containsExactly("email devops-team@company.com", "email devops-team@company.com");
  }

  @Test
  void the_phone_gets_emergencies() {
    var monitoring =
        Changed.of("emergencyPhone: none", "emergencyPhone: \"+912212345678\"", out)
            .template("monitoring");
    var texts =
        monitoring.allProperties("AWS::SNS::Subscription").stream()
            .filter(s -> s.get("Protocol").asText().equals("sms"))
            .toList();

    assertThat(texts).hasSize(1);
    assertThat(texts.getFirst().get("Endpoint").asText()).isEqualTo("+912212345678");
    assertThat(
            monitoring
                .target(texts.getFirst().get("TopicArn"))
                .at("/Properties/TopicName")
                .asText())
        .isEqualTo("shangwellness-prod-emergency");
  }

  private static List<String> forThisAccount(JsonNode statements) {
    return statements
        .valueStream()
        .filter(
            s -> s.at("/Condition/StringEquals/aws:SourceAccount").asText().equals("669097061043"))
        .map(s -> s.at("/Principal/Service").asText())
        .toList();
  }

  private static List<String> admitted(JsonNode statements, String action) {
    return statements
        .valueStream()
        .filter(s -> s.get("Effect").asText().equals("Allow"))
        .filter(s -> s.get("Action").toString().contains("\"" + action + "\""))
        .map(s -> s.at("/Principal/Service").asText())
        .toList();
  }
}
