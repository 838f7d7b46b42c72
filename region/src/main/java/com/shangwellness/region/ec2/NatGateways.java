package com.shangwellness.region.ec2;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ConnectivityType;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddressStatus;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceType;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * NAT gateways: pending until they are available, deleting until their interface and address are
 * free. A public one in a VPC without an internet gateway fails.
 */
final class NatGateways {

  // AWS takes a minute or two; the region has nothing to wait for, but a state to show.
  private static final Duration STARTS = Duration.ofMillis(500);
  private static final Duration ENDS = Duration.ofSeconds(2);
  // A deleted one is still described for about an hour: VPC guide, "Delete a NAT gateway".
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Ground ground;
  private final Subnets subnets;
  private final InternetGateways internet;
  private final Addresses addresses;
  private final NetworkInterfaces interfaces;
  private final Resources<NatGateway> gateways;

  NatGateways(
      Ground ground,
      Subnets subnets,
      InternetGateways internet,
      Addresses addresses,
      NetworkInterfaces interfaces) {
    this.ground = ground;
    this.subnets = subnets;
    this.internet = internet;
    this.addresses = addresses;
    this.interfaces = interfaces;
    this.gateways =
        new Resources<>(
            ground,
            new Kind<>(
                NatGateway.class,
                "nat",
                "natgateway",
                "NatGatewayNotFound",
                "The Nat Gateway %s was not found",
                NatGateway::natGatewayId,
                NatGateway::tags,
                (gateway, tags) -> gateway.toBuilder().tags(tags).build(),
                Filters.<NatGateway>byTags(NatGateway::tags)
                    .with("nat-gateway-id", NatGateway::natGatewayId)
                    .with("state", NatGateway::stateAsString)
                    .with("subnet-id", NatGateway::subnetId)
                    .with("vpc-id", NatGateway::vpcId)));
    gateways.all().forEach(this::carryOn);
  }

  Resources<NatGateway> all() {
    return gateways;
  }

  NatGateway create(CreateNatGatewayRequest request) {
    Refusal.only(request, "SubnetId", "AllocationId", "ConnectivityType");
    var subnet = subnets.all().get(Refusal.required("subnetId", request.subnetId()));
    var type = requireNonNullElse(request.connectivityType(), ConnectivityType.PUBLIC);
    if (type != ConnectivityType.PUBLIC) {
      throw new UnsupportedOperationException("ec2: the region has public NAT gateways only");
    }
    var address = addresses.all().get(Refusal.required("allocationId", request.allocationId()));
    if (address.associationId() != null) {
      throw Refusal.of(
          "Resource.AlreadyAssociated",
          "Elastic IP address [" + address.allocationId() + "] is already associated");
    }
    var tags = gateways.tags(request.tagSpecifications());
    var id = gateways.newId();
    var gateway =
        NatGateway.builder()
            .natGatewayId(id)
            .subnetId(subnet.subnetId())
            .vpcId(subnet.vpcId())
            .connectivityType(type)
            .createTime(ground.timeline().now())
            .state(NatGatewayState.PENDING)
            .natGatewayAddresses(connect(id, subnet, address.allocationId()))
            .tags(tags)
            .build();
    gateways.put(gateway);
    carryOn(gateway);
    return gateway;
  }

  private NatGatewayAddress connect(String id, Subnet subnet, String allocation) {
    var eni =
        interfaces.createManaged(
            subnet,
            NetworkInterfaceType.NAT_GATEWAY,
            ground.account(),
            "Interface for NAT Gateway " + id,
            List.of());
    var address = addresses.associate(allocation, eni);
    return NatGatewayAddress.builder()
        .allocationId(allocation)
        .associationId(address.associationId())
        .networkInterfaceId(eni.networkInterfaceId())
        .privateIp(eni.privateIpAddress())
        .publicIp(address.publicIp())
        .isPrimary(true)
        .status(NatGatewayAddressStatus.ASSOCIATING)
        .build();
  }

  /** Arms what a gateway waits for in its state. */
  private void carryOn(NatGateway gateway) {
    var id = gateway.natGatewayId();
    switch (gateway.state()) {
      case PENDING ->
          ground
              .timeline()
              .at(gateway.createTime().plus(STARTS), "ec2: " + id + " starts", () -> start(id));
      case DELETING ->
          ground
              .timeline()
              .at(gateway.deleteTime().plus(ENDS), "ec2: " + id + " is deleted", () -> end(id));
      case DELETED ->
          ground
              .timeline()
              .at(
                  gateway.deleteTime().plus(FORGOTTEN),
                  "ec2: " + id + " is forgotten",
                  () -> gateways.remove(id));
      default -> {}
    }
  }

  private void start(String id) {
    gateways
        .find(id)
        .filter(gateway -> gateway.state() == NatGatewayState.PENDING)
        .ifPresent(
            gateway -> {
              if (internet.isAttachedTo(gateway.vpcId())) {
                gateways.put(
                    with(gateway, NatGatewayAddressStatus.SUCCEEDED)
                        .state(NatGatewayState.AVAILABLE)
                        .build());
              } else {
                fail(gateway);
              }
            });
  }

  private void fail(NatGateway gateway) {
    disconnect(gateway);
    gateways.put(
        with(gateway, NatGatewayAddressStatus.FAILED)
            .state(NatGatewayState.FAILED)
            .failureCode("Gateway.NotAttached")
            .failureMessage("Network " + gateway.vpcId() + " has no Internet gateway attached")
            .build());
  }

  private static NatGateway.Builder with(NatGateway gateway, NatGatewayAddressStatus status) {
    return gateway.toBuilder()
        .natGatewayAddresses(
            gateway.natGatewayAddresses().stream()
                .map(address -> address.toBuilder().status(status).build())
                .toList());
  }

  private void disconnect(NatGateway gateway) {
    for (var address : gateway.natGatewayAddresses()) {
      addresses.disassociate(address.allocationId());
      interfaces.removeManaged(address.networkInterfaceId());
    }
  }

  void delete(String id) {
    var gateway = gateways.get(Refusal.required("natGatewayId", id));
    if (isGone(gateway)) {
      return;
    }
    var deleting =
        gateways.put(
            gateway.toBuilder()
                .state(NatGatewayState.DELETING)
                .deleteTime(ground.timeline().now())
                .build());
    carryOn(deleting);
  }

  /** Whether it is on its way out, or out. */
  static boolean isGone(NatGateway gateway) {
    return gateway.state() == NatGatewayState.DELETING
        || gateway.state() == NatGatewayState.DELETED;
  }

  private void end(String id) {
    gateways
        .find(id)
        .filter(gateway -> gateway.state() == NatGatewayState.DELETING)
        .ifPresent(
            gateway -> {
              disconnect(gateway);
              carryOn(gateways.put(gateway.toBuilder().state(NatGatewayState.DELETED).build()));
            });
  }
}
