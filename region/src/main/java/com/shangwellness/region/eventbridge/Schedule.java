package com.shangwellness.region.eventbridge;

import com.shangwellness.region.timeline.CronExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** When a rule runs by itself: {@code rate(5 minutes)} or {@code cron(0 10 * * ? *)}, in UTC. */
sealed interface Schedule {

  Pattern RATE = Pattern.compile("rate\\((\\d{1,6}) (minutes?|hours?|days?)\\)");

  /** The first time after {@code moment}; empty when there is none any more. */
  Optional<Instant> next(Instant moment);

  /** Every so long since the rule was made. */
  record Rate(Duration every) implements Schedule {
    @Override
    public Optional<Instant> next(Instant moment) {
      return Optional.of(moment.plus(every));
    }
  }

  /** At the times of a cron expression. */
  record Cron(CronExpression expression) implements Schedule {
    @Override
    public Optional<Instant> next(Instant moment) {
      return expression.next(moment, ZoneOffset.UTC);
    }
  }

  /**
   * Reads a schedule.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Schedule parse(String text) {
    var rate = RATE.matcher(text);
    if (rate.matches()) {
      return new Rate(every(Long.parseLong(rate.group(1)), rate.group(2)));
    }
    if (text.startsWith("cron(") && text.endsWith(")")) {
      return new Cron(CronExpression.parse(text.substring(5, text.length() - 1)));
    }
    throw new IllegalArgumentException("it is neither rate(…) nor cron(…)");
  }

  private static Duration every(long value, String unit) {
    // "If the value is equal to 1, then the unit must be singular": EventBridge guide.
    if (value == 0 || (value == 1) == unit.endsWith("s")) {
      throw new IllegalArgumentException("the unit of a rate must agree with its value");
    }
    return switch (unit.charAt(0)) {
      case 'm' -> Duration.ofMinutes(value);
      case 'h' -> Duration.ofHours(value);
      default -> Duration.ofDays(value);
    };
  }
}
