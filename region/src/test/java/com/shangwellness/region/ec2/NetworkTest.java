package com.shangwellness.region.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** VPCs, subnets, gateways and routes, interfaces and addresses. */
class NetworkTest {

  private final Stage stage = new Stage();
  private final Ec2 ec2 = new Ec2(stage.place, stage.timeline, stage.store, stage.ids);
  private String vpc;

  @BeforeEach
  void a_vpc() {
    vpc = stage.ask(() -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"))).vpc().vpcId();
  }

  private String subnet(String cidr) {
    return stage
        .ask(
            () ->
                ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone("ap-south-1a")))
        .subnet()
        .subnetId();
  }

  private NetworkInterface networkInterface(String subnet) {
    return stage.ask(() -> ec2.createNetworkInterface(r -> r.subnetId(subnet))).networkInterface();
  }

  private String internetGateway() {
    var id =
        stage.ask(() -> ec2.createInternetGateway(r -> {})).internetGateway().internetGatewayId();
    stage.ask(() -> ec2.attachInternetGateway(r -> r.internetGatewayId(id).vpcId(vpc)));
    return id;
  }

  private String nat(String subnet) {
    var address = stage.ask(() -> ec2.allocateAddress(r -> {})).allocationId();
    return stage
        .ask(() -> ec2.createNatGateway(r -> r.subnetId(subnet).allocationId(address)))
        .natGateway()
        .natGatewayId();
  }

  @Test
  void a_vpc_comes_with_its_security_group_its_main_route_table_and_its_network_acl() {
    var group = stage.ask(() -> ec2.describeSecurityGroups(r -> {})).securityGroups().getFirst();
    var table = stage.ask(() -> ec2.describeRouteTables(r -> {})).routeTables().getFirst();
    var acl = stage.ask(() -> ec2.describeNetworkAcls(r -> {})).networkAcls().getFirst();

    assertThat(group.groupName()).isEqualTo("default");
    assertThat(group.ipPermissions().getFirst().userIdGroupPairs().getFirst().groupId())
        .isEqualTo(group.groupId());
    assertThat(table.associations()).hasSize(1).allMatch(a -> a.main());
    assertThat(table.routes().getFirst().gatewayId()).isEqualTo("local");
    assertThat(acl.isDefault()).isTrue();
  }

