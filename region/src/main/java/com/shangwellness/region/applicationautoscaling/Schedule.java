package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.timeline.CronExpression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** When a scheduled action is carried out: {@code at(…)}, {@code rate(…)} or {@code cron(…)}. */
sealed interface Schedule {

  /** The first time after {@code after}; empty when there is none any more. */
  Optional<Instant> next(Instant after);

  /** Once. */
  record At(Instant time) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
      return time.isAfter(after) ? Optional.of(time) : Optional.empty();
    }
  }

  /** Again and again, counted from {@code start}. */
  record Rate(Instant start, Duration every) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
      if (start.isAfter(after)) {
        return Optional.of(start);
      }
      long times = Duration.between(start, after).dividedBy(every) + 1;
      return Optional.of(start.plus(every.multipliedBy(times)));
    }
  }

  /** By the calendar of a time zone. */
  record Cron(CronExpression expression, ZoneId zone) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
      return expression.next(after, zone);
    }
  }

  /** The forms. */
  Pattern FORM = Pattern.compile("(at|rate|cron)\\((.*)\\)");

  /** {@code 5 minutes}. */
  Pattern RATE = Pattern.compile("([1-9]\\d{0,8}) (minute|hour|day)s?");

  /**
   * Reads an expression.
   *
   * @param zone null for UTC
   * @param start where a rate begins to be counted
   */
  static Schedule of(String expression, String zone, Instant start) {
    var form = FORM.matcher(expression == null ? "" : expression.strip());
    if (!form.matches()) {
      throw unreadable(expression);
    }
    try {
      var timezone = ZoneId.of(zone == null ? "UTC" : zone);
      var content = form.group(2).strip();
      return switch (form.group(1)) {
        case "at" -> new At(LocalDateTime.parse(content).atZone(timezone).toInstant());
        case "rate" -> new Rate(start, rate(content, expression));
        default -> new Cron(CronExpression.parse(content), timezone);
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Refusals.invalid(
          "The schedule expression or time zone is not valid: " + e.getMessage());
    }
  }

  private static Duration rate(String content, String expression) {
    var parts = RATE.matcher(content);
    if (!parts.matches()) {
      throw unreadable(expression);
    }
    long value = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "minute" -> Duration.ofMinutes(value);
      case "hour" -> Duration.ofHours(value);
      default -> Duration.ofDays(value);
    };
  }

  private static RuntimeException unreadable(String expression) {
    return Refusals.invalid(
        "The schedule expression "
            + expression
            + " is not valid; at(yyyy-mm-ddThh:mm:ss), rate(value unit) and cron(fields) are");
  }
}
