package com.shangwellness.infra.data;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.rds.IClusterEngine;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.constructs.Construct;

/** How the database server behaves. */
final class DatabaseParameters extends Construct {
  // Sorted: a template must not differ from one synthesis to the next.
  private static final Map<String, String> PARAMETERS =
      new TreeMap<>(
          Map.of(
              // A connection without TLS is refused.
              "require_secure_transport", "ON",
              "character_set_server", "utf8mb4",
              "collation_server", "utf8mb4_0900_ai_ci",
              "slow_query_log", "1",
              "long_query_time", "1",
              // Who signed in, and who changed rights or tables. Not the statements: they hold
              // customers' data.
              "server_audit_logging", "1",
              "server_audit_events", "CONNECT,QUERY_DCL,QUERY_DDL"));

  private final ParameterGroup group;

  DatabaseParameters(Construct scope, IClusterEngine engine) {
    super(scope, "Parameters");
    this.group =
        ParameterGroup.Builder.create(this, "Group")
            .engine(engine)
            .description("TLS required, slow statements and sign-ins logged")
            .parameters(PARAMETERS)
            .build();
  }

  ParameterGroup group() {
    return group;
  }
}
