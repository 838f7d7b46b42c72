package com.shangwellness.region.scheduler;

import java.time.Instant;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/**
 * A schedule.
 *
 * @param schedule as GetSchedule gives it
 * @param due when it is time next; {@link Instant#MAX} for never
 * @param fires when it is invoked for that, which is later in a flexible window
 * @param token what the client called its request to make it; empty when it did not
 */
record KeptSchedule(GetScheduleResponse schedule, Instant due, Instant fires, String token) {

  String name() {
    return schedule.name();
  }

  String group() {
    return schedule.groupName();
  }

  boolean isEnabled() {
    return schedule.state() == ScheduleState.ENABLED;
  }

  /** The minutes after its time in which it may be invoked; 0 when it is not flexible. */
  int window() {
    var window = schedule.flexibleTimeWindow();
    return window.mode() == FlexibleTimeWindowMode.FLEXIBLE ? window.maximumWindowInMinutes() : 0;
  }

  Timing timing() {
    return Timing.parse(schedule.scheduleExpression(), schedule.scheduleExpressionTimezone());
  }

  /** From when on it counts. */
  Instant begun() {
    return schedule.startDate() == null ? schedule.creationDate() : schedule.startDate();
  }

  KeptSchedule dueAt(Instant time, Instant invoked) {
    return new KeptSchedule(schedule, time, invoked, token);
  }
}
