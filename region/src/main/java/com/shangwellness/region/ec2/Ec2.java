package com.shangwellness.region.ec2;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.*;

/**
 * The network part of Amazon EC2. Addresses, references and dependencies are real, with EC2's own
 * refusals; packets are not filtered by it.
 */
public final class Ec2 implements Ec2Client {

  private final Ground ground;
  private final Zones zones;
  private final PrefixLists prefixLists;
  private final Vpcs vpcs;
  private final Subnets subnets;
  private final NetworkAcls acls;
  private final SecurityGroups groups;
  private final NetworkInterfaces interfaces;
  private final InternetGateways internet;
  private final Addresses addresses;
  private final NatGateways nats;
  private final RouteTables tables;
  private final Routes routes;
  private final VpcEndpoints endpoints;
  private final FlowLogs flowLogs;
  private final Deletions deletions;
  private final Tagging tagging;

  /** EC2 of one region. */
  public Ec2(Place place, Timeline timeline, Store store, Ids ids) {
    this.ground = new Ground(place, timeline, store, ids);
    this.zones = new Zones(place);
    this.prefixLists = new PrefixLists(place.region());
    this.vpcs = new Vpcs(ground);
    this.subnets = new Subnets(ground, vpcs, zones);
    this.acls = new NetworkAcls(ground);
    this.groups = new SecurityGroups(ground, vpcs, prefixLists);
    this.interfaces = new NetworkInterfaces(ground, subnets, groups);
    this.internet = new InternetGateways(ground, vpcs);
    this.addresses = new Addresses(ground);
    this.nats = new NatGateways(ground, subnets, internet, addresses, interfaces);
    this.tables = new RouteTables(ground, vpcs, subnets);
    this.routes = new Routes(tables, internet, nats);
    this.endpoints =
        new VpcEndpoints(ground, vpcs, subnets, groups, tables, interfaces, prefixLists);
    this.flowLogs = new FlowLogs(ground, vpcs, subnets, interfaces);
    this.deletions =
        new Deletions(
            vpcs, subnets, groups, tables, internet, interfaces, acls, endpoints, flowLogs);
    this.tagging =
        new Tagging(
            List.of(
                vpcs.all(),
                subnets.all(),
                acls.all(),
                groups.all(),
                groups.rules(),
                interfaces.all(),
                internet.all(),
                addresses.all(),
                nats.all(),
                tables.all(),
                endpoints.all(),
                flowLogs.all()));
  }

  /** {@code request}, unless it is only to be tried. */
  private static <R extends Ec2Request> R real(R request) {
    if (request.getValueForField("DryRun", Boolean.class).orElse(false)) {
      throw AwsErrors.of(
          Ec2Exception.builder(),
          "DryRunOperation",
          412,
          "Request would have succeeded, but DryRun flag is set.");
    }
    return request;
  }

  /** Permissions as given, or the one that the older parameters of the request say. */
  private static List<IpPermission> permissions(
      List<IpPermission> given, String protocol, Integer from, Integer to, String cidr) {
    return protocol == null
        ? given
        : List.of(
            IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(from)
                .toPort(to)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build());
  }

  private void redescribe(List<SecurityGroupRuleDescription> descriptions) {
    if (descriptions.isEmpty()) {
      throw new UnsupportedOperationException(
          "ec2: descriptions of rules are changed by SecurityGroupRuleDescriptions");
    }
    descriptions.forEach(d -> groups.describeRule(d.securityGroupRuleId(), d.description()));
  }

  @Override
  public CreateVpcResponse createVpc(CreateVpcRequest request) {
    var vpc = vpcs.create(real(request));
    tables.createMain(vpc.vpcId());
    groups.createDefault(vpc.vpcId());
    acls.createDefault(vpc.vpcId());
    return CreateVpcResponse.builder().vpc(vpc).build();
  }

  @Override
  public DeleteVpcResponse deleteVpc(DeleteVpcRequest request) {
    deletions.vpc(real(request).vpcId());
    return DeleteVpcResponse.builder().build();
  }

