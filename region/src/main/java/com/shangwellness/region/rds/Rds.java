package com.shangwellness.region.rds;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.database.DatabaseEngine;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.*;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Amazon RDS for Aurora MySQL clusters (RDS API reference, 2014-10-31). */
public final class Rds implements RdsClient {

  private final Ids ids;
  private final SubnetGroups subnetGroups;
  private final ClusterParameterGroups parameterGroups;
  private final Clusters clusters;
  private final Instances instances;
  private final RdsTags tags;
  private final PasswordRotation rotation;
  private final ClusterServer servers;
  private final ClusterRemoval removal;
  private final Function<MetricSink, DatabaseMetrics> metrics;

  /**
   * RDS at {@code place}; servers of clusters that exist already are started by the timeline's next
   * action.
   */
  public Rds(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      Ec2Client ec2,
      SecretsManagerClient secrets,
      Names names,
      DatabaseEngine engine) {
    this.ids = ids;
    var identifiers = new Identifiers(place);
    var prefix = place.region() + "/rds.";
    var passwords = new MasterPasswords(place, secrets, ids);
    this.subnetGroups =
        new SubnetGroups(
            store.table(prefix + "subnetGroups", DBSubnetGroup.class), identifiers, ec2);
    this.parameterGroups =
        new ClusterParameterGroups(
            store.table(
                prefix + "clusterParameterGroups", ClusterParameterGroups.ParameterGroup.class),
            identifiers);
    this.clusters =
        new Clusters(
            store.table(prefix + "clusters", DBCluster.class),
            store.table(prefix + "clusterSnapshots", DBClusterSnapshot.class),
            identifiers,
            subnetGroups,
            parameterGroups,
            passwords,
            timeline);
    this.instances =
        new Instances(
            store.table(prefix + "instances", DBInstance.class),
            store.table(prefix + "placements", Instances.Placement.class),
            identifiers,
            subnetGroups,
            ec2,
            timeline);
    this.tags =
        new RdsTags(store.table(prefix + "groupTags", RdsTags.TagSet.class), clusters, instances);
    this.rotation = new PasswordRotation(engine, clusters, passwords, store);
    this.servers =
        new ClusterServer(engine, clusters, instances, parameterGroups, rotation, names, store);
    this.removal = new ClusterRemoval(engine, clusters, store);
    this.metrics = sink -> new DatabaseMetrics(timeline, store, clusters, engine, sink);
    timeline.post("rds: the servers of clusters are started", this::carryOn);
  }

  /** Writes what databases use there at the end of each minute, from now on. To be called once. */
  public void measureTo(MetricSink sink) {
    metrics.apply(sink).begin();
  }

  private void carryOn() {
    clusters.all().stream()
        .filter(cluster -> Clusters.writer(cluster).isPresent())
        .forEach(this::startAgain);
    instances.all().stream()
        .filter(instance -> instance.dbInstanceStatus().equals("deleting"))
        .forEach(
            instance ->
                clusters
                    .find(instance.dbClusterIdentifier())
                    .ifPresentOrElse(
                        cluster -> servers.stopThenRemove(cluster, instance),
                        () -> instances.remove(instance.dbInstanceIdentifier())));
    removal.carryOn();
  }

