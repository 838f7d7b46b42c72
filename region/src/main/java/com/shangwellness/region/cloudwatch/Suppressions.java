package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.model.ActionsSuppressedBy;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Holds the actions of composite alarms back while their suppressor rings (CloudWatch user guide,
 * "Alarm suppression"): a composite alarm waits for its suppressor before it acts, and for some
 * time after the suppressor has fallen silent.
 */
final class Suppressions {

  /**
   * Actions that are held back.
   *
   * @param alarm the composite alarm's name
   * @param before the state that it left
   * @param waiting whether it is for some time only, and not until the suppressor falls silent
   * @param until when the waiting ends
   */
  record Held(String alarm, String before, boolean waiting, Instant until) {}

  /** Where held actions are kept. */
  record Kept(Table<Held> held) {}

  private final Alarms alarms;
  private final AlarmHistory history;
  private final Table<Held> held;
  private final Timeline timeline;
  private final Consumer<StateChange> act;

  Suppressions(
      Alarms alarms,
      AlarmHistory history,
      Kept kept,
      Timeline timeline,
      Consumer<StateChange> act) {
    this.alarms = alarms;
    this.history = history;
    this.held = kept.held();
    this.timeline = timeline;
    this.act = act;
    held.values().forEach(this::arm);
  }

  /** Whether the actions of {@code change} are held back; what was held before is discarded. */
  boolean hold(StateChange change) {
    discard(change.alarm().name());
    var composite = change.alarm().composite().filter(c -> c.actionsSuppressor() != null);
    if (composite.isEmpty()) {
      return false;
    }
    var alarm = free(composite.get());
    if (ringing(alarm)) {
      hold(alarm, change.before(), ActionsSuppressedBy.ALARM, 0);
    } else if (alarm.actionsSuppressorWaitPeriod() > 0) {
      hold(
          alarm,
          change.before(),
          ActionsSuppressedBy.WAIT_PERIOD,
          alarm.actionsSuppressorWaitPeriod());
    } else {
      return false;
    }
    return true;
  }

  /**
   * What an alarm was held back from, when it is configured anew: "If you replace the action
   * suppressor alarm, any active WaitPeriod or ExtensionPeriod is discarded."
   */
  Optional<StateChange> reconfigured(String alarm) {
    return held.get(alarm)
        .flatMap(
            hold ->
                alarms
                    .find(alarm)
                    .map(
                        now ->
                            new StateChange(
                                now, StateValue.fromValue(hold.before()), timeline.now())));
  }

  private void discard(String name) {
    held.remove(name);
    alarms
        .find(name)
        .flatMap(AlarmView::composite)
        .filter(alarm -> alarm.actionsSuppressedBy() != null)
        .ifPresent(alarm -> alarms.keep(free(alarm)));
  }

  private static CompositeAlarm free(CompositeAlarm alarm) {
    return alarm.toBuilder()
        .actionsSuppressedBy((String) null)
        .actionsSuppressedReason(null)
        .build();
  }

  private boolean ringing(CompositeAlarm alarm) {
    return alarms
        .find(alarm.actionsSuppressor())
        .filter(suppressor -> suppressor.state() == StateValue.ALARM)
        .isPresent();
  }

  private void hold(CompositeAlarm alarm, StateValue before, ActionsSuppressedBy by, int seconds) {
    var hold =
        new Held(
            alarm.alarmName(),
            before.toString(),
            by != ActionsSuppressedBy.ALARM,
            timeline.now().plus(Duration.ofSeconds(seconds)));
    held.put(alarm.alarmName(), hold);
    var reason = "Actions suppressed by " + by;
    alarms.keep(alarm.toBuilder().actionsSuppressedBy(by).actionsSuppressedReason(reason).build());
    history.suppressed(AlarmView.of(alarm), reason);
    arm(hold);
  }

  private void arm(Held hold) {
    if (hold.waiting()) {
      timeline.at(
          hold.until(),
          "cloudwatch: " + hold.alarm() + " has waited for its suppressor",
          () -> waited(hold));
    }
  }

  private void waited(Held hold) {
    if (held.get(hold.alarm()).equals(Optional.of(hold))) {
      release(hold);
    }
  }

  /** Forgets what is held back for an alarm. */
  void forget(String alarm) {
    held.remove(alarm);
  }

  /** Follows the state of an alarm that may be a suppressor of held actions. */
  void suppressorChanged(AlarmView suppressor) {
    for (var hold : held.values()) {
      composite(hold)
          .filter(alarm -> Alarms.named(alarm.actionsSuppressor()).equals(suppressor.name()))
          .ifPresent(alarm -> followed(hold, alarm, suppressor));
    }
  }

  private void followed(Held hold, CompositeAlarm alarm, AlarmView suppressor) {
    var before = StateValue.fromValue(hold.before());
    if (suppressor.state() == StateValue.ALARM) {
      hold(alarm, before, ActionsSuppressedBy.ALARM, 0);
    } else if (!hold.waiting() && alarm.actionsSuppressorExtensionPeriod() > 0) {
      hold(
          alarm,
          before,
          ActionsSuppressedBy.EXTENSION_PERIOD,
          alarm.actionsSuppressorExtensionPeriod());
    } else if (!hold.waiting()) {
      release(hold);
    }
  }

  private void release(Held hold) {
    held.remove(hold.alarm());
    composite(hold)
        .ifPresent(
            alarm -> {
              var free = free(alarm);
              alarms.keep(free);
              act.accept(
                  new StateChange(
                      AlarmView.of(free), StateValue.fromValue(hold.before()), timeline.now()));
            });
  }

  private Optional<CompositeAlarm> composite(Held hold) {
    return alarms
        .find(hold.alarm())
        .flatMap(AlarmView::composite)
        .filter(alarm -> alarm.actionsSuppressor() != null);
  }
}
