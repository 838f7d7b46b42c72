package com.shangwellness.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WebServiceTest {
  private static final Template SERVICE = Synthesized.service();

  @Test
  void the_service_is_frozen() throws IOException {
    JsonNode baseline;
    try (var file = getClass().getResourceAsStream("frozen-service.json")) {
      baseline = new ObjectMapper().readTree(file);
    }

    assertThat(SERVICE.only("AWS::ECS::Service"))
        .as(
            "CloudFormation cannot update a service that CodeDeploy deploys (aws-cdk#23564,"
                + " #25777): what changes here makes every deployment of the stack fail where"
                + " production runs. Change tasks and grace period by ECS UpdateService, network"
                + " and platform by a release. Only when no such service exists anywhere, renew the"
                + " baseline")
        .isEqualTo(baseline);
  }

  @Test
  void the_colours_are_never_wired_into_the_service() {
    var service = SERVICE.only("AWS::ECS::Service");
    var targets = service.at("/Properties/LoadBalancers");

    assertThat(service.toString()).doesNotContain("Fn::If", "Colour\"");
    assertThat(targets).hasSize(1);
    assertThat(SERVICE.target(targets.at("/0/TargetGroupArn")).at("/Properties/Name").asText())
        .isEqualTo("shangwellness-prod-blue");
  }

  @Test
  void the_service_names_the_family_and_no_revision() {
    var family = SERVICE.properties("AWS::ECS::TaskDefinition").get("Family");

    assertThat(SERVICE.properties("AWS::ECS::Service").get("TaskDefinition")).isEqualTo(family);
  }

  @Test
  void a_revision_that_may_still_run_stays() {
    assertThat(SERVICE.only("AWS::ECS::TaskDefinition").get("UpdateReplacePolicy").asText())
        .isEqualTo("Retain");
  }

  @Test
  void no_parameter_carries_an_image_or_a_version() {
    var parameters = SERVICE.json().get("Parameters").fieldNames();

    assertThat(parameters)
        .toIterable()
        .containsExactlyInAnyOrder("ProductionColour", "TestColour", "BootstrapVersion");
  }
}
