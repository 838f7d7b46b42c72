package com.shangwellness.region.scheduler;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/**
 * Invocations on their way, each in an action of its own. By default Scheduler retries for 24 hours
 * and up to 185 times with an exponential back-off (API reference, "RetryPolicy"); the jitter is
 * left out.
 */
final class Attempts {

  private static final Logger LOG = System.getLogger(Attempts.class.getName());
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(8);

  private final Table<Attempt> attempts;
  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Targets targets;
  private final ActingRole acting;
  private final MetricSink metrics;

  /** Carries on with what was on its way. */
  Attempts(
      Table<Attempt> attempts,
      Place place,
      Timeline timeline,
      Ids ids,
      Targets targets,
      ActingRole acting,
      MetricSink metrics) {
    this.attempts = attempts;
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.targets = targets;
    this.acting = acting;
    this.metrics = metrics;
    attempts.values().forEach(this::arm);
  }

  /** Invokes the target of {@code due}. */
  void send(KeptSchedule due) {
    GetScheduleResponse schedule = due.schedule();
    var id = ids.uuid();
    arm(
        attempts.put(
            id,
            new Attempt(
                id,
                schedule.groupName(),
                schedule.arn(),
                schedule.target(),
                due.due(),
                0,
                timeline.now())));
  }

  private void arm(Attempt attempt) {
    timeline.at(
        attempt.due(),
        "scheduler: " + attempt.schedule() + " invokes " + attempt.target().arn(),
        () -> attempts.get(attempt.id()).filter(attempt::equals).ifPresent(this::invoke));
  }

  private void invoke(Attempt attempt) {
    count(attempt, "InvocationAttemptCount");
    var target = attempt.target();
    try {
      acting.as(
          target.roleArn(),
          attempt.id(),
          () -> {
            targets
                .find(target.arn())
                .orElseThrow()
                .invoke(target.arn(), attempt.id(), input(attempt));
            return attempt;
          });
      attempts.remove(attempt.id());
    } catch (AwsServiceException e) {
      failed(attempt, e);
    }
  }

  private void failed(Attempt attempt, AwsServiceException error) {
    count(attempt, "TargetErrorCount");
    int status = AwsErrors.status(error);
    var policy = attempt.target().retryPolicy();
    var wait = Duration.ofSeconds(1L << Math.min(20, attempt.tried()));
    var next = timeline.now().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    var until = attempt.scheduled().plusSeconds(policy.maximumEventAgeInSeconds());
    if ((status == 429 || status >= 500)
        && attempt.tried() < policy.maximumRetryAttempts()
        && !next.isAfter(until)) {
      arm(attempts.put(attempt.id(), attempt.again(next)));
      return;
    }
    attempts.remove(attempt.id());
    count(attempt, "InvocationDroppedCount");
    LOG.log(
        Level.WARNING,
        "scheduler: "
            + attempt.schedule()
            + " could not invoke "
            + attempt.target().arn()
            + ": "
            + AwsErrors.code(error)
            + ": "
            + AwsErrors.message(error));
  }

  // User guide, "Adding context attributes".
  private String input(Attempt attempt) {
    var input = attempt.target().input();
    return input == null
        ? event(attempt)
        : input
            .replace("<aws.scheduler.schedule-arn>", attempt.schedule())
            .replace("<aws.scheduler.scheduled-time>", attempt.scheduled().toString())
            .replace("<aws.scheduler.execution-id>", attempt.id())
            .replace("<aws.scheduler.attempt-number>", String.valueOf(attempt.tried() + 1));
  }

  // What a target gets that is given nothing.
  private String event(Attempt attempt) {
    return "{\"version\":\"0\",\"id\":\"%s\",\"detail-type\":\"Scheduled Event\",\"source\":"
            .formatted(attempt.id())
        + "\"aws.scheduler\",\"account\":\"%s\",\"time\":\"%s\",\"region\":\"%s\",\"resources\":"
            .formatted(
                place.account(),
                attempt.scheduled().truncatedTo(ChronoUnit.SECONDS),
                place.region())
        + "[\"%s\"],\"detail\":\"{}\"}".formatted(attempt.schedule());
  }

  private void count(Attempt attempt, String metric) {
    metrics.count("AWS/Scheduler", metric, "ScheduleGroup", attempt.group(), timeline.now());
  }
}
