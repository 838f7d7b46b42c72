package com.shangwellness.region.applicationautoscaling;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * AWS's cron expressions: minutes, hours, day of month, month, day of week, year. Fields have
 * {@code *}, {@code ?}, lists, ranges, steps, names, and {@code L} for the last day of a month;
 * {@code W} and {@code #} are not read.
 */
final class Cron {

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2199;

  private final NavigableSet<Integer> minutes;
  private final NavigableSet<Integer> hours;
  private final NavigableSet<Integer> daysOfMonth;
  private final NavigableSet<Integer> months;
  private final NavigableSet<Integer> daysOfWeek;
  private final NavigableSet<Integer> years;
  private final boolean lastDay;

  private Cron(List<String> fields) {
    minutes = values(fields.get(0), 0, 59, List.of());
    hours = values(fields.get(1), 0, 23, List.of());
    lastDay = fields.get(2).equals("L");
    daysOfMonth = lastDay ? new TreeSet<>() : values(fields.get(2), 1, 31, List.of());
    months = values(fields.get(3), 1, 12, MONTHS);
    daysOfWeek = values(fields.get(4), 1, 7, DAYS);
    years = values(fields.get(5), FIRST_YEAR, LAST_YEAR, List.of());
  }

  /**
   * Reads the six fields.
   *
   * @throws IllegalArgumentException naming what cannot be read
   */
  static Cron of(String text) {
    var fields = List.of(text.strip().split("\\s+"));
    if (fields.size() != 6) {
      throw new IllegalArgumentException("a cron expression has six fields, not " + fields.size());
    }
    boolean ofMonth = !fields.get(2).equals("?");
    boolean ofWeek = !fields.get(4).equals("?");
    if (ofMonth == ofWeek) {
      throw new IllegalArgumentException("either the day of month or the day of week must be ?");
    }
    return new Cron(fields);
  }

  private static NavigableSet<Integer> values(
      String field, int first, int last, List<String> names) {
    var values = new TreeSet<Integer>();
    for (var part : field.split(",", -1)) {
      var halves = List.of(part.split("/", -1));
      if (halves.size() > 2) {
        throw new IllegalArgumentException("the field " + field + " is not valid");
      }
      int step = halves.size() == 2 ? number(halves.getLast(), 1, last, List.of()) : 1;
      var range = halves.getFirst();
      int from = first;
      int to = last;
      if (!range.equals("*") && !range.equals("?")) {
        var ends = List.of(range.split("-", -1));
        from = number(ends.getFirst(), first, last, names);
        boolean open = ends.size() == 1 && halves.size() == 2;
        to = open ? last : number(ends.getLast(), first, last, names);
      }
      for (int value = from; value <= to; value += step) {
        values.add(value);
      }
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException("the field " + field + " names nothing");
    }
    return values;
  }

  private static int number(String text, int first, int last, List<String> names) {
    int named = names.indexOf(text.toUpperCase(Locale.ROOT));
    if (named >= 0) {
      return named + 1;
    }
    if (!text.matches("\\d{1,4}")) {
      throw new IllegalArgumentException(text + " is not a number");
    }
    int value = Integer.parseInt(text);
    if (value < first || value > last) {
      throw new IllegalArgumentException(text + " is not between " + first + " and " + last);
    }
    return value;
  }

  /** The first time after {@code after}, to the minute; empty when no year is left. */
  Optional<ZonedDateTime> next(ZonedDateTime after) {
    var zone = after.getZone();
    var day = after.toLocalDate();
    while (day.getYear() <= years.last()) {
      var month = YearMonth.from(day);
      if (!years.contains(day.getYear()) || !months.contains(day.getMonthValue())) {
        day = month.plusMonths(1).atDay(1);
        continue;
      }
      if (isOn(day)) {
        for (int hour : hours) {
          for (int minute : minutes) {
            var time = ZonedDateTime.of(day, LocalTime.of(hour, minute), zone);
            if (time.isAfter(after)) {
              return Optional.of(time);
            }
          }
        }
      }
      day = day.plusDays(1);
    }
    return Optional.empty();
  }

  private boolean isOn(LocalDate day) {
    boolean ofMonth =
        lastDay
            ? day.getDayOfMonth() == day.lengthOfMonth()
            : daysOfMonth.contains(day.getDayOfMonth());
    // Sunday is 1.
    return ofMonth && daysOfWeek.contains(day.getDayOfWeek().getValue() % 7 + 1);
  }
}