  private void startAgain(DBCluster cluster) {
    instances.of(cluster).stream()
        .filter(instance -> instance.dbInstanceStatus().equals("available"))
        .forEach(
            instance -> instances.put(instance.toBuilder().dbInstanceStatus("starting").build()));
    servers.start(cluster);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: the engine belongs to who made it. */
  @Override
  public void close() {}

  @Override
  public CreateDbSubnetGroupResponse createDBSubnetGroup(CreateDbSubnetGroupRequest request) {
    var group = subnetGroups.create(request);
    tags.put(group.dbSubnetGroupArn(), request.tags());
    return CreateDbSubnetGroupResponse.builder().dbSubnetGroup(group).build();
  }

  @Override
  public ModifyDbSubnetGroupResponse modifyDBSubnetGroup(ModifyDbSubnetGroupRequest request) {
    return ModifyDbSubnetGroupResponse.builder()
        .dbSubnetGroup(subnetGroups.modify(request))
        .build();
  }

  @Override
  public DescribeDbSubnetGroupsResponse describeDBSubnetGroups(
      DescribeDbSubnetGroupsRequest request) {
    return DescribeDbSubnetGroupsResponse.builder()
        .dbSubnetGroups(subnetGroups.describe(request.dbSubnetGroupName()))
        .build();
  }

  @Override
  public DeleteDbSubnetGroupResponse deleteDBSubnetGroup(DeleteDbSubnetGroupRequest request) {
    tags.forget(subnetGroups.get(request.dbSubnetGroupName()).dbSubnetGroupArn());
    subnetGroups.delete(
        request.dbSubnetGroupName(),
        name -> clusters.all().stream().anyMatch(c -> c.dbSubnetGroup().equals(name)));
    return DeleteDbSubnetGroupResponse.builder().build();
  }

  @Override
  public CreateDbClusterParameterGroupResponse createDBClusterParameterGroup(
      CreateDbClusterParameterGroupRequest request) {
    var group = parameterGroups.create(request);
    tags.put(group.dbClusterParameterGroupArn(), request.tags());
    return CreateDbClusterParameterGroupResponse.builder().dbClusterParameterGroup(group).build();
  }

  @Override
  public ModifyDbClusterParameterGroupResponse modifyDBClusterParameterGroup(
      ModifyDbClusterParameterGroupRequest request) {
    parameterGroups.modify(request.dbClusterParameterGroupName(), request.parameters());
    return ModifyDbClusterParameterGroupResponse.builder()
        .dbClusterParameterGroupName(request.dbClusterParameterGroupName())
        .build();
  }

  @Override
  public DescribeDbClusterParameterGroupsResponse describeDBClusterParameterGroups(
      DescribeDbClusterParameterGroupsRequest request) {
    return DescribeDbClusterParameterGroupsResponse.builder()
        .dbClusterParameterGroups(parameterGroups.describe(request.dbClusterParameterGroupName()))
        .build();
  }

  @Override
  public DescribeDbClusterParametersResponse describeDBClusterParameters(
      DescribeDbClusterParametersRequest request) {
    return DescribeDbClusterParametersResponse.builder()
        .parameters(parameterGroups.parameters(request.dbClusterParameterGroupName()))
        .build();
  }

  @Override
  public DeleteDbClusterParameterGroupResponse deleteDBClusterParameterGroup(
      DeleteDbClusterParameterGroupRequest request) {
    parameterGroups.delete(
        request.dbClusterParameterGroupName(),
        name -> clusters.all().stream().anyMatch(c -> c.dbClusterParameterGroup().equals(name)));
    return DeleteDbClusterParameterGroupResponse.builder().build();
  }

  @Override
  public CreateDbClusterResponse createDBCluster(CreateDbClusterRequest request) {
    var resourceId = "cluster-" + ids.alphanumeric(26).toUpperCase(Locale.ROOT);
    return CreateDbClusterResponse.builder()
        .dbCluster(clusters.create(request, resourceId))
        .build();
  }

  /**
   * {@inheritDoc} {@code RotateMasterUserPassword} acts at once; it must be applied immediately, as
   * in RDS.
   */
  @Override
  public ModifyDbClusterResponse modifyDBCluster(ModifyDbClusterRequest request) {
    boolean rotate = Boolean.TRUE.equals(request.rotateMasterUserPassword());
    if (rotate && !Boolean.TRUE.equals(request.applyImmediately())) {
      throw RdsErrors.invalidCombination(
          "You must specify ApplyImmediately when rotating the master user password.");
    }
    var cluster = clusters.modify(request);
    if (rotate) {
      cluster = rotation.begin(cluster);
    }
    return ModifyDbClusterResponse.builder().dbCluster(cluster).build();
  }

  @Override
  public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
    var found =
        request.dbClusterIdentifier() == null
            ? clusters.all()
            : List.of(clusters.get(request.dbClusterIdentifier()));
    return DescribeDbClustersResponse.builder()
        .dbClusters(
            filtered(found, request.filters(), "db-cluster-id", DBCluster::dbClusterIdentifier))
        .build();
  }

  @Override
  public DeleteDbClusterResponse deleteDBCluster(DeleteDbClusterRequest request) {
    var choice = clusters.checkDeletion(request);
    var cluster = clusters.get(request.dbClusterIdentifier());
    return DeleteDbClusterResponse.builder().dbCluster(removal.begin(cluster, choice)).build();
  }

  @Override
  public DescribeDbClusterSnapshotsResponse describeDBClusterSnapshots(
      DescribeDbClusterSnapshotsRequest request) {
    var found =
        clusters.snapshots().stream()
            .filter(
                s ->
                    matches(request.dbClusterSnapshotIdentifier(), s.dbClusterSnapshotIdentifier()))
            .filter(s -> matches(request.dbClusterIdentifier(), s.dbClusterIdentifier()))
            .toList();
    if (found.isEmpty() && request.dbClusterSnapshotIdentifier() != null) {
      throw AwsErrors.of(
          DbClusterSnapshotNotFoundException.builder(),
          "DBClusterSnapshot not found: " + request.dbClusterSnapshotIdentifier());
    }
    return DescribeDbClusterSnapshotsResponse.builder().dbClusterSnapshots(found).build();
  }

  private static boolean matches(String wanted, String found) {
    return wanted == null || wanted.equals(found);
  }

