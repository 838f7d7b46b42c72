package com.shangwellness.region.rds;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.database.DatabaseUsage;
import com.shangwellness.region.database.SimulatedDatabases;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.testing.GatheredMetrics;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Aurora guide, "Amazon CloudWatch metrics for Amazon Aurora". */
class DatabaseMetricsTest {

  private static final String RDS = "AWS/RDS";
  private static final String CLUSTER = "DBClusterIdentifier=aurora";
  private static final String WRITER = "DBInstanceIdentifier=aurora-1";
  private static final String READER = "DBInstanceIdentifier=aurora-2";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final Stage stage = new Stage();
  private final GatheredMetrics metrics = new GatheredMetrics();
  private SimulatedDatabases databases;
  private Rds rds;
  private String server;

  @BeforeEach
  void twoInstances() {
    databases = new SimulatedDatabases(stage.timeline, Duration.ofSeconds(3));
    var kms = new Kms(stage.place, stage.timeline, stage.store, stage.ids, stage.random);
    rds =
        new Rds(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new TwoZones(),
            new SecretsManager(
                stage.place, stage.timeline, stage.store, stage.ids, kms, stage.random),
            new Names(stage.store, folder.resolve("hosts")),
            databases);
    stage.ask(
        () ->
            rds.createDBSubnetGroup(
                r ->
                    r.dbSubnetGroupName("database")
                        .dbSubnetGroupDescription("d")
                        .subnetIds("subnet-a", "subnet-b")));
    stage.ask(
        () ->
            rds.createDBCluster(
                r ->
                    r.dbClusterIdentifier("aurora")
                        .engine("aurora-mysql")
                        .masterUsername("admin")
                        .manageMasterUserPassword(true)
                        .dbSubnetGroupName("database")
                        .serverlessV2ScalingConfiguration(
                            s -> s.minCapacity(0.5).maxCapacity(8.0))));
    instance("aurora-1", "a");
    instance("aurora-2", "b");
    server =
        stage.ask(() -> rds.describeDBClusters()).dbClusters().getFirst().dbClusterResourceId();
    stage.timeline.post("test", () -> rds.measureTo(metrics));
    stage.passes(MINUTE.plusSeconds(1));
    metrics.clear();
  }

  private void instance(String name, String zone) {
    stage.ask(
        () ->
            rds.createDBInstance(
                r ->
                    r.dbInstanceIdentifier(name)
                        .dbClusterIdentifier("aurora")
                        .engine("aurora-mysql")
                        .dbInstanceClass("db.serverless")
                        .availabilityZone("ap-south-1" + zone)));
  }

  /** By now the server has used {@code processor} of a life of {@code age}. */
  private void hasUsed(Duration processor, Duration age, int connections) {
    databases.load(server, new DatabaseUsage(new Usage(processor, age, 1 << 20), connections));
  }

  @Test
  void connections_are_told_by_instance_by_cluster_and_by_role_and_are_the_writers() {
    hasUsed(Duration.ZERO, MINUTE, 7);
    stage.passes(MINUTE);

    assertThat(metrics.values(RDS, "DatabaseConnections", WRITER)).containsExactly(7.0);
    assertThat(metrics.values(RDS, "DatabaseConnections", READER)).containsExactly(0.0);
    assertThat(metrics.values(RDS, "DatabaseConnections", CLUSTER))
        .containsExactlyInAnyOrder(7.0, 0.0);
    assertThat(metrics.values(RDS, "DatabaseConnections", CLUSTER, "Role=WRITER"))
        .containsExactly(7.0);
    assertThat(metrics.values(RDS, "DatabaseConnections", CLUSTER, "Role=READER"))
        .containsExactly(0.0);
  }

  @ParameterizedTest(name = "{0} s of a processor in a minute: {1} ACU, {2} % of them, CPU {3} %")
  @CsvSource({
    "0, 0.5, 6.25, 0",
    "30, 2, 25, 25",
    "60, 4, 50, 50",
    "100, 7, 87.5, 83.3",
    "900, 8, 100, 100"
  })
  void what_the_server_used_since_the_minute_before_is_its_load(
      int seconds, double capacity, double used, double cpu) {
    hasUsed(Duration.ofSeconds(500), Duration.ofMinutes(10), 1);
    stage.passes(MINUTE);
    metrics.clear();
    hasUsed(Duration.ofSeconds(500 + seconds), Duration.ofMinutes(11), 1);
    stage.passes(MINUTE);

    assertThat(metrics.values(RDS, "ServerlessDatabaseCapacity", WRITER)).containsExactly(capacity);
    assertThat(metrics.values(RDS, "ACUUtilization", WRITER)).containsExactly(used);
    assertThat(metrics.values(RDS, "CPUUtilization", WRITER))
        .singleElement()
        .satisfies(percent -> assertThat(Math.round(percent * 10) / 10.0).isEqualTo(cpu));
    assertThat(metrics.values(RDS, "ServerlessDatabaseCapacity", READER)).containsExactly(0.5);
  }

  @Test
  void a_server_that_was_started_anew_is_measured_from_its_start() {
    hasUsed(Duration.ofSeconds(500), Duration.ofMinutes(10), 1);
    stage.passes(MINUTE);
    metrics.clear();
    hasUsed(Duration.ofSeconds(15), Duration.ofSeconds(30), 1);
    stage.passes(MINUTE);

    assertThat(metrics.values(RDS, "ServerlessDatabaseCapacity", WRITER)).containsExactly(2.0);
  }

  @Test
  void lag_is_the_readers_and_its_extremes_the_writers() {
    stage.passes(MINUTE);

    assertThat(metrics.values(RDS, "AuroraReplicaLag", READER)).containsExactly(0.0);
    assertThat(metrics.values(RDS, "AuroraReplicaLag", WRITER)).isEmpty();
    assertThat(metrics.values(RDS, "AuroraReplicaLagMaximum", WRITER)).containsExactly(0.0);
    assertThat(metrics.values(RDS, "AuroraReplicaLagMinimum", WRITER)).containsExactly(0.0);
    assertThat(metrics.values(RDS, "AuroraReplicaLagMaximum", READER)).isEmpty();
  }

  @Test
  void a_minute_is_stamped_with_its_beginning_and_units_are_auroras() {
    stage.passes(MINUTE);

    assertThat(metrics.all())
        .isNotEmpty()
        .allMatch(d -> d.timestamp().equals(Instant.parse("2026-01-01T00:01:00Z")))
        .allMatch(
            d ->
                d.unit()
                    == switch (d.metricName()) {
                      case "CPUUtilization", "ACUUtilization" -> StandardUnit.PERCENT;
                      case "DatabaseConnections", "ServerlessDatabaseCapacity" ->
                          StandardUnit.COUNT;
                      default -> StandardUnit.MILLISECONDS;
                    });
  }

  @Test
  void a_server_that_does_not_run_says_nothing() {
    databases.dies(server);
    databases.refuses(server);
    stage.passes(MINUTE);

    assertThat(metrics.all()).isEmpty();
  }
}
