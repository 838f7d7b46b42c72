package com.shangwellness.infra.network;

import static com.shangwellness.infra.Reasons.acknowledge;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/** The VPC: a public, a private and a database subnet in each zone, and the ways between them. */
final class AddressSpace extends Construct {
  private final Vpc vpc;

  AddressSpace(Construct scope, Names names, Settings settings) {
    super(scope, "AddressSpace");
    var network = settings.network();
    this.vpc =
        Vpc.Builder.create(this, "Vpc")
            .vpcName(names.vpc())
            .ipAddresses(IpAddresses.cidr(network.cidr()))
            .availabilityZones(settings.zones())
            .natGateways(network.natGateways())
            .subnetConfiguration(
                List.of(
                    subnets("public", SubnetType.PUBLIC, network.subnetPrefix()),
                    subnets("private", SubnetType.PRIVATE_WITH_EGRESS, network.subnetPrefix()),
                    subnets("database", SubnetType.PRIVATE_ISOLATED, network.subnetPrefix())))
            // Emptying the default group takes a custom resource; nothing is ever put into it.
            .restrictDefaultSecurityGroup(false)
            .build();
    acknowledge(
        vpc, "W3010", "The owner names two zones, and the subnets stay where they are for good");
    name("public", vpc.getPublicSubnets(), names);
    name("private", vpc.getPrivateSubnets(), names);
    name("database", vpc.getIsolatedSubnets(), names);
  }

  Vpc vpc() {
    return vpc;
  }

  private static SubnetConfiguration subnets(String name, SubnetType type, int prefix) {
    var subnets = SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(prefix);
    if (type == SubnetType.PUBLIC) {
      // Only the load balancer and the NAT gateways live here, and they bring their own addresses.
      subnets.mapPublicIpOnLaunch(false);
    }
    return subnets.build();
  }

  private static void name(String kind, List<ISubnet> subnets, Names names) {
    for (var subnet : subnets) {
      Tags.of(subnet).add("Name", names.subnet(kind, subnet.getAvailabilityZone()));
    }
  }
}
