package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.State;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** The resource types of Amazon EC2's network. */
public final class Ec2Types {

  private Ec2Types() {}

  /** The types, acting through {@code ec2}. */
  public static ResourceTypes types(Ec2Client ec2) {
    return ResourceTypes.all(
        network(ec2), ways(ec2), SecurityGroupTypes.types(ec2), endpoints(ec2));
  }

  private static ResourceTypes network(Ec2Client ec2) {
    return ResourceTypes.of(
        type("AWS::EC2::VPC")
            .create(CreateVpcRequest::builder, ec2::createVpc)
            .tagSpecifications("vpc")
            .ref(created -> created.vpc().vpcId())
            .attribute("VpcId", created -> created.vpc().vpcId())
            .attribute("CidrBlock", created -> created.vpc().cidrBlock())
            .attribute(
                "CidrBlockAssociations",
                created ->
                    created.vpc().cidrBlockAssociationSet().stream()
                        .map(association -> association.associationId())
                        .toList())
            .attributeOnceStable("DefaultSecurityGroup", vpc -> defaultGroup(ec2, vpc))
            .attributeOnceStable("DefaultNetworkAcl", vpc -> defaultAcl(ec2, vpc))
            .setting("EnableDnsSupport", vpc -> setDnsSupport(ec2, vpc))
            .setting("EnableDnsHostnames", vpc -> setDnsHostnames(ec2, vpc))
            .onChange("Tags", change -> retag(ec2, change.id(), change))
            .delete(vpc -> ec2.deleteVpc(r -> r.vpcId(vpc))),
        type("AWS::EC2::Subnet")
            .create(CreateSubnetRequest::builder, ec2::createSubnet)
            .tagSpecifications("subnet")
            .ref(created -> created.subnet().subnetId())
            .attribute("SubnetId", created -> created.subnet().subnetId())
            .attribute("VpcId", created -> created.subnet().vpcId())
            .attribute("CidrBlock", created -> created.subnet().cidrBlock())
            .attribute("AvailabilityZone", created -> created.subnet().availabilityZone())
            .attribute("AvailabilityZoneId", created -> created.subnet().availabilityZoneId())
            .attributeOnceStable("NetworkAclAssociationId", subnet -> aclAssociation(ec2, subnet))
            .setting("MapPublicIpOnLaunch", subnet -> setPublicAddresses(ec2, subnet))
            .onChange("Tags", change -> retag(ec2, change.id(), change))
            .delete(subnet -> ec2.deleteSubnet(r -> r.subnetId(subnet))),
        type("AWS::EC2::InternetGateway")
            .create(CreateInternetGatewayRequest::builder, ec2::createInternetGateway)
            .tagSpecifications("internet-gateway")
            .ref(created -> created.internetGateway().internetGatewayId())
            .attribute(
                "InternetGatewayId", created -> created.internetGateway().internetGatewayId())
            .onChange("Tags", change -> retag(ec2, change.id(), change))
            .delete(gateway -> ec2.deleteInternetGateway(r -> r.internetGatewayId(gateway))),
        type("AWS::EC2::VPCGatewayAttachment")
            .createWith(attachment -> attach(ec2, attachment))
            .byHand("VpcId", "InternetGatewayId")
            .refWith((attachment, created) -> "IGW|" + attachment.properties().require("VpcId"))
            .attribute("AttachmentType", created -> "IGW")
            .deleteWith(
                attachment ->
                    ec2.detachInternetGateway(
                        r ->
                            r.vpcId(attachment.properties().require("VpcId"))
                                .internetGatewayId(
                                    attachment.properties().require("InternetGatewayId")))));
  }

