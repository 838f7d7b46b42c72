package com.shangwellness.infra.data;

import com.shangwellness.infra.Logs;
import com.shangwellness.infra.Names;
import java.util.List;
import software.constructs.Construct;

/**
 * The log groups that RDS writes to. They are made before the cluster: RDS would make them itself,
 * and keep their events for ever.
 */
final class DatabaseLogs extends Construct {
  /** Logs that leave the database. Not the general log: it holds every statement's values. */
  static final List<String> EXPORTED = List.of("audit", "error", "slowquery");

  DatabaseLogs(Construct scope, Names names, int days) {
    super(scope, "Logs");
    for (var log : EXPORTED) {
      Logs.group(this, log, names.databaseLogGroup(log), days);
    }
  }
}
