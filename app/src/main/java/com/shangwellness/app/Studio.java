package com.shangwellness.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The studio's sessions and who has a place in them. Whoever books or cancels first locks the
 * session's row and decides after that, so a session is never overbooked, whatever happens at once.
 */
final class Studio {

  private static final String SESSION =
      "s.id, s.title, s.summary, s.teacher, s.starts_at, s.minutes, s.capacity, s.booked";
  private static final String BOOKING =
      "SELECT b.code, b.name, b.email, b.booked_at, b.cancelled_at, "
          + SESSION
          + " FROM bookings b JOIN sessions s ON s.id = b.session_id ";

  private final Database database;
  private final Timetable timetable;
  private final Clock clock;
  private final Supplier<String> codes;

  Studio(Database database, Timetable timetable, Clock clock, Supplier<String> codes) {
    this.database = database;
    this.timetable = timetable;
    this.clock = clock;
    this.codes = codes;
  }

  /** The sessions that have not begun, the next one first. */
  List<Session> sessions() {
    timetable.plan(database);
    return database.transaction(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "SELECT "
                      + SESSION
                      + " FROM sessions s WHERE s.starts_at > ? ORDER BY s.starts_at, s.id")) {
            query.setObject(1, utc(clock.instant()));
            try (var row = query.executeQuery()) {
              var sessions = new ArrayList<Session>();
              while (row.next()) {
                sessions.add(session(row));
              }
              return sessions;
            }
          }
        });
  }

  /**
   * A booking that a request made, or had made before with the same idempotency key.
   *
   * @param isNew whether this request made it
   */
  record Placed(Booking booking, boolean isNew) {}

  /**
   * Books one place.
   *
   * @param key the request's idempotency key: the same request sent again gives the booking that it
   *     made before
   * @throws Problem when there is no such session, it has begun, it is full, this address has a
   *     place already, or the key came with another request before
   */
  Placed book(long sessionId, BookingRequest request, Optional<String> key) {
    return database.transaction(connection -> book(connection, sessionId, request, key));
  }

  private Placed book(
      Connection connection, long sessionId, BookingRequest request, Optional<String> key)
      throws SQLException {
    var session = lock(connection, sessionId);
    if (key.isPresent()) {
      var before = booked(connection, "WHERE b.idempotency_key = ?", key.get());
      if (before.isPresent()) {
        return new Placed(same(before.get(), sessionId, request), false);
      }
    }
    if (!session.startsAt().isAfter(clock.instant())) {
      throw Problem.conflict("session-begun", "This session has begun.");
    }
    if (session.available() < 1) {
      throw Problem.conflict("session-full", "All places of this session are taken.");
    }
    var code = codes.get();
    try {
      insert(connection, code, sessionId, request, key);
    } catch (SQLException e) {
      if (SqlErrors.isDuplicate(e) && String.valueOf(e.getMessage()).contains("one_per_person")) {
        throw Problem.conflict(
            "already-booked", "This e-mail address has a place in this session already.");
      }
      if (SqlErrors.isDuplicate(e)) {
        // Two sessions have two locks: the same key for another session at the same moment ends
        // here.
        throw differentRequest();
      }
      throw e;
    }
    count(connection, sessionId, +1);
    return new Placed(booked(connection, "WHERE b.code = ?", code).orElseThrow(), true);
  }

  private static Booking same(Booking before, long sessionId, BookingRequest request) {
    if (before.session().id() == sessionId
        && before.email().equals(request.email())
        && before.name().equals(request.name())) {
      return before;
    }
    throw differentRequest();
  }

  private static Problem differentRequest() {
    return new Problem(
        Problem.UNPROCESSABLE,
        "idempotency-key-reused",
        "This Idempotency-Key came with a different request before.");
  }

  private void insert(
      Connection connection,
      String code,
      long sessionId,
      BookingRequest request,
      Optional<String> key)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO bookings (code, session_id, name, email, idempotency_key, booked_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, code);
      insert.setLong(2, sessionId);
      insert.setString(3, request.name());
      insert.setString(4, request.email());
      insert.setString(5, key.orElse(null));
      insert.setObject(6, utc(clock.instant()));
      insert.executeUpdate();
    }
  }

  /** The booking with this code. */
  Booking booking(String code) {
    return database.transaction(connection -> find(connection, code));
  }

  /**
   * Gives the place back. Cancelling what is cancelled changes nothing.
   *
   * @return whether it was cancelled just now
   * @throws Problem when there is no such booking, or its session has begun
   */
  boolean cancel(String code) {
    return database.transaction(connection -> cancel(connection, code));
  }

  private boolean cancel(Connection connection, String code) throws SQLException {
    var session = lock(connection, find(connection, code).session().id());
    // Read again: another request may have cancelled it before the lock was ours.
    if (find(connection, code).status().equals(Booking.CANCELLED)) {
      return false;
    }
    if (!session.startsAt().isAfter(clock.instant())) {
      throw Problem.conflict(
          "session-begun", "This session has begun; it cannot be cancelled any more.");
    }
    try (var update =
        connection.prepareStatement(
            "UPDATE bookings SET cancelled_at = ?, active = NULL WHERE code = ?")) {
      update.setObject(1, utc(clock.instant()));
      update.setString(2, code);
      update.executeUpdate();
    }
    count(connection, session.id(), -1);
    return true;
  }

  /**
   * Does all that a booking and its cancellation do, of which nothing remains: their transaction is
   * rolled back. It is of the session that is farthest away, whose row the fewest visitors want at
   * the same time.
   */
  void rehearse(BookingRequest request) {
    var sessions = sessions();
    if (sessions.isEmpty()) {
      return;
    }
    try {
      var unused =
          database.transaction(
              connection -> {
                var placed = book(connection, sessions.getLast().id(), request, Optional.empty());
                var cancelled = cancel(connection, placed.booking().code());
                connection.rollback();
                return cancelled;
              });
    } catch (Problem refused) {
      // That session is full: the visitors of this one will be refused as well.
    }
  }

  private static Session lock(Connection connection, long sessionId) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT " + SESSION + " FROM sessions s WHERE s.id = ? FOR UPDATE")) {
      query.setLong(1, sessionId);
      try (var row = query.executeQuery()) {
        if (!row.next()) {
          throw Problem.notFound("There is no session %d.".formatted(sessionId));
        }
        return session(row);
      }
    }
  }

  private static void count(Connection connection, long sessionId, int change) throws SQLException {
    try (var update =
        connection.prepareStatement("UPDATE sessions SET booked = booked + ? WHERE id = ?")) {
      update.setInt(1, change);
      update.setLong(2, sessionId);
      update.executeUpdate();
    }
  }

  private static Booking find(Connection connection, String code) throws SQLException {
    return booked(connection, "WHERE b.code = ?", code)
        .orElseThrow(() -> Problem.notFound("There is no booking with this code."));
  }

  private static Optional<Booking> booked(Connection connection, String where, String value)
      throws SQLException {
    try (var query = connection.prepareStatement(BOOKING + where)) {
      query.setString(1, value);
      try (var row = query.executeQuery()) {
        return row.next() ? Optional.of(booking(row)) : Optional.empty();
      }
    }
  }

  private static Booking booking(ResultSet row) throws SQLException {
    return new Booking(
        row.getString("code"),
        session(row),
        row.getString("name"),
        row.getString("email"),
        instant(row, "booked_at"),
        row.getObject("cancelled_at", LocalDateTime.class) == null
            ? Booking.BOOKED
            : Booking.CANCELLED);
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(
        row.getLong("id"),
        row.getString("title"),
        row.getString("summary"),
        row.getString("teacher"),
        instant(row, "starts_at"),
        row.getInt("minutes"),
        row.getInt("capacity"),
        row.getInt("booked"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
  }
}
