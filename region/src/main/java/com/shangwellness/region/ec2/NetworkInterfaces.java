package com.shangwellness.region.ec2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Elastic network interfaces: everything in a VPC that has an address has one. Addresses are given
 * in turn, so that one that was just freed is not in use again at once.
 */
final class NetworkInterfaces {

  private final Ground ground;
  private final Subnets subnets;
  private final SecurityGroups groups;
  private final Resources<NetworkInterface> interfaces;
  private final Table<String> lastGiven;

  NetworkInterfaces(Ground ground, Subnets subnets, SecurityGroups groups) {
    this.ground = ground;
    this.subnets = subnets;
    this.groups = groups;
    this.lastGiven =
        ground.store().table(ground.place().region() + "/ec2.last-addresses", String.class);
    this.interfaces =
        new Resources<>(
            ground,
            new Kind<>(
                NetworkInterface.class,
                "eni",
                "network-interface",
                "InvalidNetworkInterfaceID.NotFound",
                "The networkInterface ID '%s' does not exist",
                NetworkInterface::networkInterfaceId,
                NetworkInterface::tagSet,
                (i, tags) -> i.toBuilder().tagSet(tags).build(),
                filters()));
  }

  private static Filters<NetworkInterface> filters() {
    return Filters.<NetworkInterface>byTags(NetworkInterface::tagSet)
        .with("network-interface-id", NetworkInterface::networkInterfaceId)
        .with("subnet-id", NetworkInterface::subnetId)
        .with("vpc-id", NetworkInterface::vpcId)
        .with("availability-zone", NetworkInterface::availabilityZone)
        .with("description", NetworkInterface::description)
        .with("interface-type", NetworkInterface::interfaceTypeAsString)
        .with("mac-address", NetworkInterface::macAddress)
        .with("owner-id", NetworkInterface::ownerId)
        .with("private-ip-address", NetworkInterface::privateIpAddress)
        .with("addresses.private-ip-address", NetworkInterface::privateIpAddress)
        .with("private-dns-name", NetworkInterface::privateDnsName)
        .with("requester-id", NetworkInterface::requesterId)
        .with("requester-managed", NetworkInterface::requesterManaged)
        .with("status", NetworkInterface::statusAsString)
        .withAny("group-id", i -> i.groups().stream().map(GroupIdentifier::groupId))
        .withAny("group-name", i -> i.groups().stream().map(GroupIdentifier::groupName))
        .with(
            "association.allocation-id",
            i -> i.association() == null ? null : i.association().allocationId())
        .with(
            "association.public-ip",
            i -> i.association() == null ? null : i.association().publicIp());
  }

  Resources<NetworkInterface> all() {
    return interfaces;
  }

  NetworkInterface create(CreateNetworkInterfaceRequest request) {
    Refusal.only(request, "SubnetId", "Groups", "PrivateIpAddress", "Description", "InterfaceType");
    var subnet = subnets.all().get(Refusal.required("subnetId", request.subnetId()));
    var members = members(subnet, request.groups());
    var tags = interfaces.tags(request.tagSpecifications());
    var address =
        request.privateIpAddress() == null
            ? nextFree(subnet)
            : requireFree(subnet, request.privateIpAddress());
    var type =
        NetworkInterfaceType.fromValue(
            requireNonNullElse(request.interfaceTypeAsString(), "interface"));
    return interfaces.put(
        base(subnet, address, type, members, tags)
            .description(requireNonNullElse(request.description(), ""))
            .status(NetworkInterfaceStatus.AVAILABLE)
            .requesterManaged(false)
            .build());
  }

  /** An interface that a service of AWS makes for itself in {@code subnet}, in use from now on. */
  NetworkInterface createManaged(
      Subnet subnet,
      NetworkInterfaceType type,
      String requester,
      String description,
      List<String> groupIds) {
    return interfaces.put(
        base(subnet, nextFree(subnet), type, managedMembers(subnet, type, groupIds), List.of())
            .description(description)
            .status(NetworkInterfaceStatus.IN_USE)
            .requesterManaged(true)
            .requesterId(requester)
            .build());
  }

  // NAT gateways are in no security group: VPC guide, "NAT gateway basics".
  private List<GroupIdentifier> managedMembers(
      Subnet subnet, NetworkInterfaceType type, List<String> groupIds) {
    return type == NetworkInterfaceType.NAT_GATEWAY ? List.of() : members(subnet, groupIds);
  }

