package com.shangwellness.region.rds;

import com.shangwellness.region.database.DatabaseEngine;
import com.shangwellness.region.database.DatabaseEngine.SnapshotChoice;
import com.shangwellness.region.database.DatabaseEvents;
import com.shangwellness.region.store.Store;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import software.amazon.awssdk.services.rds.model.DBCluster;

/**
 * Removes clusters: each is {@code deleting}, and its final snapshot {@code creating}, until the
 * engine says that the data are gone or kept.
 */
final class ClusterRemoval {

  private static final Logger LOG = System.getLogger(ClusterRemoval.class.getName());

  /** Of the machine's time. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final DatabaseEngine engine;
  private final Clusters clusters;
  private final Store store;

  ClusterRemoval(DatabaseEngine engine, Clusters clusters, Store store) {
    this.engine = engine;
    this.clusters = clusters;
    this.store = store;
  }

  /** Begins to remove a cluster that has no instance. */
  DBCluster begin(DBCluster cluster, SnapshotChoice choice) {
    var deleting = clusters.beginRemoval(cluster, choice);
    removeData(deleting);
    return deleting;
  }

  /** Carries on what the region had not finished when it was stopped. */
  void carryOn() {
    clusters.all().stream().filter(Clusters::isDeleting).forEach(this::removeData);
  }

  private void removeData(DBCluster cluster) {
    var choice = clusters.choice(cluster);
    store.afterCommit(
        () -> engine.delete(cluster.dbClusterResourceId(), choice, new Answers(cluster)));
  }

  private final class Answers implements DatabaseEvents {
    private final DBCluster cluster;

    Answers(DBCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public void deleted() {
      clusters
          .find(cluster.dbClusterIdentifier())
          .filter(found -> found.dbClusterResourceId().equals(cluster.dbClusterResourceId()))
          .ifPresent(clusters::endRemoval);
    }

    @Override
    public void failed(String reason) {
      var name = cluster.dbClusterIdentifier();
      LOG.log(Level.WARNING, name + ": its data are not removed yet: " + reason);
      engine.after(AGAIN, "rds: the data of " + name + " are removed", () -> removeData(cluster));
    }

    @Override
    public void available() {
      // Nothing was asked to start.
    }

    @Override
    public void stopped() {
      // Nothing was asked to stop.
    }
  }
}
