package com.shangwellness.region.ec2;

import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** Where a route leads: an internet gateway or a NAT gateway of the same VPC. */
final class Routes {

  private final RouteTables tables;
  private final InternetGateways internet;
  private final NatGateways nats;

  Routes(RouteTables tables, InternetGateways internet, NatGateways nats) {
    this.tables = tables;
    this.internet = internet;
    this.nats = nats;
  }

  void create(CreateRouteRequest request) {
    requireOneTarget(
        request.gatewayId(),
        request.natGatewayId(),
        Stream.of(
            request.transitGatewayId(),
            request.vpcEndpointId(),
            request.networkInterfaceId(),
            request.instanceId(),
            request.vpcPeeringConnectionId(),
            request.egressOnlyInternetGatewayId(),
            request.localGatewayId(),
            request.carrierGatewayId(),
            request.coreNetworkArn(),
            request.destinationIpv6CidrBlock()));
    var table = tables.all().get(Refusal.required("routeTableId", request.routeTableId()));
    tables.add(
        request.routeTableId(),
        route(
            table,
            request.destinationCidrBlock(),
            request.destinationPrefixListId(),
            request.gatewayId(),
            request.natGatewayId()));
  }

  void replace(ReplaceRouteRequest request) {
    requireOneTarget(
        request.gatewayId(),
        request.natGatewayId(),
        Stream.of(
            request.transitGatewayId(),
            request.vpcEndpointId(),
            request.networkInterfaceId(),
            request.instanceId(),
            request.vpcPeeringConnectionId(),
            request.destinationIpv6CidrBlock()));
    var table = tables.all().get(Refusal.required("routeTableId", request.routeTableId()));
    tables.replace(
        request.routeTableId(),
        route(
            table,
            request.destinationCidrBlock(),
            request.destinationPrefixListId(),
            request.gatewayId(),
            request.natGatewayId()));
  }

  private static void requireOneTarget(String gateway, String nat, Stream<String> others) {
    if (others.anyMatch(Objects::nonNull)) {
      throw new UnsupportedOperationException(
          "ec2: in the region, routes lead to internet gateways and NAT gateways, by IPv4");
    }
    if ((gateway == null) == (nat == null)) {
      throw gateway == null
          ? Refusal.missing("gatewayId")
          : Refusal.of(
              "InvalidParameterCombination",
              "Exactly one of the route's targets must be specified");
    }
  }

  private Route route(
      RouteTable table, String block, String prefixList, String gateway, String nat) {
    var destination = block == null ? null : cidr(block);
    if (gateway != null && gateway.startsWith("igw-")) {
      internet.all().get(gateway);
      if (internet.all().get(gateway).attachments().stream()
          .noneMatch(a -> a.vpcId().equals(table.vpcId()))) {
        throw Refusal.of(
            "InvalidParameterValue",
            "route table "
                + table.routeTableId()
                + " and network gateway "
                + gateway
                + " belong to different networks");
      }
    } else if (gateway != null) {
      throw Refusal.of(
          "InvalidGatewayID.NotFound", "The gateway ID '" + gateway + "' does not exist");
    }
    if (nat != null && nats.all().find(nat).filter(n -> !NatGateways.isGone(n)).isEmpty()) {
      throw Refusal.of(
          "InvalidNatGatewayID.NotFound", "The natGateway ID '" + nat + "' does not exist");
    }
    return Route.builder()
        .destinationCidrBlock(destination)
        .destinationPrefixListId(prefixList)
        .gatewayId(gateway)
        .natGatewayId(nat)
        .origin(RouteOrigin.CREATE_ROUTE)
        .state(RouteState.ACTIVE)
        .build();
  }

  private static String cidr(String text) {
    return Cidr.parse(text)
        .map(Cidr::toString)
        .orElseThrow(
            () -> Refusal.value("destinationCidrBlock", text, "This is not a valid CIDR block."));
  }

  /** A table as it is described: a route to what is gone is a black hole. */
  RouteTable shown(RouteTable table) {
    return table.toBuilder().routes(table.routes().stream().map(this::shown).toList()).build();
  }

  private Route shown(Route route) {
    boolean leads =
        route.natGatewayId() != null
            ? nats.all().find(route.natGatewayId()).filter(n -> !NatGateways.isGone(n)).isPresent()
            : !route.gatewayId().startsWith("igw-")
                || internet
                    .all()
                    .find(route.gatewayId())
                    .filter(g -> !g.attachments().isEmpty())
                    .isPresent();
    return leads ? route : route.toBuilder().state(RouteState.BLACKHOLE).build();
  }
}
