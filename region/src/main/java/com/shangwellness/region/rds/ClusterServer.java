package com.shangwellness.region.rds;

import com.shangwellness.region.database.DatabaseEngine;
import com.shangwellness.region.database.DatabaseEvents;
import com.shangwellness.region.database.DatabaseSpec;
import com.shangwellness.region.network.Loopback;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceStatusInfo;

/**
 * The one real server of a cluster, at the address of the member that writes. Readers are
 * described, and their endpoints answer from the writer. A server that ends by itself is started
 * again, as RDS restarts one.
 */
final class ClusterServer {

  /** Of the machine's time. */
  private static final Duration RESTART_AFTER = Duration.ofSeconds(1);

  private final DatabaseEngine engine;
  private final Clusters clusters;
  private final Instances instances;
  private final ClusterParameterGroups parameterGroups;
  private final PasswordRotation rotation;
  private final Names names;
  private final Store store;

  ClusterServer(
      DatabaseEngine engine,
      Clusters clusters,
      Instances instances,
      ClusterParameterGroups parameterGroups,
      PasswordRotation rotation,
      Names names,
      Store store) {
    this.engine = engine;
    this.clusters = clusters;
    this.instances = instances;
    this.parameterGroups = parameterGroups;
    this.rotation = rotation;
    this.names = names;
    this.store = store;
  }

  /**
   * Makes {@code instance} a member: the first one writes, and its server is started; a later one
   * reads.
   */
  void join(DBCluster cluster, DBInstance instance) {
    boolean writes = Clusters.writer(cluster).isEmpty();
    var members = new ArrayList<>(cluster.dbClusterMembers());
    members.add(
        DBClusterMember.builder()
            .dbInstanceIdentifier(instance.dbInstanceIdentifier())
            .isClusterWriter(writes)
            .dbClusterParameterGroupStatus("in-sync")
            .promotionTier(instance.promotionTier())
            .build());
    var changed = described(cluster, members);
    bindNames(changed);
    if (writes) {
      start(changed);
    } else {
      settleReader(changed, instance);
    }
  }

  private void settleReader(DBCluster cluster, DBInstance reader) {
    var writer = instances.get(Clusters.writer(cluster).orElseThrow().dbInstanceIdentifier());
    if (writer.dbInstanceStatus().equals("available")) {
      instances.put(reader.toBuilder().dbInstanceStatus("available").build());
    }
  }

  /**
   * Takes a member away; when it was the one that writes, the reader of the lowest tier is
   * promoted, as Aurora does.
   */
  void leave(DBCluster cluster, DBInstance instance) {
    boolean wrote =
        Clusters.writer(cluster)
            .filter(m -> m.dbInstanceIdentifier().equals(instance.dbInstanceIdentifier()))
            .isPresent();
    var members =
        new ArrayList<>(
            cluster.dbClusterMembers().stream()
                .filter(m -> !m.dbInstanceIdentifier().equals(instance.dbInstanceIdentifier()))
                .toList());
    names.unbind(instance.endpoint().address());
    if (!wrote) {
      described(cluster, members);
      instances.remove(instance.dbInstanceIdentifier());
    } else if (members.isEmpty()) {
      described(cluster, members);
      names.unbind(cluster.endpoint());
      names.unbind(cluster.readerEndpoint());
      stopThenRemove(cluster, instance);
    } else {
      promote(described(cluster, members), Optional.empty());
      instances.remove(instance.dbInstanceIdentifier());
    }
  }

  /** Carries on the end of a last member whose server was being stopped. */
  void stopThenRemove(DBCluster cluster, DBInstance instance) {
    var name = instance.dbInstanceIdentifier();
    store.afterCommit(
        () ->
            engine.stop(
                cluster.dbClusterResourceId(),
                new Answers(cluster) {
                  @Override
                  public void stopped() {
                    instances.find(name).ifPresent(found -> instances.remove(name));
                  }
                }));
  }

