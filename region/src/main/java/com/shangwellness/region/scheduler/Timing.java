package com.shangwellness.region.scheduler;

import com.shangwellness.region.timeline.CronExpression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a schedule runs (EventBridge Scheduler user guide, "Schedule types"): {@code rate(5
 * minutes)}, {@code cron(0 4 1 * ? *)} or {@code at(2026-12-24T18:00:00)}.
 */
sealed interface Timing {

  Pattern RATE = Pattern.compile("rate\\((\\d{1,6}) (minutes?|hours?|days?)\\)");

  /**
   * The first time that is not before {@code earliest}; empty when there is none any more.
   *
   * @param begun when the schedule was made, or its start date
   */
  Optional<Instant> next(Instant earliest, Instant begun);

  /** Every so long, from the beginning on. */
  record Rate(Duration every) implements Timing {
    @Override
    public Optional<Instant> next(Instant earliest, Instant begun) {
      if (!earliest.isAfter(begun)) {
        return Optional.of(begun);
      }
      long passed = Duration.between(begun, earliest).minusMillis(1).dividedBy(every);
      return Optional.of(begun.plus(every.multipliedBy(passed + 1)));
    }
  }

  /** At the times of a cron expression, by the clocks of a zone. */
  record Cron(CronExpression expression, ZoneId zone) implements Timing {
    @Override
    public Optional<Instant> next(Instant earliest, Instant begun) {
      // The expression gives what comes after a moment.
      return expression.next(earliest.minusMillis(1), zone);
    }
  }

  /** Once. */
  record At(Instant time) implements Timing {
    @Override
    public Optional<Instant> next(Instant earliest, Instant begun) {
      return time.isBefore(earliest) ? Optional.empty() : Optional.of(time);
    }
  }

  /**
   * Reads an expression.
   *
   * @throws RuntimeException Scheduler's refusal when it is none
   */
  static Timing parse(String text, String zoneName) {
    var zone = zone(zoneName);
    var rate = RATE.matcher(text);
    try {
      if (rate.matches() && Long.parseLong(rate.group(1)) > 0) {
        return new Rate(every(Long.parseLong(rate.group(1)), rate.group(2)));
      }
      if (text.startsWith("cron(") && text.endsWith(")")) {
        return new Cron(CronExpression.parse(text.substring(5, text.length() - 1)), zone);
      }
      if (text.startsWith("at(") && text.endsWith(")")) {
        var time = LocalDateTime.parse(text.substring(3, text.length() - 1));
        return new At(time.atZone(zone).toInstant());
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Refusals.invalid("Invalid Schedule Expression " + text + ": " + e.getMessage() + ".");
    }
    throw Refusals.invalid("Invalid Schedule Expression " + text + ".");
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Refusals.invalid("Invalid Schedule Expression Timezone " + name + ".");
    }
  }

  private static Duration every(long value, String unit) {
    return switch (unit.charAt(0)) {
      case 'm' -> Duration.ofMinutes(value);
      case 'h' -> Duration.ofHours(value);
      default -> Duration.ofDays(value);
    };
  }
}
