package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What somebody else holds in the database, and who waits for it how long. */
class LocksTest extends OnDatabase {

  LocksTest() {
    super("127.0.6.18");
  }

  @Test
  void who_waits_too_long_for_anothers_lock_is_told_so_and_the_database_is_not_called_gone()
      throws Exception {
    var session = app.studio.sessions().getFirst().id();
    var bookings = "/api/sessions/%d/bookings".formatted(session);
    var person = "{\"name\":\"A Person\",\"email\":\"a@example.com\"}";
    try (var other = server.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      var locked =
          statement.executeQuery(
              "SELECT 1 FROM sessions WHERE id = %d FOR UPDATE".formatted(session));
      assertThat(locked.next()).isTrue();

      assertThat(app.post(bookings, person).statusCode()).isEqualTo(503);
      assertThat(app.availability.failingFor()).isEmpty();
    }
    assertThat(app.post(bookings, person).statusCode()).isEqualTo(201);
  }

  @Test
  void a_migration_waits_longer_than_any_request_and_no_answer_is_cut_off() throws Exception {
    try (var unlimited = app.login.withoutLimits().getConnection()) {
      assertThat(unlimited.getNetworkTimeout()).isZero();
    }
    try (var other = server.connect();
        var lock = other.createStatement();
        var thread = Executors.newSingleThreadExecutor()) {
      lock.execute("LOCK TABLES flyway_schema_history WRITE");
      var migration = thread.submit(new Migrations(app.login, app.availability, app.gate)::apply);
      Running.await(() -> waiting() == 1);
      assertThatThrownBy(() -> app.database.transaction(LocksTest::history))
          .isInstanceOf(Database.Unavailable.class);

      assertThat(migration).isNotDone();
      assertThat(app.gate.inside()).isEqualTo(1);
      lock.execute("UNLOCK TABLES");
      assertThat(migration.get()).hasValue(0);
    }
  }

  private long waiting() {
    return server.count(
        "SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for"
            + " table%'");
  }

  private static boolean history(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.execute("SELECT * FROM flyway_schema_history");
    }
  }
}
