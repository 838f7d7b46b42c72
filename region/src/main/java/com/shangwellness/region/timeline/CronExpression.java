package com.shangwellness.region.timeline;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A cron expression of six fields, as schedules of AWS have it (EventBridge guide, "Cron
 * expressions"): minutes, hours, day of month, month, day of week (1 is Sunday), year.
 *
 * @param minutes those at which it runs
 * @param hours those in which it runs
 * @param day which days
 * @param lastYear the last year in which it may run
 */
public record CronExpression(
    SortedSet<Integer> minutes, SortedSet<Integer> hours, Predicate<LocalDate> day, int lastYear) {

  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2199;
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static CronExpression parse(String text) {
    var fields = text.strip().split("\\s+", -1);
    if (fields.length != 6) {
      throw new IllegalArgumentException("a cron expression has six fields");
    }
    if (fields[2].equals("?") == fields[4].equals("?")) {
      throw new IllegalArgumentException(
          "one of day of month and day of week must be ?, and only one");
    }
    var months = values(fields[3], 1, 12, MONTHS);
    var years = values(fields[5], FIRST_YEAR, LAST_YEAR, List.of());
    var days = fields[2].equals("?") ? ofWeek(fields[4]) : ofMonth(fields[2]);
    return new CronExpression(
        values(fields[0], 0, 59, List.of()),
        values(fields[1], 0, 23, List.of()),
        date ->
            months.contains(date.getMonthValue())
                && years.contains(date.getYear())
                && days.test(date),
        years.last());
  }

  private static Predicate<LocalDate> ofMonth(String field) {
    if (field.equals("L")) {
      return date -> date.getDayOfMonth() == date.lengthOfMonth();
    }
    if (field.matches("\\d{1,2}W")) {
      int wanted = number(field.substring(0, field.length() - 1), 1, 31);
      return date -> wanted <= date.lengthOfMonth() && date.equals(weekday(date, wanted));
    }
    var days = values(field, 1, 31, List.of());
    return date -> days.contains(date.getDayOfMonth());
  }

  // The weekday nearest to a day, in the same month.
  private static LocalDate weekday(LocalDate month, int day) {
    var date = month.withDayOfMonth(day);
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> day == 1 ? date.plusDays(2) : date.minusDays(1);
      case SUNDAY -> day == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
      default -> date;
    };
  }

  private static Predicate<LocalDate> ofWeek(String field) {
    if (field.matches("\\d#[1-5]|[A-Z]{3}#[1-5]")) {
      int hash = field.indexOf('#');
      var day = dayOfWeek(number(field.substring(0, hash), 1, 7, DAYS));
      int nth = Integer.parseInt(field.substring(hash + 1));
      return date -> date.getDayOfWeek() == day && (date.getDayOfMonth() - 1) / 7 + 1 == nth;
    }
    if (field.matches("\\dL|[A-Z]{3}L")) {
      var day = dayOfWeek(number(field.substring(0, field.length() - 1), 1, 7, DAYS));
      return date -> date.equals(date.with(TemporalAdjusters.lastInMonth(day)));
    }
    var days = values(field.equals("L") ? "7" : field, 1, 7, DAYS);
    return date -> days.contains(date.getDayOfWeek().getValue() % 7 + 1);
  }

  private static DayOfWeek dayOfWeek(int number) {
    return number == 1 ? DayOfWeek.SUNDAY : DayOfWeek.of(number - 1);
  }

  private static SortedSet<Integer> values(String field, int first, int last, List<String> names) {
    var values = new TreeSet<Integer>();
    for (var part : field.split(",", -1)) {
      var stepped = part.split("/", -1);
      if (stepped.length > 2) {
        throw new IllegalArgumentException(field + " is no field of a cron expression");
      }
      int step = stepped.length == 2 ? number(stepped[1], 1, last) : 1;
      int from = first;
      int to = last;
      if (!stepped[0].equals("*")) {
        var range = stepped[0].split("-", -1);
        from = number(range[0], first, last, names);
        to = range.length == 2 ? number(range[1], first, last, names) : from;
        if (range.length == 1 && stepped.length == 2) {
          to = last;
        }
        if (range.length > 2 || from > to) {
          throw new IllegalArgumentException(part + " is no range of a cron expression");
        }
      }
      for (int value = from; value <= to; value += step) {
        values.add(value);
      }
    }
    return values;
  }

  private static int number(String text, int first, int last, List<String> names) {
    int named = names.indexOf(text.toUpperCase(Locale.ROOT));
    return named >= 0 ? named + 1 : number(text, first, last);
  }

  private static int number(String text, int first, int last) {
    if (text.matches("\\d{1,4}")) {
      int number = Integer.parseInt(text);
      if (number >= first && number <= last) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        text + " in a cron expression must be from " + first + " to " + last);
  }

  /**
   * The first time after {@code moment}, by the clocks of {@code zone}; empty when there is none
   * any more. A time that is skipped when clocks go forward comes as much later.
   */
  public Optional<Instant> next(Instant moment, ZoneId zone) {
    var time = moment.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    var date = time.atZone(zone).toLocalDate();
    for (var today = date; today.getYear() <= lastYear; today = today.plusDays(1)) {
      if (day.test(today)) {
        var found = on(today, zone, time);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> on(LocalDate today, ZoneId zone, Instant earliest) {
    for (int hour : hours) {
      for (int minute : minutes) {
        var time = today.atTime(hour, minute).atZone(zone).toInstant();
        if (!time.isBefore(earliest)) {
          return Optional.of(time);
        }
      }
    }
    return Optional.empty();
  }
}
