package com.shangwellness.region.rds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Two subnets in two zones, {@code subnet-a} and {@code subnet-b}, and addresses in them: what RDS
 * needs of EC2.
 */
final class TwoZones implements Ec2Client {

  private final Map<String, String> inUse = new TreeMap<>();
  private int next = 10;

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    var subnets = new ArrayList<Subnet>();
    request.subnetIds().forEach(id -> subnets.add(subnet(id)));
    return DescribeSubnetsResponse.builder().subnets(subnets).build();
  }

  private static Subnet subnet(String id) {
    return Subnet.builder()
        .subnetId(id)
        .vpcId("vpc-1")
        .availabilityZone("ap-south-1" + id.charAt(id.length() - 1))
        .build();
  }

  @Override
  public CreateNetworkInterfaceResponse createNetworkInterface(
      CreateNetworkInterfaceRequest request) {
    var address = "10.0." + (request.subnetId().endsWith("a") ? 20 : 21) + "." + next++;
    inUse.put("eni-" + address, address);
    return CreateNetworkInterfaceResponse.builder()
        .networkInterface(
            NetworkInterface.builder()
                .networkInterfaceId("eni-" + address)
                .privateIpAddress(address)
                .build())
        .build();
  }

  @Override
  public DeleteNetworkInterfaceResponse deleteNetworkInterface(
      DeleteNetworkInterfaceRequest request) {
    inUse.remove(request.networkInterfaceId());
    return DeleteNetworkInterfaceResponse.builder().build();
  }

  List<String> addressesInUse() {
    return List.copyOf(inUse.values());
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
