package com.shangwellness.region.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.database.SimulatedDatabases;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbSubnetGroupStateException;
import software.amazon.awssdk.services.rds.model.Parameter;

class RdsTest {

  private static final Place MUMBAI = new Place("123456789012", "ap-south-1");

  @TempDir Path folder;

  private final TwoZones ec2 = new TwoZones();
  private Store store;
  private VirtualTimeline timeline;
  private Names names;
  private SecretsManager secrets;
  private SimulatedDatabases databases;
  private Rds rds;

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @AfterEach
  void end() {
    store.close();
  }

  private void open(Instant now) {
    var random = new Random(7);
    store = Store.open(folder.resolve("region.db"));
    timeline = new VirtualTimeline(now, store);
    names = new Names(store, folder.resolve("hosts"));
    var ids = new Ids(random);
    secrets =
        new SecretsManager(
            MUMBAI, timeline, store, ids, new Kms(MUMBAI, timeline, store, ids, random), random);
    databases = new SimulatedDatabases(timeline, Duration.ofSeconds(3));
    rds = new Rds(MUMBAI, timeline, store, ids, ec2, secrets, names, databases);
    timeline.settle();
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return timeline.call("ask", question).join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private void createCluster() {
    ask(
        () ->
            rds.createDBSubnetGroup(
                r ->
                    r.dbSubnetGroupName("database")
                        .dbSubnetGroupDescription("d")
                        .subnetIds("subnet-a", "subnet-b")));
    ask(
        () ->
            rds.createDBClusterParameterGroup(
                r ->
                    r.dbClusterParameterGroupName("tls")
                        .dbParameterGroupFamily("aurora-mysql8.0")
                        .description("d")));
    ask(
        () ->
            rds.modifyDBClusterParameterGroup(
                r ->
                    r.dbClusterParameterGroupName("tls")
                        .parameters(
                            Parameter.builder()
                                .parameterName("require_secure_transport")
                                .parameterValue("ON")
                                .build())));
    ask(
        () ->
            rds.createDBCluster(
                r ->
                    r.dbClusterIdentifier("aurora")
                        .engine("aurora-mysql")
                        .databaseName("wellness")
                        .masterUsername("admin")
                        .manageMasterUserPassword(true)
                        .dbSubnetGroupName("database")
                        .dbClusterParameterGroupName("tls")
                        .serverlessV2ScalingConfiguration(
                            s -> s.minCapacity(0.5).maxCapacity(8.0))));
  }

  private void createInstance(String name, String zone) {
    ask(
        () ->
            rds.createDBInstance(
                r ->
                    r.dbInstanceIdentifier(name)
                        .dbClusterIdentifier("aurora")
                        .engine("aurora-mysql")
                        .dbInstanceClass("db.serverless")
                        .availabilityZone("ap-south-1" + zone)));
  }

  private void production() {
    createCluster();
    createInstance("aurora-1", "a");
    createInstance("aurora-2", "b");
    timeline.passes(Duration.ofSeconds(3));
  }

  private DBCluster cluster() {
    return ask(() -> rds.describeDBClusters(r -> r.dbClusterIdentifier("aurora")))
        .dbClusters()
        .getFirst();
  }

  private DBInstance instance(String name) {
    return ask(() -> rds.describeDBInstances(r -> r.dbInstanceIdentifier(name)))
        .dbInstances()
        .getFirst();
  }

  private String secret() {
    var arn = cluster().masterUserSecret().secretArn();
    return ask(() -> secrets.getSecretValue(r -> r.secretId(arn))).secretString();
  }

  @Test
  void a_clusters_first_instance_writes_once_its_server_accepts_connections_and_the_second_reads() {
    createCluster();
    createInstance("aurora-1", "a");
    createInstance("aurora-2", "b");
    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("creating");

    timeline.passes(Duration.ofSeconds(3));

    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("available");
    assertThat(instance("aurora-2").dbInstanceStatus()).isEqualTo("available");
    assertThat(cluster().multiAZ()).isTrue();
    assertThat(Clusters.writer(cluster()).orElseThrow().dbInstanceIdentifier())
        .isEqualTo("aurora-1");
    assertThat(databases.servers()).hasSize(1);
  }

  @Test
  void the_server_runs_with_the_secrets_password_and_refuses_connections_without_tls() {
    production();
    var server = databases.servers().values().iterator().next();
    assertThat(secret())
        .contains("\"password\":\"" + server.password() + "\"")
        .contains("\"username\":\"admin\"");
    assertThat(server.requireTls()).isTrue();
    assertThat(server.database()).isEqualTo("wellness");
  }

  @Test
  void all_endpoints_lead_to_the_writer() {
    production();
    var writer = databases.servers().values().iterator().next().address();
    assertThat(writer).startsWith("127.0.20.");
    assertThat(names.resolve(cluster().endpoint()).orElseThrow()).containsExactly(writer);
    assertThat(names.resolve(cluster().readerEndpoint()).orElseThrow()).containsExactly(writer);
    assertThat(names.resolve(instance("aurora-2").endpoint().address()).orElseThrow())
        .containsExactly(writer);
  }

  @Test
  void a_failover_moves_the_server_to_the_readers_address_behind_the_same_endpoint() {
    production();
    var endpoint = cluster().endpoint();
    ask(() -> rds.failoverDBCluster(r -> r.dbClusterIdentifier("aurora")));
    timeline.passes(Duration.ofSeconds(3));

    assertThat(Clusters.writer(cluster()).orElseThrow().dbInstanceIdentifier())
        .isEqualTo("aurora-2");
    assertThat(cluster().endpoint()).isEqualTo(endpoint);
    assertThat(names.resolve(endpoint).orElseThrow().getFirst()).startsWith("127.0.21.");
    assertThat(databases.servers().values().iterator().next().address()).startsWith("127.0.21.");
  }

  @Test
  void a_server_that_dies_is_started_again() {
    production();
    databases.dies(cluster().dbClusterResourceId());
    timeline.settle();
    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("rebooting");
    timeline.passes(Duration.ofSeconds(5));
    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void a_server_that_never_starts_fails_the_instance_with_the_reason() {
    createCluster();
    databases.refuses(cluster().dbClusterResourceId());
    createInstance("aurora-1", "a");
    timeline.passes(Duration.ofSeconds(3));
    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("failed");
    assertThat(instance("aurora-1").statusInfos().getFirst().message())
        .isEqualTo("it was told to fail");
  }

  @Test
  void a_rotated_password_reaches_the_server_first_and_the_secret_then() {
    production();
    var before = secret();
    ask(
        () ->
            rds.modifyDBCluster(
                r ->
                    r.dbClusterIdentifier("aurora")
                        .rotateMasterUserPassword(true)
                        .applyImmediately(true)));
    assertThat(secret()).isEqualTo(before);
    assertThat(cluster().masterUserSecret().secretStatus()).isEqualTo("rotating");
    timeline.passes(Duration.ofSeconds(1));
    assertThat(cluster().masterUserSecret().secretStatus()).isEqualTo("active");
    assertThat(secret())
        .isNotEqualTo(before)
        .contains(databases.servers().values().iterator().next().password());
  }

  @Test
  void a_rotation_that_the_region_was_killed_in_is_carried_on() {
    production();
    var before = secret();
    rotate();
    store.close(); // the engine's answer is lost

    open(Instant.parse("2026-01-01T01:00:00Z"));
    timeline.passes(Duration.ofSeconds(5));

    assertThat(cluster().masterUserSecret().secretStatus()).isEqualTo("active");
    assertThat(secret())
        .isNotEqualTo(before)
        .contains(databases.servers().values().iterator().next().password());
  }

  @Test
  void a_rotation_while_the_server_is_down_is_carried_on_when_it_is_back() {
    production();
    var before = secret();
    databases.dies(cluster().dbClusterResourceId());
    timeline.settle();
    rotate();
    rotate();
    timeline.passes(Duration.ofSeconds(10));

    assertThat(secret())
        .isNotEqualTo(before)
        .contains(databases.servers().values().iterator().next().password());
    var arn = cluster().masterUserSecret().secretArn();
    assertThat(
            ask(() -> secrets.describeSecret(r -> r.secretId(arn))).versionIdsToStages().values())
        .containsExactlyInAnyOrder(List.of("AWSCURRENT"), List.of("AWSPREVIOUS"));
  }

  private void rotate() {
    ask(
        () ->
            rds.modifyDBCluster(
                r ->
                    r.dbClusterIdentifier("aurora")
                        .rotateMasterUserPassword(true)
                        .applyImmediately(true)));
  }

  private void deleteClusterKeeping(String snapshot) {
    createCluster();
    ask(
        () ->
            rds.deleteDBCluster(
                r -> r.dbClusterIdentifier("aurora").finalDBSnapshotIdentifier(snapshot)));
  }

  private DBClusterSnapshot snapshot() {
    return ask(() -> rds.describeDBClusterSnapshots(r -> {})).dbClusterSnapshots().getFirst();
  }

  @Test
  void a_cluster_is_deleting_and_its_snapshot_creating_until_the_data_are_moved() {
    deleteClusterKeeping("last");

    assertThat(cluster().status()).isEqualTo("deleting");
    assertThat(snapshot().status()).isEqualTo("creating");
    assertThatThrownBy(() -> createInstance("late", "a"))
        .isInstanceOf(InvalidDbClusterStateException.class)
        .hasMessageContaining("DbCluster aurora is not in available state.");
    timeline.passes(Duration.ofSeconds(1));

    assertThatThrownBy(this::cluster).isInstanceOf(DbClusterNotFoundException.class);
    assertThat(snapshot().status()).isEqualTo("available");
    assertThat(snapshot().percentProgress()).isEqualTo(100);
  }

  @Test
  void a_deletion_that_the_region_was_killed_in_is_carried_on() {
    deleteClusterKeeping("last");
    store.close(); // the engine's answer is lost

    open(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(cluster().status()).isEqualTo("deleting");
    timeline.passes(Duration.ofSeconds(1));

    assertThatThrownBy(this::cluster).isInstanceOf(DbClusterNotFoundException.class);
    assertThat(databases.snapshots()).containsExactly("last");
    assertThat(snapshot().status()).isEqualTo("available");
  }

  @Test
  void a_deletion_whose_data_cannot_be_moved_is_tried_until_they_can() {
    databases.failsToDelete(2);
    deleteClusterKeeping("last");

    timeline.passes(Duration.ofSeconds(15));
    assertThat(cluster().status()).isEqualTo("deleting");
    assertThat(snapshot().status()).isEqualTo("creating");
    timeline.passes(Duration.ofSeconds(15));

    assertThat(snapshot().status()).isEqualTo("available");
  }

  private void forgetCluster() {
    try (var alone = Store.open(folder.resolve("region.db"))) {
      var clusters = alone.table("ap-south-1/rds.clusters", DBCluster.class);
      new VirtualTimeline(timeline.now(), alone)
          .call(
              "forget",
              () -> {
                clusters.remove("aurora");
                return "gone";
              })
          .join();
    }
  }

  @Test
  void an_instance_whose_cluster_went_before_it_goes_too_after_the_region_was_killed() {
    createCluster();
    createInstance("aurora-1", "a");
    timeline.passes(Duration.ofSeconds(3));
    ask(() -> rds.deleteDBInstance(r -> r.dbInstanceIdentifier("aurora-1")));
    store.close();
    forgetCluster();

    open(Instant.parse("2026-01-01T01:00:00Z"));

    assertThatThrownBy(() -> instance("aurora-1")).isInstanceOf(DbInstanceNotFoundException.class);
    assertThat(ec2.addressesInUse()).isEmpty();
  }

  @Test
  void after_the_region_was_killed_the_server_is_started_again_with_its_password() {
    production();
    var password = databases.servers().values().iterator().next().password();
    store.close();

    open(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("starting");
    timeline.passes(Duration.ofSeconds(3));

    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("available");
    assertThat(databases.servers().values().iterator().next().password()).isEqualTo(password);
  }

  @Test
  void a_region_killed_while_its_last_instance_was_going_lets_it_go_at_the_next_start() {
    createCluster();
    createInstance("aurora-1", "a");
    timeline.passes(Duration.ofSeconds(3));
    ask(() -> rds.deleteDBInstance(r -> r.dbInstanceIdentifier("aurora-1")));
    store.close(); // the engine's answer is lost

    open(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(instance("aurora-1").dbInstanceStatus()).isEqualTo("deleting");
    timeline.passes(Duration.ofSeconds(1));
    assertThatThrownBy(() -> instance("aurora-1")).isInstanceOf(DbInstanceNotFoundException.class);
  }

  @Test
  void instances_go_before_their_cluster_and_everything_they_held_is_given_back() {
    production();
    var endpoint = cluster().endpoint();
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        rds.deleteDBCluster(
                            r -> r.dbClusterIdentifier("aurora").skipFinalSnapshot(true))))
        .isInstanceOf(InvalidDbClusterStateException.class);
    ask(() -> rds.deleteDBInstance(r -> r.dbInstanceIdentifier("aurora-1")));
    assertThat(Clusters.writer(cluster()).orElseThrow().dbInstanceIdentifier())
        .isEqualTo("aurora-2");
    ask(() -> rds.deleteDBInstance(r -> r.dbInstanceIdentifier("aurora-2")));
    timeline.passes(Duration.ofSeconds(1));
    ask(
        () ->
            rds.deleteDBCluster(
                r -> r.dbClusterIdentifier("aurora").finalDBSnapshotIdentifier("last")));
    timeline.passes(Duration.ofSeconds(1));

    assertThatThrownBy(this::cluster).isInstanceOf(DbClusterNotFoundException.class);
    assertThat(ec2.addressesInUse()).isEmpty();
    assertThat(names.resolve(endpoint)).isEmpty();
    assertThat(databases.snapshots()).containsExactly("last");
    assertThat(databases.servers()).isEmpty();
    assertThat(ask(() -> rds.describeDBClusterSnapshots(r -> {})).dbClusterSnapshots()).hasSize(1);
    assertThat(ask(() -> secrets.listSecrets(r -> {})).secretList()).isEmpty();
  }

  @Test
  void a_protected_cluster_is_not_deleted() {
    createCluster();
    ask(() -> rds.modifyDBCluster(r -> r.dbClusterIdentifier("aurora").deletionProtection(true)));
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        rds.deleteDBCluster(
                            r -> r.dbClusterIdentifier("aurora").skipFinalSnapshot(true))))
        .hasMessageContaining("Cannot delete protected Cluster");
  }

  @Test
  void what_cannot_be_is_refused_in_rdss_words() {
    createCluster();
    assertThatThrownBy(this::createCluster).isNotNull();
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        rds.createDBCluster(
                            r ->
                                r.dbClusterIdentifier("aurora")
                                    .engine("aurora-mysql")
                                    .masterUsername("a"))))
        .isInstanceOf(DbClusterAlreadyExistsException.class);
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        rds.createDBCluster(
                            r ->
                                r.dbClusterIdentifier("other")
                                    .engine("postgres")
                                    .masterUsername("a"))))
        .hasMessageContaining("Invalid DB engine: postgres");
    assertThatThrownBy(() -> ask(() -> rds.createDBCluster(r -> r.dbClusterIdentifier("-x"))))
        .hasMessageContaining("is not a valid identifier");
    assertThatThrownBy(
            () ->
                ask(
                    () ->
                        rds.createDBSubnetGroup(
                            r ->
                                r.dbSubnetGroupName("one")
                                    .dbSubnetGroupDescription("d")
                                    .subnetIds("subnet-a"))))
        .isInstanceOf(DbSubnetGroupDoesNotCoverEnoughAZsException.class);
    assertThatThrownBy(
            () -> ask(() -> rds.deleteDBSubnetGroup(r -> r.dbSubnetGroupName("database"))))
        .isInstanceOf(InvalidDbSubnetGroupStateException.class);
  }
}
