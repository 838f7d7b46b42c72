package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Just enough of EC2: one VPC, a subnet in each of three zones, one security group. */
final class TwoZones implements Ec2Client {

  static final String VPC = "vpc-1";
  static final String SUBNET_A = "subnet-a";
  static final String SUBNET_B = "subnet-b";
  static final String SUBNET_C = "subnet-c";
  static final String GROUP = "sg-1";

  private final Map<String, Subnet> subnets = new TreeMap<>();
  private final List<String> interfaces = new ArrayList<>();
  private int made;

  TwoZones() {
    int third = 0;
    for (var zone : List.of("a", "b", "c")) {
      subnets.put(
          "subnet-" + zone,
          Subnet.builder()
              .subnetId("subnet-" + zone)
              .vpcId(VPC)
              .availabilityZone("ap-south-1" + zone)
              .cidrBlock("10.0." + third++ + ".0/24")
              .build());
    }
  }

  List<String> interfaces() {
    return List.copyOf(interfaces);
  }

  @Override
  public DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
    if (!request.vpcIds().equals(List.of(VPC))) {
      throw missing(
          "InvalidVpcID.NotFound", "The vpc ID '" + request.vpcIds() + "' does not exist");
    }
    return DescribeVpcsResponse.builder().vpcs(Vpc.builder().vpcId(VPC).build()).build();
  }

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    for (var id : request.subnetIds()) {
      if (!subnets.containsKey(id)) {
        throw missing("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
      }
    }
    var found =
        request.hasSubnetIds()
            ? request.subnetIds().stream().map(subnets::get).toList()
            : List.copyOf(subnets.values());
    return DescribeSubnetsResponse.builder().subnets(found).build();
  }

  @Override
  public DescribeSecurityGroupsResponse describeSecurityGroups(
      DescribeSecurityGroupsRequest request) {
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(SecurityGroup.builder().groupId(GROUP).vpcId(VPC).build())
        .build();
  }

  @Override
  public CreateNetworkInterfaceResponse createNetworkInterface(
      CreateNetworkInterfaceRequest request) {
    var id = "eni-" + ++made;
    interfaces.add(id);
    var network = subnets.get(request.subnetId()).cidrBlock().replace(".0/24", ".");
    return CreateNetworkInterfaceResponse.builder()
        .networkInterface(n -> n.networkInterfaceId(id).privateIpAddress(network + (200 + made)))
        .build();
  }

  @Override
  public DeleteNetworkInterfaceResponse deleteNetworkInterface(
      DeleteNetworkInterfaceRequest request) {
    interfaces.remove(request.networkInterfaceId());
    return DeleteNetworkInterfaceResponse.builder().build();
  }

  private static RuntimeException missing(String code, String message) {
    return AwsErrors.of(Ec2Exception.builder(), code, 400, message);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