  @Override
  public DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
    var page =
        vpcs.all()
            .describe(
                request.vpcIds(), request.filters(), request.maxResults(), request.nextToken());
    return DescribeVpcsResponse.builder().vpcs(page.items()).nextToken(page.nextOrNull()).build();
  }

  @Override
  public ModifyVpcAttributeResponse modifyVpcAttribute(ModifyVpcAttributeRequest request) {
    vpcs.modify(request);
    return ModifyVpcAttributeResponse.builder().build();
  }

  @Override
  public DescribeVpcAttributeResponse describeVpcAttribute(DescribeVpcAttributeRequest request) {
    return vpcs.describe(request);
  }

  @Override
  public CreateSubnetResponse createSubnet(CreateSubnetRequest request) {
    var subnet = subnets.create(real(request));
    acls.join(subnet.vpcId(), subnet.subnetId());
    return CreateSubnetResponse.builder().subnet(subnet).build();
  }

  @Override
  public DeleteSubnetResponse deleteSubnet(DeleteSubnetRequest request) {
    deletions.subnet(real(request).subnetId());
    return DeleteSubnetResponse.builder().build();
  }

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    var page =
        subnets
            .all()
            .describe(
                request.subnetIds(),
                request.filters(),
                request.maxResults(),
                request.nextToken(),
                subnet -> subnets.shown(subnet, interfaces.in(subnet.subnetId())));
    return DescribeSubnetsResponse.builder()
        .subnets(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public ModifySubnetAttributeResponse modifySubnetAttribute(ModifySubnetAttributeRequest request) {
    subnets.modify(request);
    return ModifySubnetAttributeResponse.builder().build();
  }

  @Override
  public CreateInternetGatewayResponse createInternetGateway(CreateInternetGatewayRequest request) {
    return CreateInternetGatewayResponse.builder()
        .internetGateway(internet.create(real(request)))
        .build();
  }

  @Override
  public DeleteInternetGatewayResponse deleteInternetGateway(DeleteInternetGatewayRequest request) {
    deletions.internetGateway(real(request).internetGatewayId());
    return DeleteInternetGatewayResponse.builder().build();
  }

  @Override
  public DescribeInternetGatewaysResponse describeInternetGateways(
      DescribeInternetGatewaysRequest request) {
    var page =
        internet
            .all()
            .describe(
                request.internetGatewayIds(),
                request.filters(),
                request.maxResults(),
                request.nextToken());
    return DescribeInternetGatewaysResponse.builder()
        .internetGateways(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public AttachInternetGatewayResponse attachInternetGateway(AttachInternetGatewayRequest request) {
    internet.attach(real(request).internetGatewayId(), request.vpcId());
    return AttachInternetGatewayResponse.builder().build();
  }

  @Override
  public DetachInternetGatewayResponse detachInternetGateway(DetachInternetGatewayRequest request) {
    deletions.detach(real(request).internetGatewayId(), request.vpcId());
    return DetachInternetGatewayResponse.builder().build();
  }

  @Override
  public CreateRouteTableResponse createRouteTable(CreateRouteTableRequest request) {
    return CreateRouteTableResponse.builder().routeTable(tables.create(real(request))).build();
  }

  @Override
  public DeleteRouteTableResponse deleteRouteTable(DeleteRouteTableRequest request) {
    deletions.routeTable(real(request).routeTableId());
    return DeleteRouteTableResponse.builder().build();
  }

  @Override
  public DescribeRouteTablesResponse describeRouteTables(DescribeRouteTablesRequest request) {
    var page =
        tables
            .all()
            .describe(
                request.routeTableIds(),
                request.filters(),
                request.maxResults(),
                request.nextToken(),
                routes::shown);
    return DescribeRouteTablesResponse.builder()
        .routeTables(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public AssociateRouteTableResponse associateRouteTable(AssociateRouteTableRequest request) {
    if (request.gatewayId() != null) {
      throw new UnsupportedOperationException("ec2: route tables are associated with subnets");
    }
    var made = tables.associate(real(request).routeTableId(), request.subnetId());
    return AssociateRouteTableResponse.builder()
        .associationId(made.routeTableAssociationId())
        .associationState(made.associationState())
        .build();
  }

  @Override
  public DisassociateRouteTableResponse disassociateRouteTable(
      DisassociateRouteTableRequest request) {
    tables.disassociate(real(request).associationId());
    return DisassociateRouteTableResponse.builder().build();
  }

  @Override
  public ReplaceRouteTableAssociationResponse replaceRouteTableAssociation(
      ReplaceRouteTableAssociationRequest request) {
    var made = tables.replace(real(request).associationId(), request.routeTableId());
    return ReplaceRouteTableAssociationResponse.builder()
        .newAssociationId(made.routeTableAssociationId())
        .associationState(made.associationState())
        .build();
  }

  @Override
  public CreateRouteResponse createRoute(CreateRouteRequest request) {
    routes.create(real(request));
    return CreateRouteResponse.builder().returnValue(true).build();
  }

  @Override
  public ReplaceRouteResponse replaceRoute(ReplaceRouteRequest request) {
    routes.replace(real(request));
    return ReplaceRouteResponse.builder().build();
  }

  @Override
  public DeleteRouteResponse deleteRoute(DeleteRouteRequest request) {
    tables.remove(
        real(request).routeTableId(),
        Route.builder()
            .destinationCidrBlock(request.destinationCidrBlock())
            .destinationPrefixListId(request.destinationPrefixListId())
            .build());
    return DeleteRouteResponse.builder().build();
  }

  @Override
  public AllocateAddressResponse allocateAddress(AllocateAddressRequest request) {
    var address = addresses.allocate(real(request));
    return AllocateAddressResponse.builder()
        .allocationId(address.allocationId())
        .publicIp(address.publicIp())
        .publicIpv4Pool(address.publicIpv4Pool())
        .networkBorderGroup(address.networkBorderGroup())
        .domain(address.domain())
        .build();
  }

  @Override
  public ReleaseAddressResponse releaseAddress(ReleaseAddressRequest request) {
    addresses.release(real(request).allocationId());
    return ReleaseAddressResponse.builder().build();
  }

  @Override
  public DescribeAddressesResponse describeAddresses(DescribeAddressesRequest request) {
    var ids =
        Stream.concat(request.allocationIds().stream(), addresses.allocations(request.publicIps()))
            .toList();
    var page = addresses.all().describe(ids, request.filters(), null, null);
    return DescribeAddressesResponse.builder().addresses(page.items()).build();
  }

  @Override
  public CreateNatGatewayResponse createNatGateway(CreateNatGatewayRequest request) {
    return CreateNatGatewayResponse.builder()
        .natGateway(nats.create(real(request)))
        .clientToken(request.clientToken())
        .build();
  }

  @Override
  public DeleteNatGatewayResponse deleteNatGateway(DeleteNatGatewayRequest request) {
    nats.delete(real(request).natGatewayId());
    return DeleteNatGatewayResponse.builder().natGatewayId(request.natGatewayId()).build();
  }

  @Override
  public DescribeNatGatewaysResponse describeNatGateways(DescribeNatGatewaysRequest request) {
    var page =
        nats.all()
            .describe(
                request.natGatewayIds(),
                request.filter(),
                request.maxResults(),
                request.nextToken());
    return DescribeNatGatewaysResponse.builder()
        .natGateways(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public CreateSecurityGroupResponse createSecurityGroup(CreateSecurityGroupRequest request) {
    var group = groups.create(real(request));
    return CreateSecurityGroupResponse.builder()
        .groupId(group.groupId())
        .securityGroupArn(group.securityGroupArn())
        .tags(group.tags())
        .build();
  }

  @Override
  public DeleteSecurityGroupResponse deleteSecurityGroup(DeleteSecurityGroupRequest request) {
    if (request.groupName() != null) {
      throw new UnsupportedOperationException("ec2: security groups are deleted by GroupId");
    }
    deletions.securityGroup(real(request).groupId());
    return DeleteSecurityGroupResponse.builder().groupId(request.groupId()).build();
  }

  @Override
  public DescribeSecurityGroupsResponse describeSecurityGroups(
      DescribeSecurityGroupsRequest request) {
    var filters = new ArrayList<>(request.filters());
    if (!request.groupNames().isEmpty()) {
      filters.add(Filter.builder().name("group-name").values(request.groupNames()).build());
    }
    var page =
        groups
            .all()
            .describe(
                request.groupIds(),
                filters,
                request.maxResults(),
                request.nextToken(),
                groups::shown);
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public DescribeSecurityGroupRulesResponse describeSecurityGroupRules(
      DescribeSecurityGroupRulesRequest request) {
    var page =
        groups
            .rules()
            .describe(
                request.securityGroupRuleIds(),
                request.filters(),
                request.maxResults(),
                request.nextToken());
    return DescribeSecurityGroupRulesResponse.builder()
        .securityGroupRules(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public AuthorizeSecurityGroupIngressResponse authorizeSecurityGroupIngress(
      AuthorizeSecurityGroupIngressRequest request) {
    var rules =
        groups.authorize(
            real(request).groupId(),
            permissions(
                request.ipPermissions(),
                request.ipProtocol(),
                request.fromPort(),
                request.toPort(),
                request.cidrIp()),
            false,
            groups.rules().tags(request.tagSpecifications()));
    return AuthorizeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .securityGroupRules(rules)
        .build();
  }

  @Override
  public AuthorizeSecurityGroupEgressResponse authorizeSecurityGroupEgress(
      AuthorizeSecurityGroupEgressRequest request) {
    var rules =
        groups.authorize(
            real(request).groupId(),
            permissions(
                request.ipPermissions(),
                request.ipProtocol(),
                request.fromPort(),
                request.toPort(),
                request.cidrIp()),
            true,
            groups.rules().tags(request.tagSpecifications()));
    return AuthorizeSecurityGroupEgressResponse.builder()
        .returnValue(true)
        .securityGroupRules(rules)
        .build();
  }

  @Override
  public RevokeSecurityGroupIngressResponse revokeSecurityGroupIngress(
      RevokeSecurityGroupIngressRequest request) {
    groups.revoke(
        real(request).groupId(),
        request.securityGroupRuleIds(),
        permissions(
            request.ipPermissions(),
            request.ipProtocol(),
            request.fromPort(),
            request.toPort(),
            request.cidrIp()),
        false);
    return RevokeSecurityGroupIngressResponse.builder().returnValue(true).build();
  }

  @Override
  public RevokeSecurityGroupEgressResponse revokeSecurityGroupEgress(
      RevokeSecurityGroupEgressRequest request) {
    groups.revoke(
        real(request).groupId(),
        request.securityGroupRuleIds(),
        permissions(
            request.ipPermissions(),
            request.ipProtocol(),
            request.fromPort(),
            request.toPort(),
            request.cidrIp()),
        true);
    return RevokeSecurityGroupEgressResponse.builder().returnValue(true).build();
  }

  @Override
  public UpdateSecurityGroupRuleDescriptionsIngressResponse
      updateSecurityGroupRuleDescriptionsIngress(
          UpdateSecurityGroupRuleDescriptionsIngressRequest request) {
    redescribe(real(request).securityGroupRuleDescriptions());
    return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder().returnValue(true).build();
  }

  @Override
  public UpdateSecurityGroupRuleDescriptionsEgressResponse
      updateSecurityGroupRuleDescriptionsEgress(
          UpdateSecurityGroupRuleDescriptionsEgressRequest request) {
    redescribe(real(request).securityGroupRuleDescriptions());
    return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder().returnValue(true).build();
  }

  @Override
  public DescribeManagedPrefixListsResponse describeManagedPrefixLists(
      DescribeManagedPrefixListsRequest request) {
    return DescribeManagedPrefixListsResponse.builder()
        .prefixLists(prefixLists.describe(request.prefixListIds(), request.filters()))
        .build();
  }

  @Override
  public DescribeNetworkAclsResponse describeNetworkAcls(DescribeNetworkAclsRequest request) {
    var page =
        acls.all()
            .describe(
                request.networkAclIds(),
                request.filters(),
                request.maxResults(),
                request.nextToken());
    return DescribeNetworkAclsResponse.builder()
        .networkAcls(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public CreateNetworkInterfaceResponse createNetworkInterface(
      CreateNetworkInterfaceRequest request) {
    return CreateNetworkInterfaceResponse.builder()
        .networkInterface(interfaces.create(real(request)))
        .clientToken(request.clientToken())
        .build();
  }

  @Override
  public DeleteNetworkInterfaceResponse deleteNetworkInterface(
      DeleteNetworkInterfaceRequest request) {
    interfaces.delete(real(request).networkInterfaceId());
    return DeleteNetworkInterfaceResponse.builder().build();
  }

  @Override
  public DescribeNetworkInterfacesResponse describeNetworkInterfaces(
      DescribeNetworkInterfacesRequest request) {
    var page =
        interfaces
            .all()
            .describe(
                request.networkInterfaceIds(),
                request.filters(),
                request.maxResults(),
                request.nextToken());
    return DescribeNetworkInterfacesResponse.builder()
        .networkInterfaces(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public ModifyNetworkInterfaceAttributeResponse modifyNetworkInterfaceAttribute(
      ModifyNetworkInterfaceAttributeRequest request) {
    interfaces.modify(real(request));
    return ModifyNetworkInterfaceAttributeResponse.builder().build();
  }

  @Override
  public CreateVpcEndpointResponse createVpcEndpoint(CreateVpcEndpointRequest request) {
    return CreateVpcEndpointResponse.builder()
        .vpcEndpoint(endpoints.create(real(request)))
        .clientToken(request.clientToken())
        .build();
  }

  @Override
  public ModifyVpcEndpointResponse modifyVpcEndpoint(ModifyVpcEndpointRequest request) {
    endpoints.modify(real(request));
    return ModifyVpcEndpointResponse.builder().returnValue(true).build();
  }

  @Override
  public DeleteVpcEndpointsResponse deleteVpcEndpoints(DeleteVpcEndpointsRequest request) {
    real(request).vpcEndpointIds().forEach(endpoints.all()::get);
    request.vpcEndpointIds().forEach(endpoints::delete);
    return DeleteVpcEndpointsResponse.builder().unsuccessful(List.of()).build();
  }

  @Override
  public DescribeVpcEndpointsResponse describeVpcEndpoints(DescribeVpcEndpointsRequest request) {
    var page =
        endpoints
            .all()
            .describe(
                request.vpcEndpointIds(),
                request.filters(),
                request.maxResults(),
                request.nextToken());
    return DescribeVpcEndpointsResponse.builder()
        .vpcEndpoints(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public CreateFlowLogsResponse createFlowLogs(CreateFlowLogsRequest request) {
    return flowLogs.create(real(request));
  }

  @Override
  public DeleteFlowLogsResponse deleteFlowLogs(DeleteFlowLogsRequest request) {
    flowLogs.delete(real(request).flowLogIds());
    return DeleteFlowLogsResponse.builder().unsuccessful(List.of()).build();
  }

  @Override
  public DescribeFlowLogsResponse describeFlowLogs(DescribeFlowLogsRequest request) {
    var page =
        flowLogs
            .all()
            .describe(
                request.flowLogIds(), request.filter(), request.maxResults(), request.nextToken());
    return DescribeFlowLogsResponse.builder()
        .flowLogs(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public DescribeAvailabilityZonesResponse describeAvailabilityZones(
      DescribeAvailabilityZonesRequest request) {
    return DescribeAvailabilityZonesResponse.builder()
        .availabilityZones(
            zones.describe(request.zoneNames(), request.zoneIds(), request.filters()))
        .build();
  }

  /** {@inheritDoc} The one that is asked. */
  @Override
  public DescribeRegionsResponse describeRegions(DescribeRegionsRequest request) {
    return DescribeRegionsResponse.builder()
        .regions(
            Region.builder()
                .regionName(ground.place().region())
                .endpoint("ec2." + ground.place().region() + ".amazonaws.com")
                .optInStatus("opt-in-not-required")
                .build())
        .build();
  }

  @Override
  public DescribeAccountAttributesResponse describeAccountAttributes(
      DescribeAccountAttributesRequest request) {
    return DescribeAccountAttributesResponse.builder()
        .accountAttributes(AccountLimits.attributes(request.attributeNamesAsStrings()))
        .build();
  }

  @Override
  public CreateTagsResponse createTags(CreateTagsRequest request) {
    tagging.create(real(request));
    return CreateTagsResponse.builder().build();
  }

  @Override
  public DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
    tagging.delete(real(request));
    return DeleteTagsResponse.builder().build();
  }

  @Override
  public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
    var page = tagging.describe(request);
    return DescribeTagsResponse.builder().tags(page.items()).nextToken(page.nextOrNull()).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** {@inheritDoc} There is nothing to close: what it knows is in the store. */
  @Override
  public void close() {}
}