  private static ResourceTypes ways(Ec2Client ec2) {
    return ResourceTypes.of(
        type("AWS::EC2::EIP")
            .create(AllocateAddressRequest::builder, ec2::allocateAddress)
            .tagSpecifications("elastic-ip")
            .ref(created -> created.publicIp())
            .attribute("AllocationId", created -> created.allocationId())
            .attribute("PublicIp", created -> created.publicIp())
            .onChange("Tags", change -> retag(ec2, allocation(change.resource()), change))
            .deleteWith(address -> ec2.releaseAddress(r -> r.allocationId(allocation(address)))),
        type("AWS::EC2::NatGateway")
            .create(CreateNatGatewayRequest::builder, ec2::createNatGateway)
            .tagSpecifications("natgateway")
            .ref(created -> created.natGateway().natGatewayId())
            .attribute("NatGatewayId", created -> created.natGateway().natGatewayId())
            .stableWhen(id -> nat(ec2, id).state() == NatGatewayState.AVAILABLE)
            .failedWhen(id -> failure(nat(ec2, id)))
            .onChange("Tags", change -> retag(ec2, change.id(), change))
            .delete(id -> ec2.deleteNatGateway(r -> r.natGatewayId(id)))
            .goneWhen(id -> nat(ec2, id).state() == NatGatewayState.DELETED),
        type("AWS::EC2::RouteTable")
            .create(CreateRouteTableRequest::builder, ec2::createRouteTable)
            .tagSpecifications("route-table")
            .ref(created -> created.routeTable().routeTableId())
            .attribute("RouteTableId", created -> created.routeTable().routeTableId())
            .onChange("Tags", change -> retag(ec2, change.id(), change))
            .delete(table -> ec2.deleteRouteTable(r -> r.routeTableId(table))),
        type("AWS::EC2::Route")
            .create(CreateRouteRequest::builder, ec2::createRoute)
            .refWith(
                (route, created) ->
                    route.properties().require("RouteTableId") + "|" + destination(route))
            .attributeOnceStableWith("CidrBlock", Ec2Types::destination)
            .update(ReplaceRouteRequest::builder, ec2::replaceRoute)
            .deleteWith(
                route ->
                    ec2.deleteRoute(
                        r ->
                            r.routeTableId(route.properties().require("RouteTableId"))
                                .destinationCidrBlock(
                                    route.properties().text("DestinationCidrBlock").orElse(null))
                                .destinationPrefixListId(
                                    route
                                        .properties()
                                        .text("DestinationPrefixListId")
                                        .orElse(null)))),
        type("AWS::EC2::SubnetRouteTableAssociation")
            .create(AssociateRouteTableRequest::builder, ec2::associateRouteTable)
            .ref(created -> created.associationId())
            .attribute("Id", created -> created.associationId())
            .delete(id -> ec2.disassociateRouteTable(r -> r.associationId(id))));
  }