  private NetworkInterface.Builder base(
      Subnet subnet,
      String address,
      NetworkInterfaceType type,
      List<GroupIdentifier> members,
      List<Tag> tags) {
    var name =
        "ip-" + address.replace('.', '-') + "." + ground.place().region() + ".compute.internal";
    lastGiven.put(subnet.subnetId(), address);
    return NetworkInterface.builder()
        .networkInterfaceId(interfaces.newId())
        .interfaceType(type)
        .subnetId(subnet.subnetId())
        .vpcId(subnet.vpcId())
        .availabilityZone(subnet.availabilityZone())
        .availabilityZoneId(subnet.availabilityZoneId())
        .ownerId(ground.account())
        .privateIpAddress(address)
        .privateDnsName(name)
        .privateIpAddresses(
            NetworkInterfacePrivateIpAddress.builder()
                .primary(true)
                .privateIpAddress(address)
                .privateDnsName(name)
                .build())
        .ipv6Addresses(List.of())
        .macAddress(mac())
        .groups(members)
        .sourceDestCheck(type == NetworkInterfaceType.INTERFACE)
        .tagSet(tags);
  }

  private String mac() {
    return "02" + ground.ids().hex(10).replaceAll("(..)", ":$1");
  }

  private List<GroupIdentifier> members(Subnet subnet, List<String> ids) {
    var chosen = ids.isEmpty() ? List.of(groups.defaultOf(subnet.vpcId()).groupId()) : ids;
    return chosen.stream()
        .map(groups.all()::get)
        .map(
            group -> {
              if (!group.vpcId().equals(subnet.vpcId())) {
                throw Refusal.of(
                    "InvalidParameter",
                    "You have specified two resources that belong to different networks.");
              }
              return GroupIdentifier.builder()
                  .groupId(group.groupId())
                  .groupName(group.groupName())
                  .build();
            })
        .toList();
  }

  private String nextFree(Subnet subnet) {
    var cidr = subnets.cidr(subnet);
    var taken = taken(subnet.subnetId());
    long last = lastGiven.get(subnet.subnetId()).flatMap(Cidr::number).orElse(cidr.first());
    for (long i = 1; i <= cidr.size(); i++) {
      long index = (last - cidr.first() + i) % cidr.size();
      var address = cidr.address(index);
      if (!cidr.isReserved(cidr.first() + index) && !taken.contains(address)) {
        return address;
      }
    }
    throw Refusal.of(
        "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses to satisfy the request.");
  }

  private String requireFree(Subnet subnet, String address) {
    var cidr = subnets.cidr(subnet);
    long number =
        Cidr.number(address)
            .filter(cidr::contains)
            .orElseThrow(
                () ->
                    Refusal.of(
                        "InvalidParameterValue",
                        "Address " + address + " does not fall within the subnet's address range"));
    if (cidr.isReserved(number)) {
      throw Refusal.of(
          "InvalidParameterValue", "Address " + address + " is in subnet's reserved address range");
    }
    if (taken(subnet.subnetId()).contains(address)) {
      throw Refusal.of("InvalidIPAddress.InUse", "Address " + address + " is in use.");
    }
    return address;
  }

  private Set<String> taken(String subnet) {
    return interfaces.stream()
        .filter(i -> i.subnetId().equals(subnet))
        .map(NetworkInterface::privateIpAddress)
        .collect(Collectors.toSet());
  }

  long in(String subnet) {
    return taken(subnet).size();
  }

  boolean use(String group) {
    return interfaces.stream()
        .anyMatch(i -> i.groups().stream().anyMatch(g -> g.groupId().equals(group)));
  }

  void modify(ModifyNetworkInterfaceAttributeRequest request) {
    Refusal.only(request, "NetworkInterfaceId", "Groups", "Description", "SourceDestCheck");
    var id = request.networkInterfaceId();
    var now = interfaces.get(id);
    var subnet = subnets.all().get(now.subnetId());
    var next = now.toBuilder();
    if (!request.groups().isEmpty()) {
      next.groups(members(subnet, request.groups()));
    }
    if (request.description() != null) {
      next.description(request.description().value());
    }
    if (request.sourceDestCheck() != null) {
      next.sourceDestCheck(request.sourceDestCheck().value());
    }
    interfaces.put(next.build());
  }

  /** Deletes what an owner made; what a service of AWS made goes with that service's resource. */
  void delete(String id) {
    var found = interfaces.get(id);
    if (found.requesterManaged() || found.status() == NetworkInterfaceStatus.IN_USE) {
      throw Refusal.of(
          "InvalidParameterValue", "Network interface '" + id + "' is currently in use.");
    }
    interfaces.remove(id);
  }

  void removeManaged(String id) {
    interfaces.remove(id);
  }
}
