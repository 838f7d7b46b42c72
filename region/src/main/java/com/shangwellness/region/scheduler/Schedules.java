package com.shangwellness.region.scheduler;

import com.shangwellness.region.store.Table;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.RetryPolicy;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.Target;

/** The schedules of a region; each is armed for its next time. */
final class Schedules {

  private static final int EVENT_AGE = 86_400;
  private static final int RETRIES = 185;

  private final Table<KeptSchedule> table;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Targets targets;
  private final ActingRole acting;
  private final Consumer<KeptSchedule> onTime;

  /** Schedules that tell {@code onTime} when it is time. */
  Schedules(
      Table<KeptSchedule> table,
      Timeline timeline,
      RandomGenerator random,
      Targets targets,
      ActingRole acting,
      Consumer<KeptSchedule> onTime) {
    this.table = table;
    this.timeline = timeline;
    this.random = random;
    this.targets = targets;
    this.acting = acting;
    this.onTime = onTime;
    table.values().forEach(this::arm);
  }

  Optional<KeptSchedule> find(String group, String name) {
    return table.get(group + "/" + name);
  }

  KeptSchedule get(String group, String name) {
    return find(group, name).orElseThrow(() -> Refusals.noSchedule(name));
  }

  List<KeptSchedule> all() {
    return table.values();
  }

  void remove(KeptSchedule schedule) {
    table.remove(key(schedule));
  }

  void removeAll(String group) {
    table.withPrefix(group + "/").forEach(this::remove);
  }

  /** Keeps a schedule, in place of one of its name, and arms it. */
  KeptSchedule put(GetScheduleResponse schedule, String token) {
    var whole = withDefaults(schedule);
    check(whole);
    var kept = new KeptSchedule(whole, Instant.MAX, Instant.MAX, token);
    return arm(next(kept, timeline.now()));
  }

  private static GetScheduleResponse withDefaults(GetScheduleResponse schedule) {
    var policy = Optional.ofNullable(schedule.target().retryPolicy());
    var target =
        schedule.target().toBuilder()
            .retryPolicy(
                RetryPolicy.builder()
                    .maximumEventAgeInSeconds(
                        policy.map(RetryPolicy::maximumEventAgeInSeconds).orElse(EVENT_AGE))
                    .maximumRetryAttempts(
                        policy.map(RetryPolicy::maximumRetryAttempts).orElse(RETRIES))
                    .build())
            .build();
    return schedule.toBuilder()
        .target(target)
        .state(Optional.ofNullable(schedule.state()).orElse(ScheduleState.ENABLED))
        .actionAfterCompletion(
            Optional.ofNullable(schedule.actionAfterCompletion())
                .orElse(ActionAfterCompletion.NONE))
        .scheduleExpressionTimezone(
            Optional.ofNullable(schedule.scheduleExpressionTimezone()).orElse("UTC"))
        .build();
  }

  private void check(GetScheduleResponse schedule) {
    var timing = Timing.parse(schedule.scheduleExpression(), schedule.scheduleExpressionTimezone());
    if (timing instanceof Timing.At
        && (schedule.startDate() != null || schedule.endDate() != null)) {
      throw Refusals.invalid("A one-time schedule has neither a StartDate nor an EndDate.");
    }
    if (schedule.startDate() != null
        && schedule.endDate() != null
        && !schedule.startDate().isBefore(schedule.endDate())) {
      throw Refusals.invalid("The StartDate must come before the EndDate.");
    }
    var window = schedule.flexibleTimeWindow();
    boolean flexible = window.mode() == FlexibleTimeWindowMode.FLEXIBLE;
    if (flexible != (window.maximumWindowInMinutes() != null)) {
      throw Refusals.invalid(
          "MaximumWindowInMinutes must be given when the FlexibleTimeWindow's Mode is FLEXIBLE, and"
              + " only then.");
    }
    if (schedule.kmsKeyArn() != null) {
      throw Refusals.invalid("This region does not encrypt schedules with keys: KmsKeyArn.");
    }
    check(schedule.target());
  }

  private void check(Target target) {
    if (targets.find(target.arn()).isEmpty()) {
      throw Refusals.invalid(
          "Provided Arn is not supported: this region's schedules invoke "
              + targets.told()
              + "; "
              + target.arn()
              + " is none.");
    }
    if (target.deadLetterConfig() != null) {
      throw Refusals.invalid("DeadLetterConfig is not valid: this region has no queue for it.");
    }
    if (target.ecsParameters() != null
        || target.eventBridgeParameters() != null
        || target.kinesisParameters() != null
        || target.sageMakerPipelineParameters() != null
        || target.sqsParameters() != null) {
      throw Refusals.invalid("The target " + target.arn() + " takes no parameters.");
    }
    if (!acting.mayAct(target.roleArn())) {
      throw Refusals.invalid(
          "The execution role you provide must allow AWS EventBridge Scheduler to assume the"
              + " role.");
    }
    targets.check(target.arn(), Optional.ofNullable(target.input()).orElse("{}"));
  }

  // With its next time, not before `earliest`.
  private KeptSchedule next(KeptSchedule schedule, Instant earliest) {
    var begun = schedule.begun();
    var from = begun.isAfter(earliest) ? begun : earliest;
    var end = Optional.ofNullable(schedule.schedule().endDate()).orElse(Instant.MAX);
    var due =
        schedule
            .timing()
            .next(from, begun)
            .filter(time -> schedule.isEnabled() && time.isBefore(end));
    var fires =
        due.map(
            time ->
                schedule.window() == 0
                    ? time
                    : time.plus(Duration.ofSeconds(random.nextLong(schedule.window() * 60L))));
    return table.put(
        key(schedule), schedule.dueAt(due.orElse(Instant.MAX), fires.orElse(Instant.MAX)));
  }

  private KeptSchedule arm(KeptSchedule schedule) {
    if (!schedule.fires().equals(Instant.MAX)) {
      timeline.at(
          schedule.fires(),
          "scheduler: it is time for " + key(schedule),
          () -> table.get(key(schedule)).filter(schedule::equals).ifPresent(this::isTime));
    }
    return schedule;
  }

  private void isTime(KeptSchedule schedule) {
    onTime.accept(schedule);
    var after = next(schedule, schedule.due().plusMillis(1));
    boolean over = after.due().equals(Instant.MAX);
    if (over && schedule.schedule().actionAfterCompletion() == ActionAfterCompletion.DELETE) {
      remove(after);
    } else {
      arm(after);
    }
  }

  private static String key(KeptSchedule schedule) {
    return schedule.group() + "/" + schedule.name();
  }
}
