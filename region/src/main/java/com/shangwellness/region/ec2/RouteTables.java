package com.shangwellness.region.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationStateCode;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Route tables: their routes, and the subnets that go by them. */
final class RouteTables {

  private final Ground ground;
  private final Vpcs vpcs;
  private final Subnets subnets;
  private final Resources<RouteTable> tables;

  RouteTables(Ground ground, Vpcs vpcs, Subnets subnets) {
    this.ground = ground;
    this.vpcs = vpcs;
    this.subnets = subnets;
    this.tables =
        new Resources<>(
            ground,
            new Kind<>(
                RouteTable.class,
                "rtb",
                "route-table",
                "InvalidRouteTableID.NotFound",
                "The routeTable ID '%s' does not exist",
                RouteTable::routeTableId,
                RouteTable::tags,
                (table, tags) -> table.toBuilder().tags(tags).build(),
                filters()));
  }

  private static Filters<RouteTable> filters() {
    return Filters.<RouteTable>byTags(RouteTable::tags)
        .with("route-table-id", RouteTable::routeTableId)
        .with("vpc-id", RouteTable::vpcId)
        .with("owner-id", RouteTable::ownerId)
        .withAny("association.main", t -> t.associations().stream().map(a -> a.main()))
        .withAny(
            "association.subnet-id",
            t -> t.associations().stream().map(a -> a.subnetId()).filter(Objects::nonNull))
        .withAny(
            "association.route-table-id", t -> t.associations().stream().map(a -> a.routeTableId()))
        .withAny(
            "association.route-table-association-id",
            t -> t.associations().stream().map(a -> a.routeTableAssociationId()))
        .withAny(
            "route.destination-cidr-block",
            t -> t.routes().stream().map(Route::destinationCidrBlock).filter(Objects::nonNull))
        .withAny(
            "route.destination-prefix-list-id",
            t -> t.routes().stream().map(Route::destinationPrefixListId).filter(Objects::nonNull))
        .withAny(
            "route.gateway-id",
            t -> t.routes().stream().map(Route::gatewayId).filter(Objects::nonNull))
        .withAny(
            "route.nat-gateway-id",
            t -> t.routes().stream().map(Route::natGatewayId).filter(Objects::nonNull))
        .withAny("route.origin", t -> t.routes().stream().map(Route::originAsString))
        .withAny("route.state", t -> t.routes().stream().map(Route::stateAsString));
  }

  Resources<RouteTable> all() {
    return tables;
  }

  RouteTable create(CreateRouteTableRequest request) {
    var vpc = vpcs.all().get(Refusal.required("vpcId", request.vpcId())).vpcId();
    return create(vpc, tables.tags(request.tagSpecifications()));
  }

  private RouteTable create(String vpc, List<Tag> tags) {
    var local =
        Route.builder()
            .destinationCidrBlock(vpcs.cidr(vpc).toString())
            .gatewayId("local")
            .origin(RouteOrigin.CREATE_ROUTE_TABLE)
            .state(RouteState.ACTIVE)
            .build();
    return tables.put(
        RouteTable.builder()
            .routeTableId(tables.newId())
            .vpcId(vpc)
            .ownerId(ground.account())
            .routes(local)
            .associations(List.of())
            .propagatingVgws(List.of())
            .tags(tags)
            .build());
  }

  /** The table of a VPC's subnets that are associated with none. */
  void createMain(String vpc) {
    var table = create(vpc, List.of());
    associate(table, Optional.empty());
  }

  private RouteTableAssociation associate(RouteTable table, Optional<Subnet> subnet) {
    var association =
        RouteTableAssociation.builder()
            .routeTableAssociationId("rtbassoc-0" + ground.ids().hex(16))
            .routeTableId(table.routeTableId())
            .subnetId(subnet.map(Subnet::subnetId).orElse(null))
            .main(subnet.isEmpty())
            .associationState(s -> s.state(RouteTableAssociationStateCode.ASSOCIATED))
            .build();
    tables.put(
        table.toBuilder()
            .associations(
                Stream.concat(table.associations().stream(), Stream.of(association)).toList())
            .build());
    return association;
  }

