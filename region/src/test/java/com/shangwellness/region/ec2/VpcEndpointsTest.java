package com.shangwellness.region.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Stage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.FlowLogsResourceType;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.State;
import software.amazon.awssdk.services.ec2.model.TrafficType;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/** VPC endpoints and flow logs. */
class VpcEndpointsTest {

  private static final String ECR = "com.amazonaws.ap-south-1.ecr.api";
  private static final String S3 = "com.amazonaws.ap-south-1.s3";

  private final Stage stage = new Stage();
  private final Ec2 ec2 = new Ec2(stage.place, stage.timeline, stage.store, stage.ids);
  private String vpc;
  private String subnet;
  private String table;

  @BeforeEach
  void a_vpc_with_a_subnet_and_a_route_table() {
    vpc = stage.ask(() -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"))).vpc().vpcId();
    subnet =
        stage
            .ask(() -> ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock("10.0.0.0/24")))
            .subnet()
            .subnetId();
    table = stage.ask(() -> ec2.createRouteTable(r -> r.vpcId(vpc))).routeTable().routeTableId();
  }

  private VpcEndpoint face() {
    return stage
        .ask(
            () ->
                ec2.createVpcEndpoint(
                    r ->
                        r.vpcId(vpc)
                            .serviceName(ECR)
                            .vpcEndpointType(VpcEndpointType.INTERFACE)
                            .subnetIds(subnet)))
        .vpcEndpoint();
  }

  private void hostnames() {
    stage.ask(
        () ->
            ec2.modifyVpcAttribute(
                r ->
                    r.vpcId(vpc)
                        .enableDnsHostnames(AttributeBooleanValue.builder().value(true).build())));
  }

  @Test
  void a_gateway_endpoint_is_a_route_to_the_services_prefix_list() {
    var endpoint =
        stage
            .ask(
                () -> ec2.createVpcEndpoint(r -> r.vpcId(vpc).serviceName(S3).routeTableIds(table)))
            .vpcEndpoint();

    assertThat(endpoint.state()).isEqualTo(State.AVAILABLE);
    assertThat(routes())
        .anyMatch(
            route ->
                "pl-78a54011".equals(route.destinationPrefixListId())
                    && endpoint.vpcEndpointId().equals(route.gatewayId()));
    stage.ask(() -> ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(endpoint.vpcEndpointId())));
    assertThat(routes()).hasSize(1);
  }

  private java.util.List<Route> routes() {
    return stage
        .ask(() -> ec2.describeRouteTables(r -> r.routeTableIds(table)))
        .routeTables()
        .getFirst()
        .routes();
  }

  @Test
  void an_interface_endpoint_has_an_address_in_each_subnet_and_starts_in_time() {
    hostnames();
    var endpoint = face();

    assertThat(endpoint.state()).isEqualTo(State.PENDING);
    assertThat(endpoint.networkInterfaceIds()).hasSize(1);
    assertThat(endpoint.dnsEntries())
        .extracting(d -> d.dnsName())
        .contains("api.ecr.ap-south-1.amazonaws.com");
    stage.passes(Duration.ofSeconds(3));
    assertThat(stage.ask(() -> ec2.describeVpcEndpoints(r -> {})).vpcEndpoints().getFirst().state())
        .isEqualTo(State.AVAILABLE);
    assertThat(
            stage.refused(
                () ->
                    ec2.deleteNetworkInterface(
                        r -> r.networkInterfaceId(endpoint.networkInterfaceIds().getFirst()))))
        .endsWith("is currently in use.");
    stage.ask(() -> ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(endpoint.vpcEndpointId())));
    stage.ask(() -> ec2.deleteSubnet(r -> r.subnetId(subnet)));
  }

  @Test
  void private_names_need_dns_host_names_and_are_given_once() {
    assertThat(
            stage.refused(
                () ->
                    ec2.createVpcEndpoint(
                        r ->
                            r.vpcId(vpc)
                                .serviceName(ECR)
                                .vpcEndpointType(VpcEndpointType.INTERFACE)
                                .subnetIds(subnet))))
        .startsWith("InvalidParameter: Enabling private DNS requires both enableDnsSupport");
    hostnames();
    face();
    assertThat(
            stage.refused(
                () ->
                    ec2.createVpcEndpoint(
                        r ->
                            r.vpcId(vpc)
                                .serviceName(ECR)
                                .vpcEndpointType(VpcEndpointType.INTERFACE)
                                .subnetIds(subnet))))
        .startsWith("InvalidParameter: private-dns-enabled cannot be set because there is already");
  }

  @Test
  void a_service_that_does_not_exist_has_no_endpoint() {
    assertThat(
            stage.refused(
                () ->
                    ec2.createVpcEndpoint(
                        r -> r.vpcId(vpc).serviceName("com.amazonaws.ap-south-1.nothing"))))
        .isEqualTo(
            "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.ap-south-1.nothing' does"
                + " not exist");
  }

  @Test
  void flow_logs_are_for_what_exists_and_go_with_it() {
    var answer =
        stage.ask(
            () ->
                ec2.createFlowLogs(
                    r ->
                        r.resourceIds(vpc, "vpc-1")
                            .resourceType(FlowLogsResourceType.VPC)
                            .trafficType(TrafficType.ALL)
                            .logGroupName("/vpc")
                            .deliverLogsPermissionArn("arn:aws:iam::123456789012:role/flow")));

    assertThat(answer.flowLogIds()).hasSize(1);
    assertThat(answer.unsuccessful())
        .singleElement()
        .satisfies(u -> assertThat(u.error().code()).isEqualTo("InvalidVpcID.NotFound"));
    assertThat(
            stage.refused(
                () ->
                    ec2.createFlowLogs(
                        r ->
                            r.resourceIds(vpc)
                                .resourceType(FlowLogsResourceType.VPC)
                                .trafficType(TrafficType.ALL)
                                .logGroupName("/vpc"))))
        .startsWith("MissingParameter");
  }
}
