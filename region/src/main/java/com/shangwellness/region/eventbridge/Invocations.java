package com.shangwellness.region.eventbridge;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * Events on their way to targets, each in an action of its own: what fails there undoes nothing
 * here. "By default, EventBridge retries sending the event for 24 hours and up to 185 times with an
 * exponential back off" (EventBridge guide, "Retrying event delivery"); the jitter is left out.
 */
final class Invocations {

  private static final Logger LOG = System.getLogger(Invocations.class.getName());
  private static final int MOST = 185;
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(8);

  private final Table<Invocation> invocations;
  private final Timeline timeline;
  private final Ids ids;
  private final Map<String, EventTarget> targets;
  private final MetricSink metrics;

  Invocations(
      Table<Invocation> invocations,
      Timeline timeline,
      Ids ids,
      Map<String, EventTarget> targets,
      MetricSink metrics) {
    this.invocations = invocations;
    this.timeline = timeline;
    this.ids = ids;
    this.targets = Map.copyOf(targets);
    this.metrics = metrics;
    invocations.values().forEach(this::arm);
  }

  /** The service that {@code arn} belongs to, if rules may have it as a target. */
  Optional<EventTarget> service(String arn) {
    var parts = arn.split(":", 7);
    return parts.length < 6 ? Optional.empty() : Optional.ofNullable(targets.get(parts[2]));
  }

  /** The services that rules may have targets of. */
  List<String> services() {
    return targets.keySet().stream().sorted().toList();
  }

  void send(String rule, Target target, String event, String input) {
    var policy = Optional.ofNullable(target.retryPolicy()).orElse(RetryPolicy.builder().build());
    var id = ids.uuid();
    arm(
        invocations.put(
            id,
            new Invocation(
                id,
                rule,
                target.arn(),
                event,
                input,
                0,
                Optional.ofNullable(policy.maximumRetryAttempts()).orElse(MOST),
                timeline.now(),
                timeline
                    .now()
                    .plus(
                        Optional.ofNullable(policy.maximumEventAgeInSeconds())
                            .map(Duration::ofSeconds)
                            .orElse(LONGEST)))));
  }

  private void arm(Invocation invocation) {
    timeline.at(
        invocation.due(),
        "events: " + invocation.rule() + " invokes " + invocation.targetArn(),
        () -> attempt(invocation));
  }

  private void attempt(Invocation armed) {
    var current = invocations.get(armed.id()).filter(armed::equals);
    if (current.isEmpty()) {
      return;
    }
    count(armed.rule(), "Invocations");
    try {
      service(armed.targetArn())
          .orElseThrow()
          .invoke(armed.rule(), armed.targetArn(), armed.event(), armed.input());
      invocations.remove(armed.id());
    } catch (AwsServiceException e) {
      failed(armed, e);
    }
  }

  private void failed(Invocation invocation, AwsServiceException error) {
    var wait = Duration.ofSeconds(1L << Math.min(20, invocation.tried()));
    var next = timeline.now().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    if (isPassing(error)
        && invocation.tried() < invocation.most()
        && !next.isAfter(invocation.until())) {
      count(invocation.rule(), "RetryInvocationAttempts");
      arm(invocations.put(invocation.id(), invocation.again(next)));
      return;
    }
    invocations.remove(invocation.id());
    count(invocation.rule(), "FailedInvocations");
    LOG.log(
        Level.WARNING,
        "events: the rule "
            + invocation.rule()
            + " could not invoke "
            + invocation.targetArn()
            + ": "
            + AwsErrors.code(error)
            + ": "
            + AwsErrors.message(error));
  }

  private static boolean isPassing(AwsServiceException error) {
    int status = AwsErrors.status(error);
    return status == 429 || status >= 500;
  }

  /** Counts something of a rule, in the namespace {@code AWS/Events}. */
  void count(String rule, String metric) {
    metrics.count("AWS/Events", metric, "RuleName", rule, timeline.now());
  }
}
