package com.shangwellness.region.ec2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.iam.PolicyDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.DnsEntry;
import software.amazon.awssdk.services.ec2.model.IpAddressType;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceType;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.State;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/** VPC endpoints: gateways, which are routes, and interfaces, which are addresses in subnets. */
final class VpcEndpoints {

  // AWS takes a minute or so; the region has nothing to wait for, but a state to show.
  private static final Duration STARTS = Duration.ofMillis(500);
  private static final String OPEN =
      "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private final Ground ground;
  private final Vpcs vpcs;
  private final Subnets subnets;
  private final SecurityGroups groups;
  private final RouteTables tables;
  private final NetworkInterfaces interfaces;
  private final PrefixLists prefixLists;
  private final EndpointServices services;
  private final Resources<VpcEndpoint> endpoints;

  VpcEndpoints(
      Ground ground,
      Vpcs vpcs,
      Subnets subnets,
      SecurityGroups groups,
      RouteTables tables,
      NetworkInterfaces interfaces,
      PrefixLists prefixLists) {
    this.ground = ground;
    this.vpcs = vpcs;
    this.subnets = subnets;
    this.groups = groups;
    this.tables = tables;
    this.interfaces = interfaces;
    this.prefixLists = prefixLists;
    this.services = new EndpointServices(ground.place().region());
    this.endpoints =
        new Resources<>(
            ground,
            new Kind<>(
                VpcEndpoint.class,
                "vpce",
                "vpc-endpoint",
                "InvalidVpcEndpointId.NotFound",
                "The Vpc Endpoint Id '%s' does not exist",
                VpcEndpoint::vpcEndpointId,
                VpcEndpoint::tags,
                (endpoint, tags) -> endpoint.toBuilder().tags(tags).build(),
                Filters.<VpcEndpoint>byTags(VpcEndpoint::tags)
                    .with("vpc-endpoint-id", VpcEndpoint::vpcEndpointId)
                    .with("vpc-endpoint-type", VpcEndpoint::vpcEndpointTypeAsString)
                    .with("vpc-endpoint-state", VpcEndpoint::stateAsString)
                    .with("vpc-id", VpcEndpoint::vpcId)
                    .with("service-name", VpcEndpoint::serviceName)
                    .with("service-region", VpcEndpoint::serviceRegion)));
    endpoints.all().forEach(this::startInTime);
  }

  Resources<VpcEndpoint> all() {
    return endpoints;
  }

  VpcEndpoint create(CreateVpcEndpointRequest request) {
    Refusal.only(
        request,
        "VpcId",
        "VpcEndpointType",
        "ServiceName",
        "PolicyDocument",
        "RouteTableIds",
        "SubnetIds",
        "SecurityGroupIds",
        "IpAddressType",
        "PrivateDnsEnabled");
    var vpc = vpcs.all().get(Refusal.required("vpcId", request.vpcId())).vpcId();
    var type = requireNonNullElse(request.vpcEndpointType(), VpcEndpointType.GATEWAY);
    var name = Refusal.required("serviceName", request.serviceName());
    if (type != VpcEndpointType.GATEWAY && type != VpcEndpointType.INTERFACE) {
      throw new UnsupportedOperationException(
          "ec2: the region has VPC endpoints of the types Gateway and Interface");
    }
    var service = services.require(name, type == VpcEndpointType.GATEWAY);
    var base =
        VpcEndpoint.builder()
            .vpcEndpointId(endpoints.newId())
            .vpcEndpointType(type)
            .vpcId(vpc)
            .serviceName(name)
            .serviceRegion(ground.place().region())
            .policyDocument(policy(request.policyDocument()))
            .ownerId(ground.account())
            .requesterManaged(false)
            .creationTimestamp(ground.timeline().now())
            .tags(endpoints.tags(request.tagSpecifications()));
    var endpoint =
        type == VpcEndpointType.GATEWAY
            ? gateway(base, service, request)
            : face(base, vpc, service, request);
    endpoints.put(endpoint);
    startInTime(endpoint);
    return endpoint;
  }

  private static String policy(String given) {
    if (given == null) {
      return OPEN;
    }
    try {
      PolicyDocument.parse(given, PolicyDocument.Kind.RESOURCE);
    } catch (PolicyDocument.Malformed e) {
      throw Refusal.of("InvalidPolicyDocument", e.getMessage());
    }
    return given;
  }

