package com.shangwellness.region.rds;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.database.DatabaseEngine.SnapshotChoice;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DbClusterAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * Clusters as they are described: created, changed, deleted. What runs for one is {@link
 * ClusterServer}'s.
 */
final class Clusters {

  private static final String DELETING = "deleting";

  private final Table<DBCluster> clusters;
  private final Table<DBClusterSnapshot> snapshots;
  private final Identifiers identifiers;
  private final SubnetGroups subnetGroups;
  private final ClusterParameterGroups parameterGroups;
  private final MasterPasswords passwords;
  private final Timeline timeline;

  Clusters(
      Table<DBCluster> clusters,
      Table<DBClusterSnapshot> snapshots,
      Identifiers identifiers,
      SubnetGroups subnetGroups,
      ClusterParameterGroups parameterGroups,
      MasterPasswords passwords,
      Timeline timeline) {
    this.clusters = clusters;
    this.snapshots = snapshots;
    this.identifiers = identifiers;
    this.subnetGroups = subnetGroups;
    this.parameterGroups = parameterGroups;
    this.passwords = passwords;
    this.timeline = timeline;
  }

  DBCluster create(CreateDbClusterRequest request, String resourceId) {
    var name = Identifiers.checked("DBClusterIdentifier", request.dbClusterIdentifier());
    if (clusters.contains(name)) {
      throw AwsErrors.of(DbClusterAlreadyExistsException.builder(), "DB Cluster already exists");
    }
    requireSupported(request);
    var subnetGroup =
        subnetGroups.get(Optional.ofNullable(request.dbSubnetGroupName()).orElse("default"));
    var parameterGroup =
        Optional.ofNullable(request.dbClusterParameterGroupName())
            .orElse("default.aurora-mysql8.0");
    parameterGroups.requireKnown(parameterGroup);
    var arn = identifiers.arn("cluster", name);
    var cluster =
        DBCluster.builder()
            .dbClusterIdentifier(name)
            .dbClusterArn(arn)
            .dbClusterResourceId(resourceId)
            .status("available")
            .clusterCreateTime(timeline.now())
            .engine(request.engine())
            .engineVersion(
                Optional.ofNullable(request.engineVersion()).orElse("8.0.mysql_aurora.3.08.2"))
            .engineMode("provisioned")
            .databaseName(request.databaseName())
            .masterUsername(request.masterUsername())
            .masterUserSecret(
                passwords.create(arn, request.masterUsername(), request.masterUserSecretKmsKeyId()))
            .endpoint(identifiers.writerEndpoint(name))
            .readerEndpoint(identifiers.readerEndpoint(name))
            .port(Optional.ofNullable(request.port()).orElse(3306))
            .dbSubnetGroup(subnetGroup.dbSubnetGroupName())
            .dbClusterParameterGroup(parameterGroup)
            .availabilityZones(
                subnetGroup.subnets().stream()
                    .map(s -> s.subnetAvailabilityZone().name())
                    .distinct()
                    .toList())
            .vpcSecurityGroups(
                request.vpcSecurityGroupIds().stream()
                    .map(
                        g ->
                            VpcSecurityGroupMembership.builder()
                                .vpcSecurityGroupId(g)
                                .status("active")
                                .build())
                    .toList())
            .storageEncrypted(Boolean.TRUE.equals(request.storageEncrypted()))
            .kmsKeyId(request.kmsKeyId())
            .backupRetentionPeriod(Optional.ofNullable(request.backupRetentionPeriod()).orElse(1))
            .preferredBackupWindow(request.preferredBackupWindow())
            .preferredMaintenanceWindow(request.preferredMaintenanceWindow())
            .deletionProtection(Boolean.TRUE.equals(request.deletionProtection()))
            .copyTagsToSnapshot(Boolean.TRUE.equals(request.copyTagsToSnapshot()))
            .enabledCloudwatchLogsExports(request.enableCloudwatchLogsExports())
            .iamDatabaseAuthenticationEnabled(
                Boolean.TRUE.equals(request.enableIAMDatabaseAuthentication()))
            .allocatedStorage(1)
            .multiAZ(false)
            .dbClusterMembers(List.of())
            .associatedRoles(List.of())
            .tagList(request.tags());
    if (request.serverlessV2ScalingConfiguration() != null) {
      cluster.serverlessV2ScalingConfiguration(
          ServerlessV2ScalingConfigurationInfo.builder()
              .minCapacity(request.serverlessV2ScalingConfiguration().minCapacity())
              .maxCapacity(request.serverlessV2ScalingConfiguration().maxCapacity())
              .secondsUntilAutoPause(
                  request.serverlessV2ScalingConfiguration().secondsUntilAutoPause())
              .build());
    }
    return clusters.put(name, cluster.build());
  }

