package com.shangwellness.region.cloudwatch;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;

/** Which alarms DescribeAlarms is asked for. */
record AlarmFilter(DescribeAlarmsRequest request) {

  AlarmFilter {
    if (!request.alarmNames().isEmpty() && request.alarmNamePrefix() != null) {
      throw AlarmCheck.wrong("AlarmNames and AlarmNamePrefix cannot be used together.");
    }
  }

  /** Whether alarms on metrics are wanted: they are, unless only others are named. */
  boolean metrics() {
    return types().contains(AlarmType.METRIC_ALARM);
  }

  /** Whether composite alarms are wanted. */
  boolean composites() {
    return types().contains(AlarmType.COMPOSITE_ALARM);
  }

  // Without a type only metric alarms come: API reference, DescribeAlarms.
  private List<AlarmType> types() {
    return request.alarmTypes().isEmpty() ? List.of(AlarmType.METRIC_ALARM) : request.alarmTypes();
  }

  /** Whether an alarm is wanted, if its name is one of those asked for. */
  boolean matches(AlarmView alarm) {
    return (request.alarmNamePrefix() == null || alarm.name().startsWith(request.alarmNamePrefix()))
        && (request.stateValue() == null || request.stateValue() == alarm.state())
        && (request.actionPrefix() == null
            || alarm.actions().stream().anyMatch(a -> a.startsWith(request.actionPrefix())));
  }
}