  private static ResourceTypes endpoints(Ec2Client ec2) {
    return ResourceTypes.of(
        type("AWS::EC2::VPCEndpoint")
            .create(CreateVpcEndpointRequest::builder, ec2::createVpcEndpoint)
            .tagSpecifications("vpc-endpoint")
            .ref(created -> created.vpcEndpoint().vpcEndpointId())
            .attribute("Id", created -> created.vpcEndpoint().vpcEndpointId())
            .attribute(
                "CreationTimestamp",
                created -> created.vpcEndpoint().creationTimestamp().toString())
            .attribute(
                "NetworkInterfaceIds", created -> created.vpcEndpoint().networkInterfaceIds())
            .attribute(
                "DnsEntries",
                created ->
                    created.vpcEndpoint().dnsEntries().stream()
                        .map(entry -> entry.hostedZoneId() + ":" + entry.dnsName())
                        .toList())
            .stableWhen(id -> endpoint(ec2, id).state() == State.AVAILABLE)
            .updateWith(change -> modify(ec2, change))
            .onChange("Tags", change -> retag(ec2, change.id(), change))
            .delete(id -> ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(id))),
        type("AWS::EC2::FlowLog")
            .create(CreateFlowLogsRequest::builder, request -> flowLog(ec2, request))
            .rename("ResourceId", "ResourceIds")
            .tagSpecifications("vpc-flow-log")
            .ref(created -> created.flowLogIds().getFirst())
            .attribute("Id", created -> created.flowLogIds().getFirst())
            .onChange("Tags", change -> retag(ec2, change.id(), change))
            .delete(id -> ec2.deleteFlowLogs(r -> r.flowLogIds(id))));
  }

  private static String defaultGroup(Ec2Client ec2, String vpc) {
    return ec2.describeSecurityGroups(
            r -> r.filters(filter("vpc-id", vpc), filter("group-name", "default")))
        .securityGroups()
        .getFirst()
        .groupId();
  }

  private static String defaultAcl(Ec2Client ec2, String vpc) {
    return ec2.describeNetworkAcls(r -> r.filters(filter("vpc-id", vpc), filter("default", "true")))
        .networkAcls()
        .getFirst()
        .networkAclId();
  }

  private static String aclAssociation(Ec2Client ec2, String subnet) {
    return ec2
        .describeNetworkAcls(r -> r.filters(filter("association.subnet-id", subnet)))
        .networkAcls()
        .getFirst()
        .associations()
        .stream()
        .filter(association -> association.subnetId().equals(subnet))
        .findFirst()
        .orElseThrow()
        .networkAclAssociationId();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  // Support of names is on unless it is turned off, host names are off unless they are turned on.
  private static void setDnsSupport(Ec2Client ec2, Resource vpc) {
    boolean on = vpc.properties().text("EnableDnsSupport").map(Boolean::parseBoolean).orElse(true);
    ec2.modifyVpcAttribute(r -> r.vpcId(vpc.id()).enableDnsSupport(v -> v.value(on)));
  }

  private static void setDnsHostnames(Ec2Client ec2, Resource vpc) {
    boolean on = vpc.properties().is("EnableDnsHostnames");
    ec2.modifyVpcAttribute(r -> r.vpcId(vpc.id()).enableDnsHostnames(v -> v.value(on)));
  }

  private static void setPublicAddresses(Ec2Client ec2, Resource subnet) {
    boolean on = subnet.properties().is("MapPublicIpOnLaunch");
    ec2.modifySubnetAttribute(r -> r.subnetId(subnet.id()).mapPublicIpOnLaunch(v -> v.value(on)));
  }

  private static String attach(Ec2Client ec2, Resource attachment) {
    if (attachment.properties().has("VpnGatewayId")) {
      throw new IllegalArgumentException("the region has no VPN gateways");
    }
    var gateway = attachment.properties().require("InternetGatewayId");
    ec2.attachInternetGateway(
        r -> r.internetGatewayId(gateway).vpcId(attachment.properties().require("VpcId")));
    return gateway;
  }

  private static String allocation(Resource address) {
    return address.attributes().require("AllocationId");
  }

  private static NatGateway nat(Ec2Client ec2, String id) {
    return ec2.describeNatGateways(r -> r.natGatewayIds(id)).natGateways().getFirst();
  }

  private static Optional<String> failure(NatGateway gateway) {
    return gateway.state() == NatGatewayState.FAILED
        ? Optional.of(
            "NatGateway "
                + gateway.natGatewayId()
                + " is in state failed and hence failed to stabilize. Detailed failure message: "
                + gateway.failureMessage())
        : Optional.empty();
  }

  private static String destination(Resource route) {
    return route
        .properties()
        .text("DestinationCidrBlock")
        .or(() -> route.properties().text("DestinationPrefixListId"))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a route needs DestinationCidrBlock or DestinationPrefixListId"));
  }

  private static VpcEndpoint endpoint(Ec2Client ec2, String id) {
    return ec2.describeVpcEndpoints(r -> r.vpcEndpointIds(id)).vpcEndpoints().getFirst();
  }

  private static void modify(Ec2Client ec2, Update change) {
    var before = change.before();
    var after = change.properties();
    ec2.modifyVpcEndpoint(
        r ->
            r.vpcEndpointId(change.id())
                .policyDocument(after.text("PolicyDocument").orElse(null))
                .resetPolicy(!after.has("PolicyDocument"))
                .privateDnsEnabled(
                    after.text("PrivateDnsEnabled").map(Boolean::valueOf).orElse(null))
                .addRouteTableIds(added(before, after, "RouteTableIds"))
                .removeRouteTableIds(added(after, before, "RouteTableIds"))
                .addSubnetIds(added(before, after, "SubnetIds"))
                .removeSubnetIds(added(after, before, "SubnetIds"))
                .addSecurityGroupIds(added(before, after, "SecurityGroupIds"))
                .removeSecurityGroupIds(added(after, before, "SecurityGroupIds")));
  }

  private static List<String> added(Properties before, Properties after, String list) {
    var known = before.texts(list);
    return after.texts(list).stream().filter(item -> !known.contains(item)).toList();
  }

  private static CreateFlowLogsResponse flowLog(Ec2Client ec2, CreateFlowLogsRequest request) {
    var answer = ec2.createFlowLogs(request);
    answer.unsuccessful().stream()
        .findFirst()
        .ifPresent(
            failed -> {
              throw AwsErrors.of(
                  Ec2Exception.builder(), failed.error().code(), 400, failed.error().message());
            });
    return answer;
  }

  /** Brings the tags of {@code id} from what they were to what they are to be. */
  static void retag(Ec2Client ec2, String id, Update change) {
    change.retag(
        gone ->
            ec2.deleteTags(
                r ->
                    r.resources(id)
                        .tags(gone.stream().map(key -> Tag.builder().key(key).build()).toList())),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> ec2.createTags(r -> r.resources(id).tags(tags)));
  }

  static List<Tag> tags(Properties properties) {
    return properties.tags().entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
