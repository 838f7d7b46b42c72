package com.shangwellness.region.applicationautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/** Application Auto Scaling guide, "Scheduled scaling". It is Thursday, 1 January 2026. */
class ScheduledActionsTest {

  private final TestScaling region = new TestScaling();

  private void schedule(
      String name, String schedule, Consumer<PutScheduledActionRequest.Builder> more) {
    region.ask(
        () ->
            region.scaling.putScheduledAction(
                r -> {
                  r.scheduledActionName(name)
                      .serviceNamespace("ecs")
                      .resourceId(TestScaling.WEB)
                      .scalableDimension("ecs:service:DesiredCount")
                      .schedule(schedule);
                  more.accept(r);
                }));
  }

  private void bounds(String name, String schedule, Integer least, Integer most) {
    schedule(
        name, schedule, r -> r.scalableTargetAction(a -> a.minCapacity(least).maxCapacity(most)));
  }

  @ParameterizedTest
  @CsvSource({
    "at(2026-01-02T08:00:00),,2026-01-02T08:00:00Z",
    "at(2026-01-02T08:00:00),Asia/Kolkata,2026-01-02T02:30:00Z",
    "rate(1 minute),,2026-01-01T00:00:15Z 2026-01-01T00:01:15Z 2026-01-01T00:02:15Z",
    "rate(12 hours),,2026-01-01T00:00:15Z 2026-01-01T12:00:15Z 2026-01-02T00:00:15Z",
    "rate(7 days),,2026-01-01T00:00:15Z 2026-01-08T00:00:15Z",
    "cron(0 9 * * ? *),,2026-01-01T09:00:00Z 2026-01-02T09:00:00Z",
    "cron(0 9 * * ? *),Asia/Kolkata,2026-01-01T03:30:00Z 2026-01-02T03:30:00Z",
    "cron(0 18 ? * MON-FRI *),,2026-01-01T18:00:00Z 2026-01-02T18:00:00Z 2026-01-05T18:00:00Z",
    "cron(0/30 9 L * ? *),,2026-01-31T09:00:00Z 2026-01-31T09:30:00Z 2026-02-28T09:00:00Z",
    // Clocks go forward from 2 to 3 on that day, and back from 2 to 1 on this.
    "cron(30 2 8 3 ? 2026),America/New_York,2026-03-08T07:30:00Z",
    "cron(30 1 1 11 ? 2026),America/New_York,2026-11-01T05:30:00Z",
  })
  void schedules(String expression, String zone, String times) {
    var schedule = Schedule.of(expression, zone, TestScaling.START);
    var found = new ArrayList<String>();
    var wanted = List.of(times.split(" ", -1));

    var moment = TestScaling.START.minusMillis(1);
    while (found.size() < wanted.size()) {
      moment = schedule.next(moment).orElseThrow();
      found.add(moment.toString());
    }

    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void a_time_that_comes_once_leaves_nothing_after_it() {
    assertThat(
            Schedule.of("at(2026-01-02T08:00:00)", null, TestScaling.START)
                .next(Instant.parse("2026-01-02T08:00:00Z")))
        .isEmpty();
    assertThat(
            Schedule.of("cron(30 2 8 3 ? 2026)", null, TestScaling.START)
                .next(Instant.parse("2026-03-09T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void at_its_time_it_moves_the_bounds_and_the_capacity_into_them() {
    region.between(2, 10);
    bounds("morning", "at(2026-01-01T08:00:00)", 5, 8);
    bounds("night", "at(2026-01-01T20:00:00)", 1, 3);

    region.passes(Duration.ofHours(7));
    assertThat(region.ecs.given).isEmpty();
    region.passes(Duration.ofHours(1));
    assertThat(region.target().minCapacity()).isEqualTo(5);
    assertThat(region.target().maxCapacity()).isEqualTo(8);
    assertThat(region.ecs.desired).isEqualTo(5);

    region.passes(Duration.ofHours(12));
    assertThat(region.ecs.given).containsExactly(5, 3);
    assertThat(region.activities(a -> a.cause()))
        .containsExactly(
            "scheduled action name morning was triggered",
            "scheduled action name night was triggered");
  }

  @Test
  void one_bound_alone_leaves_the_other_unless_it_is_in_the_way() {
    region.between(2, 10);
    bounds("more", "at(2026-01-01T01:00:00)", 4, null);
    bounds("fewer", "at(2026-01-01T02:00:00)", null, 3);

    region.passes(Duration.ofMinutes(61));
    assertThat(region.target().minCapacity()).isEqualTo(4);
    assertThat(region.target().maxCapacity()).isEqualTo(10);

    region.passes(Duration.ofHours(1));
    assertThat(region.target().minCapacity()).isEqualTo(3);
    assertThat(region.target().maxCapacity()).isEqualTo(3);
    assertThat(region.ecs.given).containsExactly(4, 3);
  }

  @Test
  void it_begins_and_ends_when_it_is_told_to() {
    region.between(2, 10);
    schedule(
        "hourly",
        "cron(0 * * * ? *)",
        r ->
            r.startTime(Instant.parse("2026-01-01T02:00:00Z"))
                .endTime(Instant.parse("2026-01-01T04:00:00Z"))
                .scalableTargetAction(a -> a.minCapacity(6)));

    region.passes(Duration.ofMinutes(119));
    assertThat(region.target().minCapacity()).isEqualTo(2);
    for (int hour = 2; hour <= 4; hour++) {
      region.between(2, 10);
      region.passes(Duration.ofHours(1));
      assertThat(region.target().minCapacity()).as("at %s", hour).isEqualTo(6);
    }
    region.between(2, 10);
    region.passes(Duration.ofDays(2));
    assertThat(region.target().minCapacity()).isEqualTo(2);
  }

  @Test
  void a_changed_one_is_carried_out_at_its_new_time_only_and_a_deleted_one_never() {
    region.between(2, 10);
    bounds("a", "at(2026-01-01T01:00:00)", 5, null);
    bounds("a", "at(2026-01-01T03:00:00)", 6, null);
    bounds("gone", "at(2026-01-01T01:00:00)", 9, null);
    region.ask(
        () ->
            region.scaling.deleteScheduledAction(
                r ->
                    r.scheduledActionName("gone")
                        .serviceNamespace("ecs")
                        .resourceId(TestScaling.WEB)
                        .scalableDimension("ecs:service:DesiredCount")));

    region.passes(Duration.ofHours(2));
    assertThat(region.ecs.given).isEmpty();
    region.passes(Duration.ofHours(2));
    assertThat(region.ecs.given).containsExactly(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at(2025-01-01T00:00:00)", // past
        "at(tomorrow)",
        "rate(0 minutes)",
        "rate(5 fortnights)",
        "cron(0 9 * * *)",
        "cron(0 9 * * * *)",
        "cron(61 9 * * ? *)",
        "every day"
      })
  void what_is_no_schedule_is_refused(String schedule) {
    region.between(2, 10);

    assertThatThrownBy(() -> bounds("a", schedule, 3, null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("schedule");
  }

  @Test
  void a_time_zone_that_is_none_and_bounds_that_are_none_are_refused() {
    region.between(2, 10);

    assertThatThrownBy(
            () ->
                schedule(
                    "a",
                    "rate(1 day)",
                    r -> r.timezone("Mars/Base").scalableTargetAction(a -> a.minCapacity(1))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("time zone");
    assertThatThrownBy(() -> bounds("a", "rate(1 day)", null, null))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> bounds("a", "rate(1 day)", 5, 4))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Maximum capacity cannot be less than minimum capacity");
  }
}
