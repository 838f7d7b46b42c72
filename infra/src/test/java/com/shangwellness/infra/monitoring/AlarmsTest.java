package com.shangwellness.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Runbook;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlarmsTest {
  private static final Template MONITORING = Synthesized.monitoring();
  private static final List<JsonNode> ALARMS = MONITORING.allProperties("AWS::CloudWatch::Alarm");
  private static final JsonNode EMERGENCY =
      MONITORING.properties("AWS::CloudWatch::CompositeAlarm");

  @Test
  void all_that_can_hurt_is_watched() {
    assertThat(ALARMS)
        .extracting(alarm -> alarm.get("AlarmName").asText().replace("shangwellness-prod-", ""))
        .containsExactlyInAnyOrder(
            "site-down",
            "site-5xx",
            "site-latency",
            "blue-unhealthy",
            "green-unhealthy",
            "tasks-missing",
            "tasks-cpu",
            "tasks-memory",
            "database-capacity",
            "database-connections",
            "database-replica-lag",
            "build-failed",
            "pipeline-failed",
            "release-failed",
            "schedule-failed",
            "quiet-release-failed",
            "root-used",
            "trail-changed");
  }

  @Test
  void every_alarm_names_its_runbook() {
    var pages =
        Stream.concat(
                Stream.concat(ALARMS.stream(), Stream.of(EMERGENCY)),
                Synthesized.service().allProperties("AWS::CloudWatch::Alarm").stream())
            .map(alarm -> alarm.get("AlarmDescription").asText());

    assertThat(pages)
        .allMatch(
            said ->
                said.matches(
                    ".+ See runbooks/(service-outage|data-recovery|security-incident|bad-release"
                        + "|cost-spike|zone-loss)\\.md"));
  }

  @ParameterizedTest
  @EnumSource(Runbook.class)
  void every_runbook_that_an_alarm_can_name_is_there(Runbook runbook) {
    assertThat(Path.of("..", runbook.page())).isNotEmptyFile();
  }

  @Test
  void every_alarm_tells_the_team_that_it_rings_and_that_it_is_over() {
    assertThat(ALARMS)
        .allSatisfy(
            alarm -> {
              assertThat(topic(alarm, "AlarmActions")).isEqualTo("shangwellness-prod-alerts");
              assertThat(topic(alarm, "OKActions")).isEqualTo("shangwellness-prod-alerts");
            });
  }

  @Test
  void one_alarm_for_people_rings_when_users_are_hurt() {
    assertThat(topic(EMERGENCY, "AlarmActions")).isEqualTo("shangwellness-prod-emergency");
    assertThat(EMERGENCY.at("/AlarmRule/Fn::Join/1").findValues("Fn::GetAtt"))
        .extracting(
            reference ->
                MONITORING
                    .json()
                    .get("Resources")
                    .get(reference.get(0).asText())
                    .at("/Properties/AlarmName")
                    .asText())
        .containsExactly(
            "shangwellness-prod-site-5xx",
            "shangwellness-prod-site-latency",
            "shangwellness-prod-site-down",
            "shangwellness-prod-tasks-missing");
  }

  @Test
  void errors_are_a_part_of_the_requests_whoever_answered() {
    var metrics = alarm("site-5xx").get("Metrics");

    assertThat(metrics.findValuesAsText("MetricName"))
        .containsExactlyInAnyOrder(
            "HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count", "RequestCount");
    assertThat(metrics.findValuesAsText("Expression"))
        .singleElement()
        .asString()
        .contains("100 * (FILL(balancer, 0) + FILL(application, 0)) / requests");
  }

  @Test
  void silence_is_bad_news_only_where_something_must_always_be_reported() {
    var alarming =
        ALARMS.stream()
            .filter(alarm -> alarm.get("TreatMissingData").asText().equals("breaching"))
            .map(alarm -> alarm.get("AlarmName").asText());

    assertThat(alarming)
        .containsExactlyInAnyOrder(
            "shangwellness-prod-site-down", "shangwellness-prod-tasks-missing");
  }

  @Test
  void both_colours_are_watched_because_they_change_roles() {
    for (var colour : List.of("Blue", "Green")) {
      var watched = alarm(colour.toLowerCase(Locale.ROOT) + "-unhealthy");
      assertThat(watched.findValuesAsText("OutputName"))
          .contains(colour + "TargetGroupFullName", "LoadBalancerFullName");
    }
  }

  @Test
  void failures_of_a_release_reach_the_team_by_events() {
    assertThat(MONITORING.allProperties("AWS::Events::Rule"))
        .filteredOn(rule -> rule.at("/EventPattern/source/0").asText().startsWith("aws.code"))
        .extracting(rule -> rule.get("EventPattern").get("detail").get("state").toString())
        .containsExactlyInAnyOrder("[\"FAILED\"]", "[\"FAILURE\",\"STOP\"]");
  }

  @Test
  void a_database_without_a_reader_has_no_lag() {
    assertThat(Synthesized.staging("monitoring").allProperties("AWS::CloudWatch::Alarm"))
        .noneMatch(alarm -> alarm.get("AlarmName").asText().endsWith("replica-lag"));
  }

  private static JsonNode alarm(String what) {
    return ALARMS.stream()
        .filter(alarm -> alarm.get("AlarmName").asText().equals("shangwellness-prod-" + what))
        .findFirst()
        .orElseThrow();
  }

  private static String topic(JsonNode alarm, String actions) {
    return MONITORING.target(alarm.get(actions).get(0)).at("/Properties/TopicName").asText();
  }
}