  RouteTableAssociation associate(String id, String subnetId) {
    var table = tables.get(Refusal.required("routeTableId", id));
    var subnet = subnets.all().get(Refusal.required("subnetId", subnetId));
    if (!subnet.vpcId().equals(table.vpcId())) {
      throw Refusal.of(
          "InvalidParameterValue",
          "Route table " + id + " and subnet " + subnetId + " belong to different networks");
    }
    var taken = associationOf(subnetId);
    if (taken.isPresent() && taken.get().routeTableId().equals(id)) {
      return taken.get();
    }
    if (taken.isPresent()) {
      throw Refusal.of(
          "Resource.AlreadyAssociated",
          "the specified association for route table "
              + id
              + " conflicts with an existing association");
    }
    return associate(table, Optional.of(subnet));
  }

  private Optional<RouteTableAssociation> associationOf(String subnet) {
    return associations().filter(a -> subnet.equals(a.subnetId())).findFirst();
  }

  private Stream<RouteTableAssociation> associations() {
    return tables.stream().flatMap(table -> table.associations().stream());
  }

  private RouteTableAssociation association(String id) {
    return associations()
        .filter(a -> a.routeTableAssociationId().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    "InvalidAssociationID.NotFound",
                    "The association ID '" + id + "' does not exist"));
  }

  void disassociate(String id) {
    var association = association(Refusal.required("associationId", id));
    if (association.main()) {
      throw Refusal.of(
          "InvalidParameterValue", "cannot disassociate the main route table association " + id);
    }
    forget(association);
  }

  private void forget(RouteTableAssociation association) {
    tables.change(
        association.routeTableId(),
        table ->
            table.toBuilder()
                .associations(
                    table.associations().stream().filter(a -> !a.equals(association)).toList())
                .build());
  }

  /** Lets the subnet of an association (or the VPC, for the main one) go by another table. */
  RouteTableAssociation replace(String associationId, String tableId) {
    var association = association(Refusal.required("associationId", associationId));
    var table = tables.get(Refusal.required("routeTableId", tableId));
    forget(association);
    return associate(
        tables.get(table.routeTableId()),
        Optional.ofNullable(association.subnetId()).map(subnets.all()::get));
  }

  void leave(String subnet) {
    associationOf(subnet).ifPresent(this::forget);
  }

  void add(String id, Route route) {
    var table = tables.get(Refusal.required("routeTableId", id));
    var existing = find(table, route);
    if (existing.filter(route::equals).isPresent()) {
      return;
    }
    if (existing.isPresent()) {
      throw Refusal.of(
          "RouteAlreadyExists",
          "The route identified by " + destination(route) + " already exists.");
    }
    put(table, route, List.of());
  }

  void replace(String id, Route route) {
    var table = tables.get(Refusal.required("routeTableId", id));
    put(table, route, List.of(required(table, route)));
  }

  void remove(String id, Route destination) {
    var table = tables.get(Refusal.required("routeTableId", id));
    var route = required(table, destination);
    if ("local".equals(route.gatewayId())) {
      throw Refusal.of(
          "InvalidParameterValue",
          "cannot remove local route " + destination(route) + " in route table " + id);
    }
    tables.put(
        table.toBuilder()
            .routes(table.routes().stream().filter(r -> !r.equals(route)).toList())
            .build());
  }

  private void put(RouteTable table, Route route, List<Route> instead) {
    var routes = new ArrayList<>(table.routes());
    routes.removeAll(instead);
    routes.add(route);
    tables.put(table.toBuilder().routes(routes).build());
  }

  private static Optional<Route> find(RouteTable table, Route route) {
    return table.routes().stream()
        .filter(r -> destination(r).equals(destination(route)))
        .findFirst();
  }

  private static Route required(RouteTable table, Route route) {
    return find(table, route)
        .orElseThrow(
            () ->
                Refusal.of(
                    "InvalidRoute.NotFound",
                    "no route with destination-cidr-block "
                        + destination(route)
                        + " in route table "
                        + table.routeTableId()));
  }

  static String destination(Route route) {
    return Stream.of(
            route.destinationCidrBlock(),
            route.destinationIpv6CidrBlock(),
            route.destinationPrefixListId())
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> Refusal.missing("destinationCidrBlock"));
  }

  RouteTable mainOf(String vpc) {
    return tables.stream()
        .filter(table -> table.vpcId().equals(vpc))
        .filter(table -> table.associations().stream().anyMatch(RouteTableAssociation::main))
        .findFirst()
        .orElseThrow();
  }
}
