package com.shangwellness.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Turns the weekly timetable into sessions that can be booked, two weeks ahead. It happens when
 * somebody looks, at most once a day in each process: an idle application leaves its database alone
 * (TRAPS 16).
 */
final class Timetable {

  /** Where the studio is: ap-south-1 is Mumbai. */
  static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

  private static final int DAYS_AHEAD = 14;

  private final Clock clock;
  private volatile LocalDate planned = LocalDate.MIN;

  Timetable(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds the sessions of the days to come that are not there yet. Others may do the same at the
   * same time, here and in other tasks.
   */
  void plan(Database database) {
    var today = LocalDate.now(clock.withZone(ZONE));
    if (today.equals(planned)) {
      return;
    }
    synchronized (this) {
      if (!today.equals(planned)) {
        database.transaction(connection -> add(connection, today));
        planned = today;
      }
    }
  }

  private static int add(Connection connection, LocalDate today) throws SQLException {
    // One task at a time, or they would deadlock; who comes second finds all of it there.
    var lines = "SELECT id, weekday, starts FROM timetable ORDER BY id FOR UPDATE";
    var insert =
        "INSERT IGNORE INTO sessions (timetable_id, title, summary, teacher, starts_at, minutes,"
            + " capacity) SELECT id, title, summary, teacher, ?, minutes, capacity FROM timetable"
            + " WHERE id = ? AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.timetable_id = ? AND"
            + " s.starts_at = ?)";
    try (var query = connection.prepareStatement(lines);
        var sessions = connection.prepareStatement(insert);
        var line = query.executeQuery()) {
      int added = 0;
      while (line.next()) {
        var weekday = line.getInt("weekday");
        var starts = line.getObject("starts", LocalTime.class);
        for (var day = today; day.isBefore(today.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
          if (day.getDayOfWeek().getValue() == weekday) {
            var startsAt = utc(day.atTime(starts));
            sessions.setObject(1, startsAt);
            sessions.setInt(2, line.getInt("id"));
            sessions.setInt(3, line.getInt("id"));
            sessions.setObject(4, startsAt);
            added += sessions.executeUpdate();
          }
        }
      }
      return added;
    }
  }

  private static LocalDateTime utc(LocalDateTime local) {
    return LocalDateTime.ofInstant(local.atZone(ZONE).toInstant(), ZoneOffset.UTC);
  }
}
