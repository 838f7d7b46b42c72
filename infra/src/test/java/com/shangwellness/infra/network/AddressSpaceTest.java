package com.shangwellness.infra.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AddressSpaceTest {
  private static final Template NETWORK = Synthesized.network();

  @Test
  void each_zone_has_a_public_a_private_and_a_database_subnet() {
    var subnets = new TreeMap<String, String>();
    NETWORK
        .allProperties("AWS::EC2::Subnet")
        .forEach(
            s -> subnets.put(Template.valueOf(s.get("Tags"), "Name"), s.get("CidrBlock").asText()));

    assertThat(subnets)
        .containsOnly(
            java.util.Map.entry("shangwellness-prod-public-ap-south-1a", "10.0.0.0/24"),
            java.util.Map.entry("shangwellness-prod-public-ap-south-1b", "10.0.1.0/24"),
            java.util.Map.entry("shangwellness-prod-private-ap-south-1a", "10.0.2.0/24"),
            java.util.Map.entry("shangwellness-prod-private-ap-south-1b", "10.0.3.0/24"),
            java.util.Map.entry("shangwellness-prod-database-ap-south-1a", "10.0.4.0/24"),
            java.util.Map.entry("shangwellness-prod-database-ap-south-1b", "10.0.5.0/24"));
  }

  @Test
  void nothing_gets_a_public_address_by_itself() {
    assertThat(NETWORK.allProperties("AWS::EC2::Subnet"))
        .noneMatch(subnet -> subnet.get("MapPublicIpOnLaunch").asBoolean());
  }

  @Test
  void the_database_subnets_have_no_way_to_the_internet() {
    var routed =
        NETWORK.allProperties("AWS::EC2::Route").stream()
            .map(route -> NETWORK.target(route.get("RouteTableId")))
            .map(table -> Template.valueOf(table.at("/Properties/Tags"), "Name"));

    assertThat(routed).hasSize(4).noneMatch(name -> name.contains("database"));
  }

  @Test
  void s3_gives_tasks_nothing_but_image_layers_and_packages() {
    var s3 =
        NETWORK.allProperties("AWS::EC2::VPCEndpoint").stream()
            .filter(endpoint -> endpoint.get("VpcEndpointType").asText().equals("Gateway"))
            .findFirst()
            .orElseThrow();

    assertThat(s3.at("/PolicyDocument").findValuesAsText("Action")).containsOnly("s3:GetObject");
    assertThat(s3.at("/PolicyDocument/Statement/0/Resource"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder(
            "arn:aws:s3:::prod-ap-south-1-starport-layer-bucket/*",
            "arn:aws:s3:::al2023-repos-ap-south-1-de612dc2/*");
  }

  @Test
  void tasks_start_without_nat() {
    assertThat(NETWORK.allProperties("AWS::EC2::VPCEndpoint"))
        .extracting(endpoint -> endpoint.get("ServiceName").asText())
        .contains(
            "com.amazonaws.ap-south-1.ecr.api",
            "com.amazonaws.ap-south-1.ecr.dkr",
            "com.amazonaws.ap-south-1.logs",
            "com.amazonaws.ap-south-1.secretsmanager");
  }
}
