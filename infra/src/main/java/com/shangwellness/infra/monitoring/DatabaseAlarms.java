package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Runbook;
import com.shangwellness.infra.settings.Settings;
import software.constructs.Construct;

/** Whether the database has room left, and whether its reader could take over. */
final class DatabaseAlarms extends Construct {
  private static final int MILLISECONDS = 1000;

  DatabaseAlarms(Construct scope, Alarms alarms, Metrics metrics, Settings settings) {
    super(scope, "DatabaseAlarms");
    var limits = settings.monitoring();
    alarms.at(
        this,
        "database-capacity",
        "The database uses "
            + limits.databaseCapacityPercent()
            + " % of its "
            + settings.database().maximumCapacity()
            + " capacity units, for fifteen minutes",
        Runbook.SERVICE_OUTAGE,
        metrics.databaseCapacity(),
        limits.databaseCapacityPercent(),
        15);
    alarms.at(
        this,
        "database-connections",
        "The database has "
            + limits.databaseConnections()
            + " connections or more: it refuses others soon",
        Runbook.SERVICE_OUTAGE,
        metrics.databaseConnections(),
        limits.databaseConnections(),
        5);
    if (settings.database().readers() > 0) {
      alarms.at(
          this,
          "database-replica-lag",
          "The reader is "
              + limits.replicaLagSeconds()
              + " s behind the writer, for five minutes: a failover would take longer",
          Runbook.DATA_RECOVERY,
          metrics.replicaLag(),
          limits.replicaLagSeconds() * MILLISECONDS,
          5);
    }
  }
}
