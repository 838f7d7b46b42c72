package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.timeline.Timeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Takes alarms from one state to another: history, event, actions, and then the composite alarms
 * that ask about them.
 */
final class Transitions {

  private static final Logger LOG = System.getLogger(Transitions.class.getName());

  private final Alarms alarms;
  private final AlarmHistory history;
  private final Suppressions suppressions;
  private final Timeline timeline;
  private final EventSink events;
  private final AlarmAction action;

  Transitions(
      Alarms alarms,
      AlarmHistory history,
      Suppressions.Kept kept,
      Timeline timeline,
      EventSink events,
      AlarmAction action) {
    this.alarms = alarms;
    this.history = history;
    this.timeline = timeline;
    this.events = events;
    this.action = action;
    this.suppressions = new Suppressions(alarms, history, kept, timeline, this::act);
  }

  /** Sets a metric alarm's state, if it is another one. */
  void set(MetricAlarm alarm, StateValue state, String reason, String reasonData) {
    if (alarm.stateValue() == state) {
      return;
    }
    var now = timeline.now();
    var after =
        alarm.toBuilder()
            .stateValue(state)
            .stateReason(reason)
            .stateReasonData(reasonData)
            .stateUpdatedTimestamp(now)
            .stateTransitionedTimestamp(now)
            .build();
    alarms.keep(after);
    changed(AlarmView.of(alarm), AlarmView.of(after));
  }

  /** Sets a composite alarm's state, if it is another one. */
  void set(CompositeAlarm alarm, StateValue state, String reason) {
    if (alarm.stateValue() == state) {
      return;
    }
    var now = timeline.now();
    var after =
        alarm.toBuilder()
            .stateValue(state)
            .stateReason(reason)
            .stateReasonData(null)
            .stateUpdatedTimestamp(now)
            .stateTransitionedTimestamp(now)
            .build();
    alarms.keep(after);
    changed(AlarmView.of(alarm), AlarmView.of(after));
  }

  private void changed(AlarmView before, AlarmView after) {
    var change = new StateChange(after, before.state(), timeline.now());
    history.changed(change, before);
    boolean held = suppressions.hold(change);
    // By now it is known what suppresses it.
    var shown = new StateChange(alarms.get(after.arn()), change.before(), change.at());
    events.emit(
        "aws.cloudwatch",
        "CloudWatch Alarm State Change",
        List.of(after.arn()),
        AlarmMessage.event(shown, before));
    if (!held) {
      act(change);
    }
    suppressions.suppressorChanged(after);
    composites(Optional.of(after));
  }

  /** Begins anew to wait for a composite alarm's suppressor, or acts if it has none any more. */
  void reconfigured(String alarm) {
    suppressions
        .reconfigured(alarm)
        .ifPresent(
            change -> {
              if (!suppressions.hold(change)) {
                act(change);
              }
            });
  }

  private void act(StateChange change) {
    if (change.alarm().actionsEnabled()) {
      change.alarm().actions().forEach(arn -> act(arn, change));
    }
  }

  private void act(String arn, StateChange change) {
    try {
      action.act(arn, change);
      history.acted(change, arn, "");
    } catch (AwsServiceException e) {
      history.acted(change, arn, AwsErrors.message(e));
    }
  }

  /**
   * Carries scaling actions out again while an alarm stays in its state, as CloudWatch does for
   * them and for no others; the history does not repeat itself.
   */
  void again(AlarmView alarm) {
    if (alarm.actionsEnabled()) {
      alarm.actions().stream()
          .filter(arn -> arn.contains(":autoscaling:"))
          .forEach(arn -> again(arn, alarm));
    }
  }

  private void again(String arn, AlarmView alarm) {
    try {
      action.act(arn, new StateChange(alarm, alarm.state(), timeline.now()));
    } catch (AwsServiceException e) {
      LOG.log(
          Level.WARNING,
          "cloudwatch: {0} could not execute {1} again: {2}",
          alarm.name(),
          arn,
          AwsErrors.message(e));
    }
  }

  /** Forgets what was held back for alarms that are deleted. */
  void deleted(List<String> names) {
    names.forEach(suppressions::forget);
  }

  /** Works out the composite alarms; those that ask about {@code changed}, if it is said. */
  void composites(Optional<AlarmView> changed) {
    for (var alarm : alarms.compositeAlarms()) {
      var rule = CompositeRuleParser.parse(alarm.alarmRule());
      if (changed.isEmpty()
          || rule.alarms().anyMatch(name -> Alarms.named(name).equals(changed.get().name()))) {
        var state = rule.holds(this::state) ? StateValue.ALARM : StateValue.OK;
        set(alarm, state, changed.map(by -> reason(state, alarm, by)).orElse(reason(state, alarm)));
      }
    }
  }

  private StateValue state(String alarm) {
    return alarms.find(alarm).map(AlarmView::state).orElse(StateValue.INSUFFICIENT_DATA);
  }

  private static String reason(StateValue state, CompositeAlarm alarm, AlarmView by) {
    return by.arn()
        + " transitioned to "
        + by.state()
        + ", and the rule of "
        + alarm.alarmName()
        + (state == StateValue.ALARM ? " is true" : " is false");
  }

  private static String reason(StateValue state, CompositeAlarm alarm) {
    return alarm.alarmRule()
        + " was evaluated, and is "
        + (state == StateValue.ALARM ? "true" : "false");
  }
}
