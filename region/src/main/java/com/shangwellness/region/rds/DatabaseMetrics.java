package com.shangwellness.region.rds;

import static com.shangwellness.region.cloudwatch.Datums.dimension;

import com.shangwellness.region.cloudwatch.Datums;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.database.DatabaseEngine;
import com.shangwellness.region.database.DatabaseUsage;
import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.EachMinute;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;

/**
 * What databases say of themselves, in {@code AWS/RDS}, at the end of each minute of region time
 * (Aurora guide, "Amazon CloudWatch metrics for Amazon Aurora"): by instance, by cluster, and by
 * cluster and role.
 *
 * <p>The writer's numbers are those of its real server. A reader has none of its own here (its
 * endpoint answers from the writer): it tells no connections, its least capacity, and no lag.
 * Aurora's own rule for capacity is not published; see {@link #capacity}.
 */
final class DatabaseMetrics {

  private static final String NAMESPACE = "AWS/RDS";

  /** Processors of one capacity unit: 2 GiB of memory go with about a quarter of one. */
  private static final double PROCESSORS_PER_UNIT = 0.25;

  private final Timeline timeline;
  private final Store store;
  private final Clusters clusters;
  private final DatabaseEngine engine;
  private final MetricSink sink;
  private Map<String, DatabaseUsage> before = Map.of();

  DatabaseMetrics(
      Timeline timeline, Store store, Clusters clusters, DatabaseEngine engine, MetricSink sink) {
    this.timeline = timeline;
    this.store = store;
    this.clusters = clusters;
    this.engine = engine;
    this.sink = sink;
  }

  void begin() {
    EachMinute.begin(
        timeline,
        "rds: a minute is measured",
        minute -> store.afterCommit(() -> engine.usage(usage -> write(minute, usage))));
  }

  private void write(Instant minute, Map<String, DatabaseUsage> usage) {
    var datums = new Datums(minute);
    for (var cluster : clusters.all()) {
      var id = cluster.dbClusterResourceId();
      Optional.ofNullable(usage.get(id)).ifPresent(now -> cluster(cluster, now, datums));
    }
    before = Map.copyOf(usage);
    datums.writeTo(sink, NAMESPACE);
  }

  private void cluster(DBCluster cluster, DatabaseUsage now, Datums datums) {
    var then =
        Optional.ofNullable(before.get(cluster.dbClusterResourceId()))
            .map(DatabaseUsage::server)
            .filter(reading -> reading.age().compareTo(now.server().age()) < 0)
            .orElse(Usage.NONE);
    double processors = now.server().processorsSince(then);
    for (var member : cluster.dbClusterMembers()) {
      if (member.isClusterWriter()) {
        var own = dimensions(cluster, member, "WRITER");
        datums.add("DatabaseConnections", StandardUnit.COUNT, now.connections(), own);
        load(cluster, processors, own, datums);
        lagOfAll(cluster, own, datums);
      } else {
        var own = dimensions(cluster, member, "READER");
        datums.add("DatabaseConnections", StandardUnit.COUNT, 0, own);
        load(cluster, 0, own, datums);
        datums.add("AuroraReplicaLag", StandardUnit.MILLISECONDS, 0, own);
      }
    }
  }

  private static void load(
      DBCluster cluster, double processors, List<List<Dimension>> own, Datums datums) {
    var scaling = cluster.serverlessV2ScalingConfiguration();
    if (scaling == null) {
      double all = Runtime.getRuntime().availableProcessors();
      datums.add("CPUUtilization", StandardUnit.PERCENT, percent(processors, all), own);
      return;
    }
    double most = scaling.maxCapacity();
    double capacity = capacity(processors, scaling.minCapacity(), most);
    // "divided by the CPU capacity that's available under the maximum ACU value of the DB cluster"
    datums.add(
        "CPUUtilization",
        StandardUnit.PERCENT,
        percent(processors, most * PROCESSORS_PER_UNIT),
        own);
    datums.add("ServerlessDatabaseCapacity", StandardUnit.COUNT, capacity, own);
    datums.add("ACUUtilization", StandardUnit.PERCENT, percent(capacity, most), own);
  }

  private static double percent(double part, double whole) {
    return Math.min(100, 100 * part / whole);
  }

  /**
   * A stand-in for Aurora's own rule: as many units as the processors in use need, in steps of a
   * half, within the cluster's bounds. It follows at once, where Aurora is slow to shrink.
   */
  static double capacity(double processors, double least, double most) {
    double needed = Math.ceil(processors / PROCESSORS_PER_UNIT * 2) / 2;
    return Math.clamp(needed, least, most);
  }

  // Told by the writer, while there are readers.
  private static void lagOfAll(DBCluster cluster, List<List<Dimension>> own, Datums datums) {
    if (cluster.dbClusterMembers().size() > 1) {
      datums.add("AuroraReplicaLagMaximum", StandardUnit.MILLISECONDS, 0, own);
      datums.add("AuroraReplicaLagMinimum", StandardUnit.MILLISECONDS, 0, own);
    }
  }

  private static List<List<Dimension>> dimensions(
      DBCluster cluster, DBClusterMember member, String role) {
    var whole = dimension("DBClusterIdentifier", cluster.dbClusterIdentifier());
    return List.of(
        List.of(dimension("DBInstanceIdentifier", member.dbInstanceIdentifier())),
        List.of(whole),
        List.of(whole, dimension("Role", role)));
  }
}
