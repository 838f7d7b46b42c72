package com.shangwellness.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import org.junit.jupiter.api.Test;

class ReleaseAlarmsTest {
  private static final Template SERVICE = Synthesized.service();

  @Test
  void codedeploy_takes_them_all() {
    // At most ten, and metric alarms only.
    assertThat(SERVICE.resources("AWS::CloudWatch::Alarm")).hasSizeBetween(1, 10);
    assertThat(SERVICE.resources("AWS::CloudWatch::CompositeAlarm")).isEmpty();
    assertThat(SERVICE.json().at("/Outputs/ReleaseAlarmNames/Value").asText().split(","))
        .containsExactlyInAnyOrder(
            "shangwellness-prod-release-elb-5xx",
            "shangwellness-prod-release-blue-5xx",
            "shangwellness-prod-release-blue-unhealthy",
            "shangwellness-prod-release-blue-latency",
            "shangwellness-prod-release-green-5xx",
            "shangwellness-prod-release-green-unhealthy",
            "shangwellness-prod-release-green-latency");
  }

  @Test
  void both_colours_are_watched_because_they_change_roles() {
    var watched =
        SERVICE.allProperties("AWS::CloudWatch::Alarm").stream()
            .filter(alarm -> alarm.get("Dimensions").size() == 2)
            .map(
                alarm ->
                    SERVICE
                            .target(
                                Template.named(alarm.get("Dimensions"), "Name", "TargetGroup")
                                    .get("Value"))
                            .at("/Properties/Name")
                            .asText()
                        + " "
                        + alarm.get("MetricName").asText());

    assertThat(watched)
        .containsExactlyInAnyOrder(
            "shangwellness-prod-blue HTTPCode_Target_5XX_Count",
            "shangwellness-prod-blue UnHealthyHostCount",
            "shangwellness-prod-blue TargetResponseTime",
            "shangwellness-prod-green HTTPCode_Target_5XX_Count",
            "shangwellness-prod-green UnHealthyHostCount",
            "shangwellness-prod-green TargetResponseTime");
  }

  @Test
  void an_idle_colour_rings_no_alarm() {
    assertThat(SERVICE.allProperties("AWS::CloudWatch::Alarm"))
        .allMatch(alarm -> alarm.get("TreatMissingData").asText().equals("notBreaching"));
  }
}
