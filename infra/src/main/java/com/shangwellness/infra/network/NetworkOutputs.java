package com.shangwellness.infra.network;

import static com.shangwellness.infra.Reasons.acknowledge;

import com.shangwellness.infra.Neighbour;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/** What the network tells other stacks, and how they read it. Names of outputs never change. */
public final class NetworkOutputs {
  private static final String VPC = "VpcId";
  private static final String PUBLIC = "PublicSubnet";
  private static final String PRIVATE = "PrivateSubnet";
  private static final String DATABASE = "DatabaseSubnet";
  private static final String LOAD_BALANCER_GROUP = "LoadBalancerSecurityGroupId";
  private static final String SERVICE_GROUP = "ServiceSecurityGroupId";
  private static final String DATABASE_GROUP = "DatabaseSecurityGroupId";

  private final Neighbour network;
  private final List<String> zones;

  /** Reads the outputs of {@code network}, which spans {@code zones}. */
  public NetworkOutputs(Neighbour network, List<String> zones) {
    this.network = network;
    this.zones = List.copyOf(zones);
  }

  /** The VPC with all its subnets. */
  public IVpc vpc(Construct scope) {
    var vpc =
        Vpc.fromVpcAttributes(
            scope,
            "Vpc",
            VpcAttributes.builder()
                .vpcId(network.output(VPC))
                .availabilityZones(zones)
                .publicSubnetIds(subnets(PUBLIC))
                .privateSubnetIds(subnets(PRIVATE))
                .isolatedSubnetIds(subnets(DATABASE))
                .build());
    Annotations.of(vpc)
        .acknowledgeWarning(
            "@aws-cdk/aws-ec2:noSubnetRouteTableId", "Routes belong to the network stack alone");
    return vpc;
  }

  /** The load balancer's security group. */
  public ISecurityGroup loadBalancerGroup(Construct scope) {
    return group(scope, "LoadBalancerGroup", LOAD_BALANCER_GROUP);
  }

  /** The tasks' security group. */
  public ISecurityGroup serviceGroup(Construct scope) {
    return group(scope, "ServiceGroup", SERVICE_GROUP);
  }

  /** The database's security group. */
  public ISecurityGroup databaseGroup(Construct scope) {
    return group(scope, "DatabaseGroup", DATABASE_GROUP);
  }

  /** For resources with several of our subnets: the CDK takes them all for the same one. */
  public static void acknowledgeSubnets(Construct construct) {
    acknowledge(
        construct, "W9007", "Each subnet is another output, which the rule does not look at");
  }

  static void write(Construct stack, Vpc vpc, SecurityGroups groups) {
    write(stack, VPC, vpc.getVpcId());
    writeSubnets(stack, PUBLIC, vpc.getPublicSubnets());
    writeSubnets(stack, PRIVATE, vpc.getPrivateSubnets());
    writeSubnets(stack, DATABASE, vpc.getIsolatedSubnets());
    write(stack, LOAD_BALANCER_GROUP, groups.loadBalancer().getAttrGroupId());
    write(stack, SERVICE_GROUP, groups.service().getAttrGroupId());
    write(stack, DATABASE_GROUP, groups.database().getAttrGroupId());
  }

  private static void writeSubnets(Construct stack, String kind, List<ISubnet> subnets) {
    for (int i = 0; i < subnets.size(); i++) {
      write(stack, kind + (i + 1), subnets.get(i).getSubnetId());
    }
  }

  private static void write(Construct stack, String name, String value) {
    CfnOutput.Builder.create(stack, name).value(value).build();
  }

  private List<String> subnets(String kind) {
    return IntStream.rangeClosed(1, zones.size()).mapToObj(i -> network.output(kind + i)).toList();
  }

  private ISecurityGroup group(Construct scope, String id, String output) {
    // Not mutable: the matrix of who reaches whom is complete where the groups are made.
    return SecurityGroup.fromSecurityGroupId(
        scope,
        id,
        network.output(output),
        SecurityGroupImportOptions.builder().mutable(false).build());
  }
}
