package com.shangwellness.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.infra.Changed;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dashboard, costs and audit trail. */
class OverviewTest {
  private static final Template MONITORING = Synthesized.monitoring();
  private static final String MONITOR = "AWS::CE::AnomalyMonitor";
  private static final String SUBSCRIPTION = "AWS::CE::AnomalySubscription";

  /** Rows of a dashboard's grid that a screen shows at once. */
  private static final int SCREEN = 20;

  @TempDir private Path out;

  @Test
  void the_dashboard_fits_on_a_screen_and_begins_with_all_alarms() throws JsonProcessingException {
    var widgets = dashboard().get("widgets");

    assertThat(widgets).allMatch(w -> w.get("y").asInt() + w.get("height").asInt() <= SCREEN);
    assertThat(widgets.get(0).get("type").asText()).isEqualTo("alarm");
    assertThat(widgets.get(0).at("/properties/alarms"))
        .hasSize(1 + MONITORING.resources("AWS::CloudWatch::Alarm").size());
  }

  @Test
  void the_dashboard_shows_cpu_memory_request_count_and_error_rate()
      throws JsonProcessingException {
    assertThat(dashboard().toString())
        .contains(
            "CPUUtilization", "MemoryUtilization", "RequestCount", "HTTPCode_Target_5XX_Count");
  }

  @Test
  void the_dashboard_shows_what_the_application_counts_in_its_log() throws JsonProcessingException {
    assertThat(dashboard().toString())
        .contains("[\"Shangwellness\",\"Bookings\",\"Environment\",\"production\"")
        .contains("Cancellations", "Refusals");
  }

  @Test
  void the_budget_tells_what_was_spent_and_what_is_likely() {
    var budget = MONITORING.properties("AWS::Budgets::Budget");

    assertThat(budget.at("/Budget/BudgetLimit").toString())
        .isEqualTo("{\"Amount\":500,\"Unit\":\"USD\"}");
    assertThat(budget.get("NotificationsWithSubscribers").findValues("Notification"))
        .extracting(n -> n.get("NotificationType").asText() + " " + n.get("Threshold").asInt())
        .containsExactly("ACTUAL 80", "ACTUAL 100", "FORECASTED 100");
  }

  @Test
  void unusual_costs_are_looked_for_by_a_monitor_of_ours() {
    var subscription = MONITORING.properties(SUBSCRIPTION);

    assertThat(MONITORING.target(subscription.get("MonitorArnList").get(0)).get("Type").asText())
        .isEqualTo(MONITOR);
    assertThat(subscription.get("Frequency").asText()).isEqualTo("IMMEDIATE");
    assertThat(subscription.get("ThresholdExpression").asText()).contains("\"Values\":[\"20\"]");
  }

  @Test
  void an_account_that_has_a_monitor_keeps_it() {
    var arn = "arn:aws:ce::669097061043:anomalymonitor/0b0a7c1e-5b0f-4b0e-9d7c-2f9f1c3f7a11";
    var monitoring =
        Changed.of("anomalyMonitor: new", "anomalyMonitor: " + arn, out).template("monitoring");

    assertThat(monitoring.resources(MONITOR)).isEmpty();
    assertThat(monitoring.properties(SUBSCRIPTION).at("/MonitorArnList/0").asText()).isEqualTo(arn);
  }

  @Test
  void the_trail_records_all_regions_and_nobody_changes_it_unseen() {
    var trail = MONITORING.properties("AWS::CloudTrail::Trail");

    assertThat(trail.get("IsMultiRegionTrail").asBoolean()).isTrue();
    assertThat(trail.get("IsLogging").asBoolean()).isTrue();
    assertThat(trail.get("EnableLogFileValidation").asBoolean()).isTrue();
    assertThat(MONITORING.target(trail.get("KMSKeyId")).get("Type").asText())
        .isEqualTo("AWS::KMS::Key");
    assertThat(MONITORING.only("AWS::CloudTrail::Trail").get("DependsOn").toString())
        .contains("Policy");
  }

  @Test
  void the_trail_records_who_uploads_a_source() {
    assertThat(
            MONITORING
                .properties("AWS::CloudTrail::Trail")
                .at("/EventSelectors/0/DataResources/0/Values/0")
                .toString())
        .contains("arn:aws:s3:::", "shangwellness-prod-delivery", "SourceBucketName");
  }

  @Test
  void only_this_trail_may_use_its_bucket_and_key() {
    var arn = "arn:aws:cloudtrail:ap-south-1:669097061043:trail/shangwellness-prod-trail";

    assertThat(MONITORING.json().get("Resources").findValues("aws:SourceArn"))
        .filteredOn(JsonNode::isTextual)
        .extracting(JsonNode::asText)
        .hasSize(3)
        .containsOnly(arn);
  }

  private static JsonNode dashboard() throws JsonProcessingException {
    var body = MONITORING.properties("AWS::CloudWatch::Dashboard").at("/DashboardBody/Fn::Join/1");
    // Each reference is within a text of the body.
    return new ObjectMapper()
        .readTree(
            body.valueStream()
                .map(part -> part.isTextual() ? part.asText() : "reference")
                .collect(Collectors.joining()));
  }
}