  /**
   * Lets another member write: {@code target}, or the one of the lowest tier. Connections break, as
   * in a failover.
   */
  void promote(DBCluster cluster, Optional<String> target) {
    var chosen =
        target.orElseGet(
            () ->
                cluster.dbClusterMembers().stream()
                    .filter(m -> !m.isClusterWriter())
                    .min(Comparator.comparing(DBClusterMember::promotionTier))
                    .orElseThrow()
                    .dbInstanceIdentifier());
    var members =
        cluster.dbClusterMembers().stream()
            .map(
                m -> m.toBuilder().isClusterWriter(m.dbInstanceIdentifier().equals(chosen)).build())
            .toList();
    var changed = described(cluster, members);
    bindNames(changed);
    start(changed);
  }

  /** Starts, or restarts, the server of a cluster that has a writer. */
  void start(DBCluster cluster) {
    var spec = spec(cluster);
    store.afterCommit(() -> engine.start(spec, new Answers(cluster)));
  }

  private DBCluster described(DBCluster cluster, List<DBClusterMember> members) {
    long zones =
        members.stream()
            .map(m -> instances.get(m.dbInstanceIdentifier()).availabilityZone())
            .distinct()
            .count();
    return clusters.put(cluster.toBuilder().dbClusterMembers(members).multiAZ(zones > 1).build());
  }

  private void bindNames(DBCluster cluster) {
    var address = List.of(Loopback.of(instances.address(writer(cluster))));
    namesOf(cluster).forEach(name -> names.bind(name, address));
  }

  private List<String> namesOf(DBCluster cluster) {
    return Stream.concat(
            Stream.of(cluster.endpoint(), cluster.readerEndpoint()),
            cluster.dbClusterMembers().stream()
                .map(m -> instances.get(m.dbInstanceIdentifier()).endpoint().address()))
        .toList();
  }

  private static String writer(DBCluster cluster) {
    return Clusters.writer(cluster).orElseThrow().dbInstanceIdentifier();
  }

  private DatabaseSpec spec(DBCluster cluster) {
    return new DatabaseSpec(
        cluster.dbClusterResourceId(),
        Loopback.of(instances.address(writer(cluster))),
        cluster.port(),
        namesOf(cluster),
        Optional.ofNullable(cluster.databaseName()).orElse(""),
        cluster.masterUsername(),
        rotation.password(cluster),
        parameterGroups.requiresTls(cluster.dbClusterParameterGroup()));
  }

  /**
   * What the engine's events mean for the members; events for a cluster that is gone mean nothing.
   */
  private class Answers implements DatabaseEvents {
    private final String cluster;

    Answers(DBCluster cluster) {
      this.cluster = cluster.dbClusterIdentifier();
    }

    @Override
    public void available() {
      withStatus("available", Optional.empty());
      rotation.carryOn(cluster);
    }

    @Override
    public void failed(String reason) {
      clusters
          .find(cluster)
          .filter(found -> Clusters.writer(found).isPresent())
          .ifPresent(
              found -> {
                boolean neverRan =
                    instances.get(writer(found)).dbInstanceStatus().equals("creating");
                withStatus(neverRan ? "failed" : "rebooting", Optional.of(reason));
                if (!neverRan) {
                  engine.after(
                      RESTART_AFTER, "rds: " + cluster + " is started again", this::startAgain);
                }
              });
    }

    private void startAgain() {
      clusters
          .find(cluster)
          .filter(found -> Clusters.writer(found).isPresent())
          .ifPresent(ClusterServer.this::start);
    }

    @Override
    public void stopped() {
      withStatus("stopped", Optional.empty());
    }

    @Override
    public void deleted() {
      // Nothing was asked to be deleted.
    }

    private void withStatus(String status, Optional<String> reason) {
      clusters.find(cluster).stream()
          .flatMap(found -> instances.of(found).stream())
          .filter(instance -> !instance.dbInstanceStatus().equals("deleting"))
          .forEach(
              instance ->
                  instances.put(
                      instance.toBuilder()
                          .dbInstanceStatus(status)
                          .statusInfos(infos(status, reason))
                          .build()));
    }

    private static List<DBInstanceStatusInfo> infos(String status, Optional<String> reason) {
      return reason.stream()
          .map(
              r ->
                  DBInstanceStatusInfo.builder()
                      .status(status)
                      .normal(false)
                      .statusType("server")
                      .message(r)
                      .build())
          .toList();
    }
  }
}
