package com.shangwellness.region.rds;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.Subnet;

/** Instances as they are described, each with an address of its own in a subnet of its zone. */
final class Instances {

  /** Where an instance is: its network interface and that interface's private address. */
  record Placement(String networkInterfaceId, String address) {}

  private final Table<DBInstance> instances;
  private final Table<Placement> placements;
  private final Identifiers identifiers;
  private final SubnetGroups subnetGroups;
  private final Ec2Client ec2;
  private final Timeline timeline;

  Instances(
      Table<DBInstance> instances,
      Table<Placement> placements,
      Identifiers identifiers,
      SubnetGroups subnetGroups,
      Ec2Client ec2,
      Timeline timeline) {
    this.instances = instances;
    this.placements = placements;
    this.identifiers = identifiers;
    this.subnetGroups = subnetGroups;
    this.ec2 = ec2;
    this.timeline = timeline;
  }

  /**
   * Describes a new member of {@code cluster} in state {@code creating}, and gives it its address.
   */
  DBInstance create(CreateDbInstanceRequest request, DBCluster cluster, String resourceId) {
    var name = checkNew(request, cluster);
    var group = subnetGroups.get(cluster.dbSubnetGroup());
    var subnet = subnetFor(request.availabilityZone(), group, cluster);
    var securityGroups =
        cluster.vpcSecurityGroups().stream().map(g -> g.vpcSecurityGroupId()).toList();
    var networkInterface =
        ec2.createNetworkInterface(
                r ->
                    r.subnetId(subnet.subnetIdentifier())
                        .groups(securityGroups)
                        .description("RDSNetworkInterface"))
            .networkInterface();
    placements.put(
        name,
        new Placement(networkInterface.networkInterfaceId(), networkInterface.privateIpAddress()));
    return put(
        DBInstance.builder()
            .dbInstanceIdentifier(name)
            .dbInstanceArn(identifiers.arn("db", name))
            .dbiResourceId(resourceId)
            .dbInstanceClass(request.dbInstanceClass())
            .dbInstanceStatus("creating")
            .engine(cluster.engine())
            .engineVersion(cluster.engineVersion())
            .dbClusterIdentifier(cluster.dbClusterIdentifier())
            .dbName(cluster.databaseName())
            .masterUsername(cluster.masterUsername())
            .endpoint(
                Endpoint.builder()
                    .address(identifiers.instanceEndpoint(name))
                    .port(cluster.port())
                    .build())
            .availabilityZone(subnet.subnetAvailabilityZone().name())
            .dbSubnetGroup(group)
            .vpcSecurityGroups(cluster.vpcSecurityGroups())
            .instanceCreateTime(timeline.now())
            .promotionTier(Optional.ofNullable(request.promotionTier()).orElse(1))
            .publiclyAccessible(Boolean.TRUE.equals(request.publiclyAccessible()))
            .autoMinorVersionUpgrade(!Boolean.FALSE.equals(request.autoMinorVersionUpgrade()))
            .performanceInsightsEnabled(Boolean.TRUE.equals(request.enablePerformanceInsights()))
            .performanceInsightsKMSKeyId(request.performanceInsightsKMSKeyId())
            .performanceInsightsRetentionPeriod(request.performanceInsightsRetentionPeriod())
            .monitoringInterval(Optional.ofNullable(request.monitoringInterval()).orElse(0))
            .monitoringRoleArn(request.monitoringRoleArn())
            .storageEncrypted(cluster.storageEncrypted())
            .kmsKeyId(cluster.kmsKeyId())
            .storageType("aurora")
            .multiAZ(false)
            .deletionProtection(false)
            .caCertificateIdentifier("rds-ca-rsa2048-g1")
            .tagList(request.tags())
            .build());
  }

  private String checkNew(CreateDbInstanceRequest request, DBCluster cluster) {
    var name = Identifiers.checked("DBInstanceIdentifier", request.dbInstanceIdentifier());
    if (instances.contains(name)) {
      throw AwsErrors.of(DbInstanceAlreadyExistsException.builder(), "DB instance already exists");
    }
    if (!cluster.engine().equals(request.engine())) {
      throw RdsErrors.invalidCombination(
          "The engine name requested for your DB instance ("
              + request.engine()
              + ") doesn't match the engine name of your DB cluster ("
              + cluster.engine()
              + ").");
    }
    if (cluster.serverlessV2ScalingConfiguration() == null
        && "db.serverless".equals(request.dbInstanceClass())) {
      throw RdsErrors.invalidCombination(
          "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a"
              + " Serverless v2 DB instance.");
    }
    return name;
  }

  /**
   * The subnet of the zone asked for; else one of the zone with the fewest of the cluster's
   * instances.
   */
  private Subnet subnetFor(String zone, DBSubnetGroup group, DBCluster cluster) {
    if (zone != null) {
      return group.subnets().stream()
          .filter(s -> s.subnetAvailabilityZone().name().equals(zone))
          .findFirst()
          .orElseThrow(
              () ->
                  RdsErrors.invalidCombination(
                      "DB subnet group '"
                          + group.dbSubnetGroupName()
                          + "' has no subnet in the zone "
                          + zone
                          + "."));
    }
    return group.subnets().stream()
        .min(
            java.util.Comparator.comparingLong(
                s -> membersIn(s.subnetAvailabilityZone().name(), cluster)))
        .orElseThrow();
  }

  private long membersIn(String zone, DBCluster cluster) {
    return of(cluster).stream().filter(i -> i.availabilityZone().equals(zone)).count();
  }

  /** The instance of that identifier or ARN. */
  DBInstance get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                AwsErrors.of(
                    DbInstanceNotFoundException.builder(), "DBInstance " + name + " not found."));
  }

  Optional<DBInstance> find(String name) {
    return instances.get(name.substring(name.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT));
  }

  List<DBInstance> all() {
    return instances.values();
  }

  List<DBInstance> of(DBCluster cluster) {
    return instances.stream()
        .filter(i -> i.dbClusterIdentifier().equals(cluster.dbClusterIdentifier()))
        .toList();
  }

  DBInstance put(DBInstance instance) {
    return instances.put(instance.dbInstanceIdentifier(), instance);
  }

  /** The private address of an instance. */
  String address(String name) {
    return placements.get(name).orElseThrow().address();
  }

  /** Takes an instance out of the description and gives its address back. */
  void remove(String name) {
    placements
        .get(name)
        .ifPresent(
            placement ->
                ec2.deleteNetworkInterface(
                    r -> r.networkInterfaceId(placement.networkInterfaceId())));
    placements.remove(name);
    instances.remove(name);
  }
}
