package com.shangwellness.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenersTest {
  private static final Template SERVICE = Synthesized.service();

  @ParameterizedTest
  @CsvSource({"80, ProductionColour, blue", "8080, TestColour, green"})
  void what_a_listener_serves_is_a_parameter(int port, String parameter, String first) {
    var forward = listener(port).at("/DefaultActions/0/TargetGroupArn/Fn::If");
    var declared = SERVICE.json().get("Parameters").get(parameter);

    assertThat(declared.get("Default").asText()).isEqualTo(first);
    assertThat(declared.get("AllowedValues"))
        .extracting(JsonNode::asText)
        .containsExactly("blue", "green");
    assertThat(condition(forward.get(0).asText()))
        .isEqualTo("[{\"Ref\":\"" + parameter + "\"},\"blue\"]");
    assertThat(targetGroup(forward.get(1))).isEqualTo("shangwellness-prod-blue");
    assertThat(targetGroup(forward.get(2))).isEqualTo("shangwellness-prod-green");
  }

  @Test
  void each_listener_has_its_default_rule_only() {
    assertThat(SERVICE.resources("AWS::ElasticLoadBalancingV2::ListenerRule")).isEmpty();
    assertThat(SERVICE.allProperties("AWS::ElasticLoadBalancingV2::Listener"))
        .allMatch(listener -> listener.get("DefaultActions").size() == 1);
  }

  @ParameterizedTest
  @CsvSource({
    "HealthCheckIntervalSeconds, 5",
    "HealthCheckTimeoutSeconds, 4",
    "HealthyThresholdCount, 2",
    "UnhealthyThresholdCount, 3",
    "TargetType, ip",
    "Port, 80"
  })
  void both_colours_are_checked_alike(String property, String value) {
    assertThat(SERVICE.allProperties("AWS::ElasticLoadBalancingV2::TargetGroup"))
        .hasSize(2)
        .allMatch(group -> group.get(property).asText().equals(value));
  }

  @Test
  void a_leaving_target_may_finish_its_requests() {
    assertThat(SERVICE.allProperties("AWS::ElasticLoadBalancingV2::TargetGroup"))
        .allMatch(
            group ->
                Template.valueOf(
                        group.get("TargetGroupAttributes"), "deregistration_delay.timeout_seconds")
                    .equals("30"));
  }

  private static JsonNode listener(int port) {
    return SERVICE.allProperties("AWS::ElasticLoadBalancingV2::Listener").stream()
        .filter(listener -> listener.get("Port").asInt() == port)
        .findFirst()
        .orElseThrow();
  }

  private static String condition(String name) {
    return SERVICE.json().get("Conditions").get(name).get("Fn::Equals").toString();
  }

  private static String targetGroup(JsonNode reference) {
    return SERVICE.target(reference).at("/Properties/Name").asText();
  }

  @Test
  void traffic_can_be_sent_away_from_a_zone_that_is_half_ill() {
    var attributes =
        SERVICE
            .properties("AWS::ElasticLoadBalancingV2::LoadBalancer")
            .get("LoadBalancerAttributes");

    assertThat(Template.valueOf(attributes, "zonal_shift.config.enabled")).isEqualTo("true");
  }
}
