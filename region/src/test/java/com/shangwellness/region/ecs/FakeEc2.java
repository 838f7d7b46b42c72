package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.*;

/** Two subnets in two zones, and the network interfaces in them. */
final class FakeEc2 implements Ec2Client {

  private static final Map<String, String> ZONES =
      Map.of("subnet-a", "ap-south-1a", "subnet-b", "ap-south-1b");

  /** The addresses of the interfaces that are there. */
  final Map<String, String> interfaces = new TreeMap<>();

  boolean full;
  private int made;

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    return DescribeSubnetsResponse.builder()
        .subnets(
            request.subnetIds().stream()
                .map(id -> Subnet.builder().subnetId(id).availabilityZone(ZONES.get(id)).build())
                .toList())
        .build();
  }

  @Override
  public CreateNetworkInterfaceResponse createNetworkInterface(
      CreateNetworkInterfaceRequest request) {
    if (full) {
      throw AwsErrors.of(
          Ec2Exception.builder(),
          "InsufficientFreeAddressesInSubnet",
          400,
          "The specified subnet does not have enough free addresses to satisfy the request");
    }
    made++;
    var id = "eni-" + made;
    var address =
        "10.0.%s.%d".formatted(request.subnetId().equals("subnet-a") ? "2" : "3", made % 250 + 4);
    interfaces.put(id, address);
    return CreateNetworkInterfaceResponse.builder()
        .networkInterface(
            n ->
                n.networkInterfaceId(id)
                    .privateIpAddress(address)
                    .macAddress("02:00:00:00:00:01")
                    .availabilityZone(ZONES.get(request.subnetId())))
        .build();
  }

  @Override
  public DeleteNetworkInterfaceResponse deleteNetworkInterface(
      DeleteNetworkInterfaceRequest request) {
    interfaces.remove(request.networkInterfaceId());
    return DeleteNetworkInterfaceResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