  private VpcEndpoint gateway(
      VpcEndpoint.Builder base, String service, CreateVpcEndpointRequest request) {
    if (Boolean.TRUE.equals(request.privateDnsEnabled()) || !request.subnetIds().isEmpty()) {
      throw Refusal.of(
          "InvalidParameter", "A gateway endpoint has neither subnets nor private DNS.");
    }
    var endpoint =
        base.state(State.AVAILABLE)
            .routeTableIds(request.routeTableIds())
            .privateDnsEnabled(false)
            .build();
    requireOf(endpoint.vpcId(), request.routeTableIds());
    request.routeTableIds().forEach(table -> tables.add(table, route(endpoint, service)));
    return endpoint;
  }

  private void requireOf(String vpc, List<String> routeTables) {
    for (var id : routeTables) {
      if (!tables.all().get(id).vpcId().equals(vpc)) {
        throw Refusal.of(
            "InvalidParameter", "The route table " + id + " does not belong to " + vpc + ".");
      }
    }
  }

  private Route route(VpcEndpoint endpoint, String service) {
    return Route.builder()
        .destinationPrefixListId(prefixLists.ofGatewayService(service).orElseThrow())
        .gatewayId(endpoint.vpcEndpointId())
        .origin(RouteOrigin.CREATE_ROUTE)
        .state(RouteState.ACTIVE)
        .build();
  }

  private VpcEndpoint face(
      VpcEndpoint.Builder base, String vpc, String service, CreateVpcEndpointRequest request) {
    // Private DNS is on unless it is turned off: CreateVpcEndpoint, PrivateDnsEnabled.
    boolean privateDns = !Boolean.FALSE.equals(request.privateDnsEnabled());
    requirePrivateDns(vpc, request.serviceName(), service, privateDns);
    var chosen = request.subnetIds().stream().map(subnets.all()::get).toList();
    requireZones(vpc, chosen);
    var groupIds =
        request.securityGroupIds().isEmpty()
            ? List.of(groups.defaultOf(vpc).groupId())
            : request.securityGroupIds();
    var id = base.build().vpcEndpointId();
    var faces = chosen.stream().map(subnet -> addressIn(subnet, id, groupIds)).toList();
    return base.state(State.PENDING)
        .subnetIds(chosen.stream().map(Subnet::subnetId).toList())
        .groups(members(groupIds))
        .networkInterfaceIds(faces)
        .privateDnsEnabled(privateDns)
        .ipAddressType(requireNonNullElse(request.ipAddressType(), IpAddressType.IPV4))
        .dnsEntries(names(id, service, privateDns))
        .build();
  }

  private List<SecurityGroupIdentifier> members(List<String> groupIds) {
    return groupIds.stream()
        .map(groups.all()::get)
        .map(
            group ->
                SecurityGroupIdentifier.builder()
                    .groupId(group.groupId())
                    .groupName(group.groupName())
                    .build())
        .toList();
  }

  private String addressIn(Subnet subnet, String endpoint, List<String> groupIds) {
    return interfaces
        .createManaged(
            subnet,
            NetworkInterfaceType.VPC_ENDPOINT,
            "amazon-aws",
            "VPC Endpoint Interface " + endpoint,
            groupIds)
        .networkInterfaceId();
  }

  private List<DnsEntry> names(String id, String service, boolean privateDns) {
    var names = new ArrayList<DnsEntry>();
    names.add(
        DnsEntry.builder()
            .dnsName(
                id
                    + "-"
                    + ground.ids().alphanumeric(8)
                    + "."
                    + service
                    + "."
                    + ground.place().region()
                    + ".vpce.amazonaws.com")
            .build());
    if (privateDns) {
      names.add(DnsEntry.builder().dnsName(services.privateName(service)).build());
    }
    return names;
  }

  private void requirePrivateDns(String vpc, String name, String service, boolean asked) {
    var attributes = vpcs.attributes(vpc);
    if (asked && !(attributes.dnsSupport() && attributes.dnsHostnames())) {
      throw Refusal.of(
          "InvalidParameter",
          "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC"
              + " attributes set to true for "
              + vpc);
    }
    boolean taken =
        of(vpc).stream()
            .filter(e -> e.serviceName().equals(name))
            .anyMatch(e -> Boolean.TRUE.equals(e.privateDnsEnabled()));
    if (asked && taken) {
      throw Refusal.of(
          "InvalidParameter",
          "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
              + services.privateName(service)
              + " in the VPC "
              + vpc);
    }
  }

  private static void requireZones(String vpc, List<Subnet> chosen) {
    var zones = new HashSet<String>();
    for (var subnet : chosen) {
      if (!subnet.vpcId().equals(vpc)) {
        throw Refusal.of(
            "InvalidParameter",
            "The subnet " + subnet.subnetId() + " does not belong to " + vpc + ".");
      }
      if (!zones.add(subnet.availabilityZone())) {
        throw Refusal.of(
            "DuplicateSubnetsInSameZone",
            "Found another VPC endpoint subnet in the availability zone of "
                + subnet.subnetId()
                + ". VPC endpoint subnets should be in different availability zones supported by"
                + " the VPC endpoint service.");
      }
    }
  }

