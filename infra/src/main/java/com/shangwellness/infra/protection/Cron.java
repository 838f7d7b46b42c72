package com.shangwellness.infra.protection;

import java.util.Locale;

/** Schedules in AWS's spelling: minutes, hours, day of month, month, day of week, year. */
final class Cron {
  private Cron() {}

  /** At {@code hh:mm} on those days, as in {@code * * ? *}. */
  static String at(String time, String days) {
    return "cron("
        + Integer.parseInt(time.substring(3))
        + " "
        + Integer.parseInt(time.substring(0, 2))
        + " "
        + days
        + ")";
  }

  /** Once a week, at {@code ddd:hh:mm}. */
  static String weekly(String dayAndTime) {
    return at(
        dayAndTime.substring(4),
        "? * " + dayAndTime.substring(0, 3).toUpperCase(Locale.ROOT) + " *");
  }

  /** Once a month, on the first day of the week {@code day}, at {@code hh:mm}. */
  static String monthly(String time, String day) {
    return at(time, "? * " + day + "#1 *");
  }
}