  /**
   * {@inheritDoc} Connections to the writer break and come back at the promoted reader, behind the
   * same endpoint.
   */
  @Override
  public FailoverDbClusterResponse failoverDBCluster(FailoverDbClusterRequest request) {
    var cluster = clusters.changeable(request.dbClusterIdentifier());
    var target = Optional.ofNullable(request.targetDBInstanceIdentifier());
    if (cluster.dbClusterMembers().stream()
        .noneMatch(
            m ->
                !m.isClusterWriter()
                    && target.map(m.dbInstanceIdentifier()::equals).orElse(true))) {
      throw AwsErrors.of(
          InvalidDbClusterStateException.builder(),
          "Cluster "
              + cluster.dbClusterIdentifier()
              + " has no reader that a failover could promote.");
    }
    servers.promote(cluster, target);
    return FailoverDbClusterResponse.builder()
        .dbCluster(clusters.get(cluster.dbClusterIdentifier()))
        .build();
  }

  @Override
  public CreateDbInstanceResponse createDBInstance(CreateDbInstanceRequest request) {
    if (request.dbClusterIdentifier() == null) {
      throw RdsErrors.invalidCombination(
          "This region runs instances of Aurora clusters only: set DBClusterIdentifier.");
    }
    var cluster = clusters.changeable(request.dbClusterIdentifier());
    var instance =
        instances.create(request, cluster, "db-" + ids.alphanumeric(26).toUpperCase(Locale.ROOT));
    servers.join(cluster, instance);
    return CreateDbInstanceResponse.builder().dbInstance(instance).build();
  }

  @Override
  public ModifyDbInstanceResponse modifyDBInstance(ModifyDbInstanceRequest request) {
    var changed = instances.get(request.dbInstanceIdentifier()).toBuilder();
    Optional.ofNullable(request.dbInstanceClass()).ifPresent(changed::dbInstanceClass);
    Optional.ofNullable(request.promotionTier()).ifPresent(changed::promotionTier);
    Optional.ofNullable(request.autoMinorVersionUpgrade())
        .ifPresent(changed::autoMinorVersionUpgrade);
    Optional.ofNullable(request.enablePerformanceInsights())
        .ifPresent(changed::performanceInsightsEnabled);
    Optional.ofNullable(request.performanceInsightsKMSKeyId())
        .ifPresent(changed::performanceInsightsKMSKeyId);
    Optional.ofNullable(request.performanceInsightsRetentionPeriod())
        .ifPresent(changed::performanceInsightsRetentionPeriod);
    Optional.ofNullable(request.monitoringInterval()).ifPresent(changed::monitoringInterval);
    Optional.ofNullable(request.monitoringRoleArn()).ifPresent(changed::monitoringRoleArn);
    Optional.ofNullable(request.publiclyAccessible()).ifPresent(changed::publiclyAccessible);
    return ModifyDbInstanceResponse.builder().dbInstance(instances.put(changed.build())).build();
  }

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
    var found =
        request.dbInstanceIdentifier() == null
            ? instances.all()
            : List.of(instances.get(request.dbInstanceIdentifier()));
    return DescribeDbInstancesResponse.builder()
        .dbInstances(
            filtered(found, request.filters(), "db-cluster-id", DBInstance::dbClusterIdentifier))
        .build();
  }

  @Override
  public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest request) {
    var instance = instances.get(request.dbInstanceIdentifier());
    if (instance.dbInstanceStatus().equals("deleting")) {
      throw AwsErrors.of(
          InvalidDbInstanceStateException.builder(),
          "Instance " + instance.dbInstanceIdentifier() + " is already being deleted.");
    }
    var deleting = instances.put(instance.toBuilder().dbInstanceStatus("deleting").build());
    servers.leave(clusters.get(instance.dbClusterIdentifier()), deleting);
    return DeleteDbInstanceResponse.builder().dbInstance(deleting).build();
  }

  private static <T> List<T> filtered(
      List<T> found,
      List<Filter> filters,
      String name,
      java.util.function.Function<T, String> value) {
    for (var filter : filters) {
      if (!filter.name().equals(name)) {
        throw RdsErrors.invalidValue("Unrecognized filter name: " + filter.name());
      }
    }
    return found.stream()
        .filter(item -> filters.stream().allMatch(f -> f.values().contains(value.apply(item))))
        .toList();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tagList(tags.of(request.resourceName())).build();
  }

  @Override
  public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
    tags.add(request.resourceName(), request.tags());
    return AddTagsToResourceResponse.builder().build();
  }

  @Override
  public RemoveTagsFromResourceResponse removeTagsFromResource(
      RemoveTagsFromResourceRequest request) {
    tags.remove(request.resourceName(), request.tagKeys());
    return RemoveTagsFromResourceResponse.builder().build();
  }
}