  private static void requireSupported(CreateDbClusterRequest request) {
    if (!"aurora-mysql".equals(request.engine())) {
      throw RdsErrors.invalidValue(
          "Invalid DB engine: "
              + request.engine()
              + ". This region runs clusters of the engine aurora-mysql.");
    }
    if (request.masterUsername() == null) {
      throw RdsErrors.missing("MasterUsername");
    }
    if (!Boolean.TRUE.equals(request.manageMasterUserPassword())) {
      throw RdsErrors.invalidCombination(
          "This region keeps master passwords in Secrets Manager only: set"
              + " ManageMasterUserPassword.");
    }
    var scaling = request.serverlessV2ScalingConfiguration();
    if (scaling != null
        && (scaling.minCapacity() > scaling.maxCapacity() || scaling.maxCapacity() < 1)) {
      throw RdsErrors.invalidCombination(
          "Serverless v2 capacity "
              + scaling.minCapacity()
              + " to "
              + scaling.maxCapacity()
              + " isn't valid. The minimum must be at most the maximum, and the maximum at least"
              + " 1.");
    }
  }

  /** The cluster of that identifier or ARN. */
  DBCluster get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                AwsErrors.of(
                    DbClusterNotFoundException.builder(), "DBCluster " + name + " not found."));
  }

  /**
   * The cluster of that identifier or ARN, to change it.
   *
   * @throws InvalidDbClusterStateException when it is being deleted
   */
  DBCluster changeable(String name) {
    var cluster = get(name);
    if (isDeleting(cluster)) {
      throw AwsErrors.of(
          InvalidDbClusterStateException.builder(),
          "DbCluster " + cluster.dbClusterIdentifier() + " is not in available state.");
    }
    return cluster;
  }

  Optional<DBCluster> find(String name) {
    var identifier = name.substring(name.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    return clusters.get(identifier);
  }

  List<DBCluster> all() {
    return clusters.values();
  }

  DBCluster put(DBCluster cluster) {
    return clusters.put(cluster.dbClusterIdentifier(), cluster);
  }

  DBCluster modify(ModifyDbClusterRequest request) {
    var cluster = changeable(request.dbClusterIdentifier());
    var changed = cluster.toBuilder();
    if (request.masterUserPassword() != null) {
      throw RdsErrors.invalidCombination(
          "You can't specify MasterUserPassword for a cluster whose password is managed in Secrets"
              + " Manager.");
    }
    Optional.ofNullable(request.dbClusterParameterGroupName())
        .ifPresent(
            group -> {
              parameterGroups.requireKnown(group);
              changed.dbClusterParameterGroup(group);
            });
    Optional.ofNullable(request.backupRetentionPeriod()).ifPresent(changed::backupRetentionPeriod);
    Optional.ofNullable(request.preferredBackupWindow()).ifPresent(changed::preferredBackupWindow);
    Optional.ofNullable(request.preferredMaintenanceWindow())
        .ifPresent(changed::preferredMaintenanceWindow);
    Optional.ofNullable(request.deletionProtection()).ifPresent(changed::deletionProtection);
    Optional.ofNullable(request.copyTagsToSnapshot()).ifPresent(changed::copyTagsToSnapshot);
    Optional.ofNullable(request.engineVersion()).ifPresent(changed::engineVersion);
    Optional.ofNullable(request.serverlessV2ScalingConfiguration())
        .ifPresent(
            scaling ->
                changed.serverlessV2ScalingConfiguration(
                    ServerlessV2ScalingConfigurationInfo.builder()
                        .minCapacity(scaling.minCapacity())
                        .maxCapacity(scaling.maxCapacity())
                        .secondsUntilAutoPause(scaling.secondsUntilAutoPause())
                        .build()));
    if (request.hasVpcSecurityGroupIds()) {
      changed.vpcSecurityGroups(
          request.vpcSecurityGroupIds().stream()
              .map(
                  g ->
                      VpcSecurityGroupMembership.builder()
                          .vpcSecurityGroupId(g)
                          .status("active")
                          .build())
              .toList());
    }
    if (request.cloudwatchLogsExportConfiguration() != null) {
      var exports = new java.util.TreeSet<>(cluster.enabledCloudwatchLogsExports());
      exports.addAll(request.cloudwatchLogsExportConfiguration().enableLogTypes());
      exports.removeAll(request.cloudwatchLogsExportConfiguration().disableLogTypes());
      changed.enabledCloudwatchLogsExports(exports);
    }
    return put(changed.build());
  }

  /** Checks that a deletion may go ahead, and says what becomes of the data. */
  SnapshotChoice checkDeletion(DeleteDbClusterRequest request) {
    var cluster = changeable(request.dbClusterIdentifier());
    if (cluster.deletionProtection()) {
      throw RdsErrors.invalidCombination(
          "Cannot delete protected Cluster, please disable deletion protection and try again.");
    }
    if (!cluster.dbClusterMembers().isEmpty()) {
      throw AwsErrors.of(
          InvalidDbClusterStateException.builder(),
          "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
    }
    var finalName = request.finalDBSnapshotIdentifier();
    if (Boolean.TRUE.equals(request.skipFinalSnapshot())) {
      if (finalName != null) {
        throw RdsErrors.invalidCombination(
            "FinalDBSnapshotIdentifier can not be specified when deleting a cluster and skipping"
                + " the final snapshot.");
      }
      return new SnapshotChoice.None();
    }
    if (finalName == null) {
      throw RdsErrors.invalidCombination(
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    }
    var name = Identifiers.checked("FinalDBSnapshotIdentifier", finalName, 255);
    if (snapshots.contains(name)) {
      throw AwsErrors.of(
          DbClusterSnapshotAlreadyExistsException.builder(),
          "Cannot create the snapshot because " + name + " already exists.");
    }
    return new SnapshotChoice.Final(name);
  }

  /** Marks the cluster as going, without its secret, and its final snapshot as coming. */
  DBCluster beginRemoval(DBCluster cluster, SnapshotChoice choice) {
    passwords.delete(cluster);
    if (choice instanceof SnapshotChoice.Final kept) {
      snapshots.put(kept.name(), snapshot(kept.name(), cluster));
    }
    return put(cluster.toBuilder().status(DELETING).build());
  }

  private DBClusterSnapshot snapshot(String name, DBCluster cluster) {
    return DBClusterSnapshot.builder()
        .dbClusterSnapshotIdentifier(name)
        .dbClusterSnapshotArn(identifiers.arn("cluster-snapshot", name))
        .dbClusterIdentifier(cluster.dbClusterIdentifier())
        .dbClusterResourceId(cluster.dbClusterResourceId())
        .snapshotCreateTime(timeline.now())
        .clusterCreateTime(cluster.clusterCreateTime())
        .snapshotType("manual")
        .status("creating")
        .percentProgress(0)
        .engine(cluster.engine())
        .engineVersion(cluster.engineVersion())
        .masterUsername(cluster.masterUsername())
        .port(cluster.port())
        .storageEncrypted(cluster.storageEncrypted())
        .kmsKeyId(cluster.kmsKeyId())
        .tagList(cluster.copyTagsToSnapshot() ? cluster.tagList() : List.of())
        .build();
  }

  /** What becomes of the data of a cluster that is going. */
  SnapshotChoice choice(DBCluster deleting) {
    return finalSnapshot(deleting)
        .<SnapshotChoice>map(s -> new SnapshotChoice.Final(s.dbClusterSnapshotIdentifier()))
        .orElseGet(SnapshotChoice.None::new);
  }

  private Optional<DBClusterSnapshot> finalSnapshot(DBCluster deleting) {
    return snapshots.stream()
        .filter(s -> s.dbClusterResourceId().equals(deleting.dbClusterResourceId()))
        .filter(s -> s.status().equals("creating"))
        .findFirst();
  }

  /** The data of a cluster that was going are gone, or are its final snapshot. */
  void endRemoval(DBCluster deleting) {
    finalSnapshot(deleting)
        .map(s -> s.toBuilder().status("available").percentProgress(100).build())
        .ifPresent(s -> snapshots.put(s.dbClusterSnapshotIdentifier(), s));
    clusters.remove(deleting.dbClusterIdentifier());
  }

  static boolean isDeleting(DBCluster cluster) {
    return cluster.status().equals(DELETING);
  }

  List<DBClusterSnapshot> snapshots() {
    return snapshots.values();
  }

  /** The member that writes. */
  static Optional<DBClusterMember> writer(DBCluster cluster) {
    return cluster.dbClusterMembers().stream().filter(DBClusterMember::isClusterWriter).findFirst();
  }
}
