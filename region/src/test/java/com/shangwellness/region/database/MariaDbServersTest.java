package com.shangwellness.region.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.Transactions;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbServersTest extends DatabaseEngineContract {

  // Shared by all tests, since unpacking takes longer than all else.
  private static final MariaDbBinaries BINARIES =
      new MariaDbBinaries(Path.of("target/mariadb").toAbsolutePath());

  @TempDir Path folder;

  private final PacedTimeline timeline =
      new PacedTimeline(
          Instant.parse("2026-01-01T00:00:00Z"),
          1,
          WallClock.ofMachine(),
          Transactions.NONE,
          Duration.ofSeconds(5));
  private Sessions sessions;
  private CertificateAuthority authority;
  private MariaDbServers servers;

  @BeforeEach
  void begin() {
    timeline.start();
    sessions = new Sessions(folder);
    authority = CertificateAuthority.in(folder.resolve("ca"), WallClock.ofMachine());
    servers =
        new MariaDbServers(timeline, sessions, authority, BINARIES, folder.resolve("databases"));
  }

  @AfterEach
  void end() {
    servers.close();
    timeline.close();
    assertThat(sessions.killOrphans()).as("processes that were left behind").isEmpty();
  }

  @Override
  DatabaseEngine engine() {
    return servers;
  }

  @Override
  void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("it came in time; told so far: %s", told.events)
          .isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  String incarnation(String id) {
    return String.valueOf(pid(id));
  }

  @Override
  void kill(String id) {
    Sessions.signal(pid(id), "KILL");
  }

  @Override
  AutoCloseable connected(DatabaseSpec spec) {
    try {
      var client =
          new ProcessBuilder(
                  BINARIES.client().toString(),
                  "--no-defaults",
                  "--host=" + spec.address(),
                  "--port=" + spec.port(),
                  "--user=" + spec.user(),
                  "--password=" + spec.password(),
                  "--ssl-ca=" + authority.certificateFile(),
                  "--execute=SELECT SLEEP(60)")
              .start();
      return client::destroyForcibly;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long pid(String id) {
    try {
      return Long.parseLong(
          Files.readString(folder.resolve("databases").resolve(id).resolve("server.pid")).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Asks the server with its own client, as the master user, over TLS that is checked against the
   * region's authority.
   */
  private String ask(String password, String sql) throws IOException, InterruptedException {
    var client =
        new ProcessBuilder(
                BINARIES.client().toString(),
                "--no-defaults",
                "--host=127.0.77.10",
                "--port=13306",
                "--user=admin",
                "--password=" + password,
                "--ssl-ca=" + authority.certificateFile(),
                "--ssl-verify-server-cert",
                "--skip-column-names",
                "--execute=" + sql)
            .redirectErrorStream(true)
            .start();
    var said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    client.waitFor();
    return said;
  }

  @Test
  void the_master_user_has_its_database_over_tls_that_is_verified() throws Exception {
    started();
    assertThat(ask("first", "USE wellness; SELECT CURRENT_USER()")).isEqualTo("admin@%");
    assertThat(ask("wrong", "SELECT 1")).contains("Access denied");
  }

  @Test
  void a_connection_without_tls_is_refused_where_tls_is_required() throws Exception {
    started();
    var plain =
        new ProcessBuilder(
                BINARIES.client().toString(),
                "--no-defaults",
                "--host=127.0.77.10",
                "--port=13306",
                "--user=admin",
                "--password=first",
                "--skip-ssl",
                "--execute=SELECT 1")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("require_secure_transport");
    assertThat(plain.waitFor()).isNotZero();
  }

  @Test
  void nobody_but_the_master_user_can_log_in_over_the_network() throws Exception {
    started();
    var root =
        new ProcessBuilder(
                BINARIES.client().toString(),
                "--no-defaults",
                "--host=127.0.77.10",
                "--port=13306",
                "--user=root",
                "--execute=SELECT 1")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(root.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Access denied");
  }

  @Test
  void what_was_committed_is_there_after_kill_minus_nine() throws Exception {
    started();
    ask("first", "CREATE TABLE wellness.t (n INT); INSERT INTO wellness.t VALUES (42)");
    kill(spec("first").id());
    until(() -> told.events.contains("failed"));
    engine().start(spec("first"), told);
    until(() -> told.events.size() == 3);
    assertThat(ask("first", "SELECT n FROM wellness.t")).isEqualTo("42");
  }

  @Test
  void a_changed_password_opens_and_the_old_one_does_not() throws Exception {
    started();
    engine().changePassword(spec("first").id(), "admin", "it's new", told);
    until(() -> told.events.size() == 2);
    assertThat(ask("it's new", "SELECT 1")).isEqualTo("1");
    assertThat(ask("first", "SELECT 1")).contains("Access denied");
  }

  @Test
  void a_port_that_is_taken_fails_the_start_with_the_servers_own_words() throws Exception {
    try (var other =
        new java.net.ServerSocket(13306, 1, java.net.InetAddress.getByName("127.0.77.10"))) {
      assertThat(other.isBound()).isTrue();
      engine().start(spec("first"), told);
      until(() -> told.events.contains("failed"));
    }
  }

  @Test
  void somebody_elses_greeting_at_the_port_is_not_taken_for_the_servers() throws Exception {
    try (var other =
        new java.net.ServerSocket(13306, 50, java.net.InetAddress.getByName("127.0.77.10"))) {
      var unused =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (true) {
                      try (var caller = other.accept()) {
                        caller.getOutputStream().write("5.7.0-impostor".getBytes(UTF_8));
                      } catch (IOException e) {
                        return; // the test is over
                      }
                    }
                  });
      engine().start(spec("first"), told);
      until(() -> !told.events.isEmpty());
      assertThat(told.events).containsExactly("failed");
      assertThat(told.reasons.getFirst()).contains("13306").contains("exited with");
    }
  }

  @Test
  void data_that_a_killed_region_had_half_made_are_made_anew() throws Exception {
    var half = Files.createDirectories(folder.resolve("databases/cluster-contract/data.new/mysql"));
    Files.writeString(half.resolveSibling("ibdata1"), "half");
    Files.writeString(half.resolve("global_priv.frm"), "half");

    started();

    assertThat(ask("first", "USE wellness; SELECT CURRENT_USER()")).isEqualTo("admin@%");
  }

  @Test
  void a_final_snapshot_that_cannot_be_kept_is_a_failure_and_the_data_stay() throws Exception {
    started();
    var id = spec("first").id();
    engine().stop(id, told);
    Files.writeString(folder.resolve("databases/snapshots"), "in the way");
    engine().delete(id, new DatabaseEngine.SnapshotChoice.Final("last"), told);
    until(() -> told.events.contains("failed"));
    assertThat(folder.resolve("databases").resolve(id).resolve("data")).exists();
  }

  @Test
  void a_region_that_was_killed_finds_and_kills_what_it_left_behind() {
    started();
    long left = pid(spec("first").id());
    assertThat(new Sessions(folder).killOrphans()).contains(left);
    until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }
}
