package com.shangwellness.region.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the EventBridge guide's "Cron expressions", and their edges. */
class ScheduleTest {

  @ParameterizedTest(name = "{0} after {1} is {2}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          rate(1 minute)               ~ 2026-01-01T00:00:30Z ~ 2026-01-01T00:01:30Z
          rate(5 minutes)              ~ 2026-01-01T00:00:00Z ~ 2026-01-01T00:05:00Z
          rate(7 days)                 ~ 2026-01-01T00:00:00Z ~ 2026-01-08T00:00:00Z
          cron(0 10 * * ? *)           ~ 2026-01-01T10:00:00Z ~ 2026-01-02T10:00:00Z
          cron(15 12 * * ? *)          ~ 2026-01-01T10:00:00Z ~ 2026-01-01T12:15:00Z
          cron(0 18 ? * MON-FRI *)     ~ 2026-01-02T18:00:00Z ~ 2026-01-05T18:00:00Z
          cron(0 8 1 * ? *)            ~ 2026-01-01T08:00:00Z ~ 2026-02-01T08:00:00Z
          cron(0/15 * * * ? *)         ~ 2026-01-01T00:46:00Z ~ 2026-01-01T01:00:00Z
          cron(0/10 * ? * MON-FRI *)   ~ 2026-01-02T23:55:00Z ~ 2026-01-05T00:00:00Z
          cron(0/5 8-17 ? * MON-FRI *) ~ 2026-01-01T17:55:00Z ~ 2026-01-02T08:00:00Z
          cron(0 9 ? * 2#1 *)          ~ 2026-01-01T00:00:00Z ~ 2026-01-05T09:00:00Z
          cron(0 0 L * ? *)            ~ 2026-02-01T00:00:00Z ~ 2026-02-28T00:00:00Z
          cron(0 0 ? * 6L *)           ~ 2026-01-01T00:00:00Z ~ 2026-01-30T00:00:00Z
          cron(0 0 3W * ? *)           ~ 2026-01-01T00:00:00Z ~ 2026-01-02T00:00:00Z
          cron(0 0 1W * ? *)           ~ 2026-01-02T00:00:00Z ~ 2026-02-02T00:00:00Z
          cron(0 0 29 2 ? *)           ~ 2026-01-01T00:00:00Z ~ 2028-02-29T00:00:00Z
          cron(0 0 1 JAN,JUL ? *)      ~ 2026-01-01T00:00:00Z ~ 2026-07-01T00:00:00Z
          cron(0 0 ? * SUN *)          ~ 2026-01-01T00:00:00Z ~ 2026-01-04T00:00:00Z
          """)
  void the_next_time(String schedule, Instant after, Instant expected) {
    assertThat(Schedule.parse(schedule).next(after)).contains(expected);
  }

  @Test
  void a_year_that_is_over_has_no_next_time() {
    assertThat(Schedule.parse("cron(0 0 1 1 ? 2025)").next(Instant.parse("2026-01-01T00:00:00Z")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(5 weeks)",
        "every minute",
        "cron(0 10 * * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 32 * ? *)",
        "cron(0 10 ? * 8 *)",
        "cron(5-1 10 * * ? *)",
        "cron(0/0 10 * * ? *)",
      })
  void what_is_no_schedule_is_refused(String schedule) {
    assertThatThrownBy(() -> Schedule.parse(schedule)).isInstanceOf(IllegalArgumentException.class);
  }
}
