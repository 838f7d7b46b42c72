package com.shangwellness.region.ec2;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.HostnameType;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;

/** The subnets of all VPCs: blocks that lie in their VPC's and do not overlap. */
final class Subnets {

  private static final int RESERVED = 5;

  private final Ground ground;
  private final Vpcs vpcs;
  private final Zones zones;
  private final Resources<Subnet> subnets;

  Subnets(Ground ground, Vpcs vpcs, Zones zones) {
    this.ground = ground;
    this.vpcs = vpcs;
    this.zones = zones;
    this.subnets =
        new Resources<>(
            ground,
            new Kind<>(
                Subnet.class,
                "subnet",
                "subnet",
                "InvalidSubnetID.NotFound",
                "The subnet ID '%s' does not exist",
                Subnet::subnetId,
                Subnet::tags,
                (subnet, tags) -> subnet.toBuilder().tags(tags).build(),
                Filters.<Subnet>byTags(Subnet::tags)
                    .with("subnet-id", Subnet::subnetId)
                    .with("subnet-arn", Subnet::subnetArn)
                    .with("vpc-id", Subnet::vpcId)
                    .with("availability-zone", Subnet::availabilityZone)
                    .with("availabilityZone", Subnet::availabilityZone)
                    .with("availability-zone-id", Subnet::availabilityZoneId)
                    .with("available-ip-address-count", Subnet::availableIpAddressCount)
                    .with("cidr", Subnet::cidrBlock)
                    .with("cidr-block", Subnet::cidrBlock)
                    .with("cidrBlock", Subnet::cidrBlock)
                    .with("default-for-az", Subnet::defaultForAz)
                    .with("defaultForAz", Subnet::defaultForAz)
                    .with("map-public-ip-on-launch", Subnet::mapPublicIpOnLaunch)
                    .with("owner-id", Subnet::ownerId)
                    .with("state", Subnet::stateAsString)));
  }

  Resources<Subnet> all() {
    return subnets;
  }

  List<Subnet> of(String vpc) {
    return subnets.stream().filter(subnet -> subnet.vpcId().equals(vpc)).toList();
  }

  Cidr cidr(Subnet subnet) {
    return Cidr.parse(subnet.cidrBlock()).orElseThrow();
  }

  Subnet create(CreateSubnetRequest request) {
    Refusal.only(request, "VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId");
    var vpc = vpcs.all().get(Refusal.required("vpcId", request.vpcId())).vpcId();
    var cidr = cidr(vpc, Refusal.required("cidrBlock", request.cidrBlock()));
    var zone = zones.forSubnet(request.availabilityZone(), request.availabilityZoneId());
    var tags = subnets.tags(request.tagSpecifications());
    var id = subnets.newId();
    return subnets.put(
        Subnet.builder()
            .subnetId(id)
            .subnetArn(ground.place().arn("ec2", "subnet/" + id))
            .vpcId(vpc)
            .cidrBlock(cidr.toString())
            .availabilityZone(zone.zoneName())
            .availabilityZoneId(zone.zoneId())
            .availableIpAddressCount((int) cidr.size() - RESERVED)
            .mapPublicIpOnLaunch(false)
            .assignIpv6AddressOnCreation(false)
            .ipv6CidrBlockAssociationSet(List.of())
            .defaultForAz(false)
            .mapCustomerOwnedIpOnLaunch(false)
            .enableDns64(false)
            .ipv6Native(false)
            .privateDnsNameOptionsOnLaunch(
                o ->
                    o.hostnameType(HostnameType.IP_NAME)
                        .enableResourceNameDnsARecord(false)
                        .enableResourceNameDnsAAAARecord(false))
            .ownerId(ground.account())
            .state(SubnetState.AVAILABLE)
            .tags(tags)
            .build());
  }

  private Cidr cidr(String vpc, String text) {
    var cidr =
        Cidr.parse(text)
            .orElseThrow(() -> Refusal.value("cidrBlock", text, "This is not a valid CIDR block."));
    if (cidr.length() < 16 || cidr.length() > 28 || !vpcs.cidr(vpc).contains(cidr)) {
      throw Refusal.of("InvalidSubnet.Range", "The CIDR '" + text + "' is invalid.");
    }
    if (of(vpc).stream().anyMatch(other -> cidr(other).overlaps(cidr))) {
      throw Refusal.of(
          "InvalidSubnet.Conflict", "The CIDR '" + text + "' conflicts with another subnet");
    }
    return cidr;
  }

  void modify(ModifySubnetAttributeRequest request) {
    Refusal.only(request, "SubnetId", "MapPublicIpOnLaunch");
    Refusal.required("mapPublicIpOnLaunch", request.mapPublicIpOnLaunch());
    boolean map = Boolean.TRUE.equals(request.mapPublicIpOnLaunch().value());
    subnets.change(
        request.subnetId(), subnet -> subnet.toBuilder().mapPublicIpOnLaunch(map).build());
  }

  /** A subnet as described: with the addresses that are left when {@code used} are taken. */
  Subnet shown(Subnet subnet, long used) {
    return subnet.toBuilder()
        .availableIpAddressCount((int) (cidr(subnet).size() - RESERVED - used))
        .build();
  }
}
