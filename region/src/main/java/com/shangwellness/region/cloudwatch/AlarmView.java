package com.shangwellness.region.cloudwatch;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * An alarm of either kind at one moment, in what both kinds have.
 *
 * @param description what people wrote about it
 * @param state its state
 * @param reason why it is in that state
 * @param reasonData the same as JSON
 * @param actions the ARNs of what is to be done in that state, also while actions are switched off
 * @param actionsEnabled whether they are carried out
 * @param metric the alarm, if it is one on a metric
 * @param composite the alarm, if it is one on other alarms
 */
public record AlarmView(
    String name,
    String arn,
    Optional<String> description,
    StateValue state,
    String reason,
    Optional<String> reasonData,
    List<String> actions,
    boolean actionsEnabled,
    Optional<MetricAlarm> metric,
    Optional<CompositeAlarm> composite) {

  /** An alarm on a metric. */
  static AlarmView of(MetricAlarm alarm) {
    return new AlarmView(
        alarm.alarmName(),
        alarm.alarmArn(),
        Optional.ofNullable(alarm.alarmDescription()),
        alarm.stateValue(),
        alarm.stateReason(),
        Optional.ofNullable(alarm.stateReasonData()),
        actions(
            alarm.stateValue(),
            alarm.okActions(),
            alarm.alarmActions(),
            alarm.insufficientDataActions()),
        alarm.actionsEnabled(),
        Optional.of(alarm),
        Optional.empty());
  }

  /** An alarm on other alarms. */
  static AlarmView of(CompositeAlarm alarm) {
    return new AlarmView(
        alarm.alarmName(),
        alarm.alarmArn(),
        Optional.ofNullable(alarm.alarmDescription()),
        alarm.stateValue(),
        alarm.stateReason(),
        Optional.ofNullable(alarm.stateReasonData()),
        actions(
            alarm.stateValue(),
            alarm.okActions(),
            alarm.alarmActions(),
            alarm.insufficientDataActions()),
        alarm.actionsEnabled(),
        Optional.empty(),
        Optional.of(alarm));
  }

  private static List<String> actions(
      StateValue state, List<String> ok, List<String> ringing, List<String> unknown) {
    return switch (state) {
      case OK -> ok;
      case ALARM -> ringing;
      default -> unknown;
    };
  }
}
