package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process does before its first visitor, and what remains of it. */
class RehearsalTest {

  private static MariaDb server;

  @BeforeAll
  static void database() {
    server = MariaDb.on("127.0.6.40");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.empty();
  }

  @Test
  void it_books_and_asks_and_nothing_of_it_remains() throws Exception {
    try (var app = new Running(server).migrated()) {
      var codes = new AtomicInteger();
      Supplier<String> counted = () -> "REHEARSAL" + codes.incrementAndGet();
      var studio = new Studio(app.database, new Timetable(app.clock), app.clock, counted);

      app.rehearsal.play("127.0.6.9", app.web, studio);

      assertThat(codes).as("how often a booking was given its code").hasPositiveValue();
      assertThat(count(app, "SELECT COUNT(*) FROM bookings")).isZero();
      assertThat(count(app, "SELECT SUM(booked) FROM sessions")).isZero();
      assertThat(app.logged.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  /** A booking changes its session once, a cancellation its booking and its session. */
  @Test
  void each_booking_that_it_makes_is_cancelled_as_well() throws Exception {
    try (var app = new Running(server).migrated()) {
      assertThat(app.studio.sessions()).isNotEmpty();
      var inserted = statements(app, "COM_INSERT");
      var updated = statements(app, "COM_UPDATE");

      app.rehearsal.play("127.0.6.9", app.web, app.studio);

      inserted = statements(app, "COM_INSERT") - inserted;
      assertThat(inserted).isPositive();
      assertThat(statements(app, "COM_UPDATE") - updated).isEqualTo(3 * inserted);
    }
  }

  private static long statements(Running app, String counter) throws SQLException {
    return count(
        app,
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = '%s'"
            .formatted(counter));
  }

  @Test
  void a_visitor_is_logged_and_measured_also_when_he_says_that_he_rehearses() throws Exception {
    try (var app = new Running(server).migrated()) {
      app.rehearsal.play("127.0.6.9", app.web, app.studio);
      app.send(app.to("/").header("X-Amzn-Trace-Id", "Rehearsal=1"));

      // It is logged after it is answered.
      Running.await(() -> app.logged.toString(StandardCharsets.UTF_8).endsWith("\n"));
      assertThat(app.logged.toString(StandardCharsets.UTF_8).lines())
          .singleElement()
          .asString()
          .contains("\"Rehearsal=1\"", "Latency");
    }
  }

  @Test
  void a_full_timetable_is_no_failure() throws Exception {
    try (var app = new Running(server).migrated()) {
      assertThat(app.studio.sessions()).isNotEmpty();
      change(app, "UPDATE sessions SET booked = capacity");

      app.rehearsal.play("127.0.6.9", app.web, app.studio);

      assertThat(app.logged.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  @Test
  void a_process_that_does_not_answer_itself_is_told_so() throws Exception {
    try (var app = new Running(server).migrated()) {
      assertThatThrownBy(() -> app.rehearsal.play("127.0.6.10", app.web, app.studio))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_process_whose_rehearsal_fails_becomes_ready_and_says_so() throws Exception {
    try (var before = new Running(server).migrated()) {
      change(
          before,
          "CREATE TRIGGER no_bookings BEFORE INSERT ON bookings FOR EACH ROW SIGNAL SQLSTATE"
              + " '45000' SET MESSAGE_TEXT = 'no bookings'");
      try (var app = Spawned.on(server.address(), Map.of())) {
        app.awaitHealth(status -> status == 200);

        assertThat(app.log()).contains("rehearsal.failed", "no bookings");
      }
    }
  }

  private static long count(Running app, String query) throws SQLException {
    try (var connection = app.login.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void change(Running app, String update) throws SQLException {
    try (var connection = app.login.getConnection();
        var statement = connection.createStatement()) {
      statement.executeUpdate(update);
    }
  }
}
