package com.shangwellness.infra.settings;

import java.util.List;

/**
 * A span of time that comes back, in UTC.
 *
 * @param start minutes after the beginning of the day or the week
 * @param minutes how long it is
 */
record Window(int start, int minutes) {
  /** Text of a daily window. */
  static final String DAILY = "([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d";

  /** Text of a weekly window. */
  static final String WEEKLY =
      "(mon|tue|wed|thu|fri|sat|sun):([01]\\d|2[0-3]):[0-5]\\d"
          + "-(mon|tue|wed|thu|fri|sat|sun):([01]\\d|2[0-3]):[0-5]\\d";

  /** The shortest that RDS takes, in minutes. */
  static final int SHORTEST = 30;

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;

  /** Reads a text of the form {@link #DAILY}. */
  static Window daily(String text) {
    var ends = text.split("-", -1);
    return between(time(ends[0]), time(ends[1]), DAY);
  }

  /** Reads a text of the form {@link #WEEKLY}. */
  static Window weekly(String text) {
    var ends = text.split("-", -1);
    return between(dayAndTime(ends[0]), dayAndTime(ends[1]), WEEK);
  }

  /** Whether this weekly window and that daily one ever share a minute. */
  boolean meetsDaily(Window daily) {
    for (int minute = start; minute < start + minutes; minute++) {
      if (Math.floorMod(minute - daily.start, DAY) < daily.minutes) {
        return true;
      }
    }
    return false;
  }

  private static Window between(int start, int end, int period) {
    return new Window(start, Math.floorMod(end - start, period));
  }

  private static int dayAndTime(String text) {
    return DAYS.indexOf(text.substring(0, 3)) * DAY + time(text.substring(4));
  }

  private static int time(String text) {
    return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
  }
}