  private void startInTime(VpcEndpoint endpoint) {
    if (endpoint.state() == State.PENDING) {
      var id = endpoint.vpcEndpointId();
      ground
          .timeline()
          .at(
              endpoint.creationTimestamp().plus(STARTS),
              "ec2: " + id + " starts",
              () ->
                  endpoints
                      .find(id)
                      .ifPresent(e -> endpoints.put(e.toBuilder().state(State.AVAILABLE).build())));
    }
  }

  void modify(ModifyVpcEndpointRequest request) {
    var now = endpoints.get(Refusal.required("vpcEndpointId", request.vpcEndpointId()));
    var next = now.toBuilder();
    if (Boolean.TRUE.equals(request.resetPolicy()) || request.policyDocument() != null) {
      next.policyDocument(policy(request.policyDocument()));
    }
    if (now.vpcEndpointType() == VpcEndpointType.GATEWAY) {
      next.routeTableIds(rerouted(now, request));
    } else {
      change(now, next, request);
    }
    endpoints.put(next.build());
  }

  private List<String> rerouted(VpcEndpoint endpoint, ModifyVpcEndpointRequest request) {
    var service = services.require(endpoint.serviceName(), true);
    requireOf(endpoint.vpcId(), request.addRouteTableIds());
    request.removeRouteTableIds().forEach(id -> tables.remove(id, route(endpoint, service)));
    request.addRouteTableIds().forEach(id -> tables.add(id, route(endpoint, service)));
    return merged(
        endpoint.routeTableIds(), request.addRouteTableIds(), request.removeRouteTableIds());
  }

  private void change(VpcEndpoint now, VpcEndpoint.Builder next, ModifyVpcEndpointRequest request) {
    if (request.privateDnsEnabled() != null
        && !Objects.equals(request.privateDnsEnabled(), now.privateDnsEnabled())) {
      requirePrivateDns(
          now.vpcId(),
          now.serviceName(),
          services.require(now.serviceName(), false),
          request.privateDnsEnabled());
      next.privateDnsEnabled(request.privateDnsEnabled());
    }
    var groupIds =
        merged(
            now.groups().stream().map(SecurityGroupIdentifier::groupId).toList(),
            request.addSecurityGroupIds(),
            request.removeSecurityGroupIds());
    next.groups(members(groupIds));
    var subnetIds = merged(now.subnetIds(), request.addSubnetIds(), request.removeSubnetIds());
    requireZones(now.vpcId(), subnetIds.stream().map(subnets.all()::get).toList());
    next.subnetIds(subnetIds).networkInterfaceIds(faces(now, subnetIds, groupIds));
  }

  private List<String> faces(VpcEndpoint now, List<String> subnetIds, List<String> groupIds) {
    var faces = new ArrayList<String>();
    for (var id : now.networkInterfaceIds()) {
      if (subnetIds.contains(interfaces.all().get(id).subnetId())) {
        faces.add(id);
        interfaces.modify(
            software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest
                .builder()
                .networkInterfaceId(id)
                .groups(groupIds)
                .build());
      } else {
        interfaces.removeManaged(id);
      }
    }
    subnetIds.stream()
        .filter(subnet -> !now.subnetIds().contains(subnet))
        .forEach(
            subnet ->
                faces.add(addressIn(subnets.all().get(subnet), now.vpcEndpointId(), groupIds)));
    return faces;
  }

  private static List<String> merged(List<String> now, List<String> added, List<String> removed) {
    var all = new ArrayList<>(now);
    added.stream().filter(id -> !all.contains(id)).forEach(all::add);
    all.removeAll(removed);
    return all;
  }

  List<VpcEndpoint> of(String vpc) {
    return endpoints.stream().filter(endpoint -> endpoint.vpcId().equals(vpc)).toList();
  }

  void delete(String id) {
    var endpoint = endpoints.get(id);
    if (endpoint.vpcEndpointType() == VpcEndpointType.GATEWAY) {
      var service = services.require(endpoint.serviceName(), true);
      endpoint.routeTableIds().stream()
          .filter(table -> tables.all().find(table).isPresent())
          .forEach(table -> tables.remove(table, route(endpoint, service)));
    }
    endpoint.networkInterfaceIds().forEach(interfaces::removeManaged);
    endpoints.remove(id);
  }
}
