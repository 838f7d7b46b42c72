package com.shangwellness.region.rds;

import com.shangwellness.region.database.DatabaseEngine;
import com.shangwellness.region.database.DatabaseEvents;
import com.shangwellness.region.store.Store;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import software.amazon.awssdk.services.rds.model.DBCluster;

/**
 * Gives master users new passwords. The secret keeps the next one as AWSPENDING until the server
 * has it, so that whatever happens in between, a rotation that was begun is carried on.
 */
final class PasswordRotation {

  private static final Logger LOG = System.getLogger(PasswordRotation.class.getName());

  /** Of the machine's time. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private static final String ROTATING = "rotating";

  private final DatabaseEngine engine;
  private final Clusters clusters;
  private final MasterPasswords passwords;
  private final Store store;

  PasswordRotation(
      DatabaseEngine engine, Clusters clusters, MasterPasswords passwords, Store store) {
    this.engine = engine;
    this.clusters = clusters;
    this.passwords = passwords;
    this.store = store;
  }

  /** Begins; one that is under way goes on with the password that it has. */
  DBCluster begin(DBCluster cluster) {
    if (isUnderWay(cluster)) {
      return cluster;
    }
    passwords.prepareNext(cluster);
    var rotating = withStatus(cluster, ROTATING);
    apply(rotating);
    return rotating;
  }

  private static boolean isUnderWay(DBCluster cluster) {
    return cluster.masterUserSecret().secretStatus().equals(ROTATING);
  }

  private DBCluster withStatus(DBCluster cluster, String status) {
    var secret = cluster.masterUserSecret().toBuilder().secretStatus(status).build();
    return clusters.put(cluster.toBuilder().masterUserSecret(secret).build());
  }

  /** The password with which the server is to be started. */
  String password(DBCluster cluster) {
    return isUnderWay(cluster) ? passwords.next(cluster) : passwords.current(cluster);
  }

  /** Carries a rotation on, if one is under way, once the cluster's server is available. */
  void carryOn(String identifier) {
    clusters.find(identifier).filter(PasswordRotation::isUnderWay).ifPresent(this::apply);
  }

  private void apply(DBCluster cluster) {
    var password = passwords.next(cluster);
    store.afterCommit(
        () ->
            engine.changePassword(
                cluster.dbClusterResourceId(),
                cluster.masterUsername(),
                password,
                new Answers(cluster.dbClusterIdentifier())));
  }

  private final class Answers implements DatabaseEvents {
    private final String cluster;

    Answers(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public void available() {
      clusters
          .find(cluster)
          .filter(PasswordRotation::isUnderWay)
          .ifPresent(
              found -> {
                passwords.promoteNext(found);
                var unused = withStatus(found, "active");
              });
    }

    @Override
    public void failed(String reason) {
      LOG.log(Level.WARNING, cluster + ": the password is not rotated yet: " + reason);
      boolean served = clusters.find(cluster).flatMap(Clusters::writer).isPresent();
      if (served) {
        engine.after(AGAIN, "rds: " + cluster + " gets its next password", () -> carryOn(cluster));
      }
    }

    @Override
    public void stopped() {
      // Nothing was asked to stop.
    }

    @Override
    public void deleted() {
      // Nothing was asked to be deleted.
    }
  }
}
