package com.shangwellness.region.ec2;

import java.util.List;

/** What may be deleted, and what goes with it: nothing goes while something depends on it. */
final class Deletions {

  private final Vpcs vpcs;
  private final Subnets subnets;
  private final SecurityGroups groups;
  private final RouteTables tables;
  private final InternetGateways internet;
  private final NetworkInterfaces interfaces;
  private final NetworkAcls acls;
  private final VpcEndpoints endpoints;
  private final FlowLogs flowLogs;

  Deletions(
      Vpcs vpcs,
      Subnets subnets,
      SecurityGroups groups,
      RouteTables tables,
      InternetGateways internet,
      NetworkInterfaces interfaces,
      NetworkAcls acls,
      VpcEndpoints endpoints,
      FlowLogs flowLogs) {
    this.vpcs = vpcs;
    this.subnets = subnets;
    this.groups = groups;
    this.tables = tables;
    this.internet = internet;
    this.interfaces = interfaces;
    this.acls = acls;
    this.endpoints = endpoints;
    this.flowLogs = flowLogs;
  }

  /** A VPC goes with its main route table, its default security group and network ACL. */
  void vpc(String id) {
    vpcs.all().get(Refusal.required("vpcId", id));
    var main = tables.mainOf(id).routeTableId();
    boolean used =
        !subnets.of(id).isEmpty()
            || groups.of(id).size() > 1
            || tables.all().stream()
                .anyMatch(t -> t.vpcId().equals(id) && !t.routeTableId().equals(main))
            || internet.isAttachedTo(id)
            || !endpoints.of(id).isEmpty();
    if (used) {
      throw Refusal.inUse("vpc", id);
    }
    flowLogs.removeOf(id);
    groups.remove(groups.defaultOf(id).groupId());
    tables.all().remove(main);
    acls.removeOf(id);
    vpcs.remove(id);
  }

  void subnet(String id) {
    var subnet = subnets.all().get(Refusal.required("subnetId", id));
    if (interfaces.in(id) > 0) {
      throw Refusal.inUse("subnet", id);
    }
    flowLogs.removeOf(id);
    tables.leave(id);
    acls.leave(subnet.vpcId(), id);
    subnets.all().remove(id);
  }

  void securityGroup(String id) {
    var group = groups.all().get(Refusal.required("groupId", id));
    if (group.groupName().equals("default")) {
      throw Refusal.of(
          "CannotDelete",
          "the specified group: \"" + id + "\" name: \"default\" cannot be deleted by a user");
    }
    if (groups.isReferenced(id) || interfaces.use(id)) {
      throw Refusal.of("DependencyViolation", "resource " + id + " has a dependent object");
    }
    groups.remove(id);
  }

  void routeTable(String id) {
    var table = tables.all().get(Refusal.required("routeTableId", id));
    if (!table.associations().isEmpty()) {
      throw Refusal.inUse("routeTable", id);
    }
    tables.all().remove(id);
  }

  void internetGateway(String id) {
    var gateway = internet.all().get(Refusal.required("internetGatewayId", id));
    if (!gateway.attachments().isEmpty()) {
      throw Refusal.inUse("internetGateway", id);
    }
    internet.all().remove(id);
  }

  /** A gateway stays attached while something in the VPC has a public address through it. */
  void detach(String gateway, String vpc) {
    boolean mapped =
        interfaces.all().stream()
            .anyMatch(
                i ->
                    i.vpcId().equals(vpc)
                        && List.of("natGateway", "nat_gateway")
                            .contains(i.interfaceTypeAsString()));
    if (mapped) {
      throw Refusal.of(
          "DependencyViolation",
          "Network "
              + vpc
              + " has some mapped public address(es). Please unmap those public address(es) before"
              + " detaching the gateway.");
    }
    internet.detach(gateway, vpc);
  }
}