  @ParameterizedTest(name = "a VPC of {0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/8  | InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid.",
        "10.0.0.0/29 | InvalidVpc.Range: The CIDR '10.0.0.0/29' is invalid.",
        "10.0.0.0    | InvalidParameterValue: Value (10.0.0.0) for parameter cidrBlock is invalid."
            + " This is not a valid CIDR block.",
      })
  void a_vpc_has_a_block_of_16_to_28_bits(String cidr, String error) {
    assertThat(stage.refused(() -> ec2.createVpc(r -> r.cidrBlock(cidr)))).isEqualTo(error);
  }

  @Test
  void a_sixth_vpc_is_one_too_many() {
    IntStream.range(0, 4)
        .forEach(i -> stage.ask(() -> ec2.createVpc(r -> r.cidrBlock("10.9.0.0/16"))));

    assertThat(stage.refused(() -> ec2.createVpc(r -> r.cidrBlock("10.9.0.0/16"))))
        .isEqualTo("VpcLimitExceeded: The maximum number of VPCs has been reached.");
  }

  @ParameterizedTest(name = "a subnet {0} in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.0.0/24 | ap-south-1a | InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
        "10.0.0.0/29 | ap-south-1a | InvalidSubnet.Range: The CIDR '10.0.0.0/29' is invalid.",
        "10.0.0.128/25 | ap-south-1b | InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts"
            + " with another subnet",
        "10.0.9.0/24 | ap-south-1z | InvalidParameterValue: Value (ap-south-1z) for parameter"
            + " availabilityZone is invalid. Subnets can currently only be created in the following"
            + " availability zones: ap-south-1a, ap-south-1b, ap-south-1c.",
      })
  void a_subnet_lies_in_its_vpc_and_overlaps_no_other(String cidr, String zone, String error) {
    subnet("10.0.0.0/24");

    assertThat(
            stage.refused(
                () -> ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone(zone))))
        .isEqualTo(error);
  }

  @Test
  void addresses_begin_at_the_fifth_are_given_in_turn_and_are_free_again_when_deleted() {
    var subnet = subnet("10.0.0.0/28");
    var first = networkInterface(subnet);
    var second = networkInterface(subnet);
    stage.ask(
        () -> ec2.deleteNetworkInterface(r -> r.networkInterfaceId(first.networkInterfaceId())));
    var third = networkInterface(subnet);

    assertThat(List.of(first, second, third))
        .extracting(NetworkInterface::privateIpAddress)
        .containsExactly("10.0.0.4", "10.0.0.5", "10.0.0.6");
    assertThat(described(subnet).availableIpAddressCount()).isEqualTo(11 - 2);
  }

  private Subnet described(String subnet) {
    return stage.ask(() -> ec2.describeSubnets(r -> r.subnetIds(subnet))).subnets().getFirst();
  }

  @Test
  void a_full_subnet_has_no_address_left() {
    var subnet = subnet("10.0.0.0/28");
    var all = IntStream.range(0, 11).mapToObj(i -> networkInterface(subnet)).toList();

    assertThat(stage.refused(() -> ec2.createNetworkInterface(r -> r.subnetId(subnet))))
        .startsWith("InsufficientFreeAddressesInSubnet");
    stage.ask(
        () ->
            ec2.deleteNetworkInterface(r -> r.networkInterfaceId(all.get(3).networkInterfaceId())));
    assertThat(networkInterface(subnet).privateIpAddress()).isEqualTo("10.0.0.7");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "10.0.0.3, InvalidParameterValue: Address 10.0.0.3 is in subnet's reserved address range",
    "10.0.0.255, InvalidParameterValue: Address 10.0.0.255 is in subnet's reserved address range",
    "10.0.1.9, InvalidParameterValue: Address 10.0.1.9 does not fall within the subnet's address"
        + " range",
    "10.0.0.4, InvalidIPAddress.InUse: Address 10.0.0.4 is in use.",
  })
  void an_address_that_cannot_be_had_is_refused(String address, String error) {
    var subnet = subnet("10.0.0.0/24");
    networkInterface(subnet);

    assertThat(
            stage.refused(
                () ->
                    ec2.createNetworkInterface(r -> r.subnetId(subnet).privateIpAddress(address))))
        .isEqualTo(error);
  }

  @Test
  void a_nat_gateway_is_pending_then_available_and_holds_its_address_until_it_is_deleted() {
    internetGateway();
    var subnet = subnet("10.0.0.0/24");
    var id = nat(subnet);

    assertThat(state(id)).isEqualTo(NatGatewayState.PENDING);
    stage.passes(Duration.ofSeconds(3));
    assertThat(state(id)).isEqualTo(NatGatewayState.AVAILABLE);
    var address = stage.ask(() -> ec2.describeAddresses(r -> {})).addresses().getFirst();
    assertThat(stage.refused(() -> ec2.releaseAddress(r -> r.allocationId(address.allocationId()))))
        .isEqualTo("InvalidIPAddress.InUse: Address " + address.publicIp() + " is in use.");
    assertThat(stage.refused(() -> ec2.deleteSubnet(r -> r.subnetId(subnet))))
        .isEqualTo(
            "DependencyViolation: The subnet '"
                + subnet
                + "' has dependencies and cannot be deleted.");

    stage.ask(() -> ec2.deleteNatGateway(r -> r.natGatewayId(id)));
    assertThat(state(id)).isEqualTo(NatGatewayState.DELETING);
    stage.passes(Duration.ofSeconds(3));
    assertThat(state(id)).isEqualTo(NatGatewayState.DELETED);
    stage.ask(() -> ec2.releaseAddress(r -> r.allocationId(address.allocationId())));
    stage.ask(() -> ec2.deleteSubnet(r -> r.subnetId(subnet)));
    stage.passes(Duration.ofHours(1));
    assertThat(stage.refused(() -> ec2.describeNatGateways(r -> r.natGatewayIds(id))))
        .isEqualTo("NatGatewayNotFound: The Nat Gateway " + id + " was not found");
  }

  private NatGatewayState state(String nat) {
    return stage
        .ask(() -> ec2.describeNatGateways(r -> r.natGatewayIds(nat)))
        .natGateways()
        .getFirst()
        .state();
  }

  @Test
  void a_nat_gateway_without_an_internet_gateway_fails() {
    var id = nat(subnet("10.0.0.0/24"));
    stage.passes(Duration.ofSeconds(3));

    var gateway =
        stage.ask(() -> ec2.describeNatGateways(r -> r.natGatewayIds(id))).natGateways().getFirst();

    assertThat(gateway.state()).isEqualTo(NatGatewayState.FAILED);
    assertThat(gateway.failureMessage())
        .isEqualTo("Network " + vpc + " has no Internet gateway attached");
  }

  @Test
  void a_route_leads_to_what_exists_and_is_a_black_hole_when_that_is_gone() {
    var igw = internetGateway();
    var nat = nat(subnet("10.0.0.0/24"));
    var table =
        stage.ask(() -> ec2.createRouteTable(r -> r.vpcId(vpc))).routeTable().routeTableId();
    stage.ask(
        () ->
            ec2.createRoute(
                r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").natGatewayId(nat)));

    assertThat(
            stage.refused(
                () ->
                    ec2.createRoute(
                        r ->
                            r.routeTableId(table)
                                .destinationCidrBlock("0.0.0.0/0")
                                .gatewayId(igw))))
        .isEqualTo("RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.");
    assertThat(
            stage.refused(
                () ->
                    ec2.createRoute(
                        r ->
                            r.routeTableId(table)
                                .destinationCidrBlock("1.0.0.0/8")
                                .natGatewayId("nat-1"))))
        .isEqualTo("InvalidNatGatewayID.NotFound: The natGateway ID 'nat-1' does not exist");
    stage.ask(() -> ec2.deleteNatGateway(r -> r.natGatewayId(nat)));
    assertThat(
            stage
                .ask(() -> ec2.describeRouteTables(r -> r.routeTableIds(table)))
                .routeTables()
                .getFirst()
                .routes())
        .anyMatch(route -> route.state() == RouteState.BLACKHOLE);
  }

  @Test
  void a_subnet_goes_by_one_route_table() {
    var subnet = subnet("10.0.0.0/24");
    var a = stage.ask(() -> ec2.createRouteTable(r -> r.vpcId(vpc))).routeTable().routeTableId();
    var b = stage.ask(() -> ec2.createRouteTable(r -> r.vpcId(vpc))).routeTable().routeTableId();
    var association =
        stage
            .ask(() -> ec2.associateRouteTable(r -> r.routeTableId(a).subnetId(subnet)))
            .associationId();

    assertThat(
            stage.refused(() -> ec2.associateRouteTable(r -> r.routeTableId(b).subnetId(subnet))))
        .startsWith("Resource.AlreadyAssociated");
    assertThat(stage.refused(() -> ec2.deleteRouteTable(r -> r.routeTableId(a))))
        .isEqualTo(
            "DependencyViolation: The routeTable '"
                + a
                + "' has dependencies and cannot be deleted.");
    stage.ask(() -> ec2.disassociateRouteTable(r -> r.associationId(association)));
    stage.ask(() -> ec2.deleteRouteTable(r -> r.routeTableId(a)));
  }

  @Test
  void a_vpc_is_deleted_when_nothing_is_left_in_it() {
    var igw = internetGateway();
    var subnet = subnet("10.0.0.0/24");
    var refusal =
        "DependencyViolation: The vpc '" + vpc + "' has dependencies and cannot be deleted.";

    assertThat(stage.refused(() -> ec2.deleteVpc(r -> r.vpcId(vpc)))).isEqualTo(refusal);
    stage.ask(() -> ec2.deleteSubnet(r -> r.subnetId(subnet)));
    assertThat(stage.refused(() -> ec2.deleteVpc(r -> r.vpcId(vpc)))).isEqualTo(refusal);
    stage.ask(() -> ec2.detachInternetGateway(r -> r.internetGatewayId(igw).vpcId(vpc)));
    stage.ask(() -> ec2.deleteInternetGateway(r -> r.internetGatewayId(igw)));
    stage.ask(() -> ec2.deleteVpc(r -> r.vpcId(vpc)));

    assertThat(stage.ask(() -> ec2.describeRouteTables(r -> {})).routeTables()).isEmpty();
    assertThat(stage.ask(() -> ec2.describeSecurityGroupRules(r -> {})).securityGroupRules())
        .isEmpty();
    assertThat(stage.refused(() -> ec2.describeVpcs(r -> r.vpcIds(vpc))))
        .isEqualTo("InvalidVpcID.NotFound: The vpc ID '" + vpc + "' does not exist");
  }

  @ParameterizedTest(name = "{0}={1} finds {2}")
  @CsvSource({
    "cidr-block, 10.0.1.0/24, 1",
    "cidr-block, 10.0.*, 2",
    "cidr-block, 10.0.?.0/24, 2",
    "availability-zone, ap-south-1b, 0",
    "tag:tier, public, 1",
    "tag:tier, PUBLIC, 0",
    "tag-key, tier, 2",
    "state, available, 2",
  })
  void filters_choose(String name, String value, int count) {
    tag(subnet("10.0.0.0/24"), "tier", "public");
    tag(subnet("10.0.1.0/24"), "tier", "private");

    assertThat(
            stage
                .ask(
                    () ->
                        ec2.describeSubnets(
                            r -> r.filters(Filter.builder().name(name).values(value).build())))
                .subnets())
        .hasSize(count);
  }

  private void tag(String id, String key, String value) {
    stage.ask(
        () ->
            ec2.createTags(r -> r.resources(id).tags(Tag.builder().key(key).value(value).build())));
  }

  @Test
  void an_unknown_filter_is_refused() {
    assertThat(
            stage.refused(
                () ->
                    ec2.describeSubnets(
                        r -> r.filters(Filter.builder().name("colour").values("x").build()))))
        .isEqualTo("InvalidParameterValue: The filter 'colour' is invalid");
  }

  @Test
  void tags_are_given_at_creation_added_and_taken_away() {
    var id =
        stage
            .ask(
                () ->
                    ec2.createVpc(
                        r ->
                            r.cidrBlock("10.1.0.0/16")
                                .tagSpecifications(
                                    TagSpecification.builder()
                                        .resourceType(ResourceType.VPC)
                                        .tags(Tag.builder().key("Name").value("a").build())
                                        .build())))
            .vpc()
            .vpcId();
    tag(id, "Name", "b");
    tag(id, "env", "prod");
    stage.ask(() -> ec2.deleteTags(r -> r.resources(id).tags(Tag.builder().key("env").build())));

    assertThat(
            stage
                .ask(
                    () ->
                        ec2.describeTags(
                            r ->
                                r.filters(Filter.builder().name("resource-id").values(id).build())))
                .tags())
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.key()).isEqualTo("Name");
              assertThat(tag.value()).isEqualTo("b");
              assertThat(tag.resourceTypeAsString()).isEqualTo("vpc");
            });
  }

  @Test
  void a_dry_run_changes_nothing() {
    var refusal = stage.refusal(() -> ec2.createVpc(r -> r.cidrBlock("10.1.0.0/16").dryRun(true)));

    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("DryRunOperation");
    assertThat(stage.ask(() -> ec2.describeVpcs(r -> {})).vpcs()).hasSize(1);
  }

  @Test
  void subnets_are_described_page_by_page() {
    IntStream.range(0, 7).forEach(i -> subnet("10.0." + i + ".0/24"));

    var first = stage.ask(() -> ec2.describeSubnets(r -> r.maxResults(5)));
    var second =
        stage.ask(() -> ec2.describeSubnets(r -> r.maxResults(5).nextToken(first.nextToken())));

    assertThat(first.subnets()).hasSize(5);
    assertThat(second.subnets()).hasSize(2).doesNotContainAnyElementsOf(first.subnets());
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void there_are_three_zones_with_ids() {
    assertThat(stage.ask(() -> ec2.describeAvailabilityZones(r -> {})).availabilityZones())
        .extracting(z -> z.zoneName() + " " + z.zoneId())
        .containsExactly("ap-south-1a aps1-az1", "ap-south-1b aps1-az2", "ap-south-1c aps1-az3");
  }
}
