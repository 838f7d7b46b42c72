package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * Evaluates every alarm once a minute, and those with a period below a minute every ten seconds
 * (CloudWatch user guide, "Evaluating an alarm"). It does so ten seconds after the period has
 * ended, by which time services have reported it.
 */
final class Evaluations {

  private static final int FAST = 10;
  private static final int SLOW = 60;

  /** In seconds: how far behind rounds are still made up for. */
  private static final int MOST_LATE = 600;

  private final Alarms alarms;
  private final Metrics metrics;
  private final Queries queries;
  private final Transitions transitions;
  private final Timeline timeline;

  Evaluations(
      Alarms alarms, Metrics metrics, Queries queries, Transitions transitions, Timeline timeline) {
    this.alarms = alarms;
    this.metrics = metrics;
    this.queries = queries;
    this.transitions = transitions;
    this.timeline = timeline;
  }

  /** Begins, and does not end. */
  void begin() {
    after(timeline.now().getEpochSecond());
  }

  private void after(long second) {
    boolean fast = alarms.metricAlarms().stream().anyMatch(alarm -> period(alarm) < SLOW);
    int step = fast ? FAST : SLOW;
    long next = Math.floorDiv(second - FAST, step) * step + step + FAST;
    // By the time for which it was meant: a busy machine is late, at a high pace by many seconds.
    timeline.at(
        Instant.ofEpochSecond(next),
        "cloudwatch: alarms are evaluated",
        () -> evaluate(next - FAST));
  }

  private void evaluate(long end) {
    // First: whatever becomes of this round, there is a next one. Rounds that a busy machine has
    // missed are made up for, but not those of a whole night.
    long now = timeline.now().getEpochSecond();
    long meant = end + FAST;
    after(now - meant > MOST_LATE ? now : meant);
    boolean minute = end % SLOW == 0;
    for (var alarm : alarms.metricAlarms()) {
      if (minute || period(alarm) < SLOW) {
        evaluate(alarm, end);
      }
    }
    if (minute) {
      transitions.composites(Optional.empty());
    }
  }

  private void evaluate(MetricAlarm alarm, long end) {
    var rule = rule(alarm);
    int period = period(alarm);
    var span = new Timespan(end - (long) period * rule.range(), end, period);
    var points = new DataPoints(alarm, points(alarm, span), span);
    if (tooFew(alarm, span)) {
      return;
    }
    var state = Verdict.of(rule, points.breaching());
    if (state.isEmpty() || state.get() == alarm.stateValue()) {
      if (end % period == 0) {
        transitions.again(AlarmView.of(alarm));
      }
      return;
    }
    transitions.set(
        alarm, state.get(), points.reason(state.get()), points.reasonData(timeline.now()));
  }

  private static Verdict.Rule rule(MetricAlarm alarm) {
    return new Verdict.Rule(
        alarm.evaluationPeriods(),
        Optional.ofNullable(alarm.datapointsToAlarm()).orElse(alarm.evaluationPeriods()),
        Verdict.Missing.named(alarm.treatMissingData()));
  }

  private static int period(MetricAlarm alarm) {
    return alarm.metrics().isEmpty() ? alarm.period() : AlarmCheck.periodOf(alarm.metrics());
  }

  private static String statistic(MetricAlarm alarm) {
    return alarm.statistic() == null ? alarm.extendedStatistic() : alarm.statisticAsString();
  }

  private NavigableMap<Long, Double> points(MetricAlarm alarm, Timespan span) {
    return alarm.metrics().isEmpty() ? measured(alarm, span) : workedOut(alarm, span);
  }

  private NavigableMap<Long, Double> measured(MetricAlarm alarm, Timespan span) {
    var id = MetricId.of(alarm.namespace(), alarm.metricName(), alarm.dimensions());
    return queries.measured(id, alarm.unit(), statistic(alarm), span);
  }

  private NavigableMap<Long, Double> workedOut(MetricAlarm alarm, Timespan span) {
    var wanted = AlarmCheck.returned(alarm.metrics()).getFirst();
    try {
      return queries.answers(alarm.metrics(), period -> span).stream()
          .filter(answer -> answer.query().equals(wanted))
          .map(Queries.Answer::value)
          .map(value -> value instanceof Value.Series series ? series.points() : none())
          .findFirst()
          .orElseGet(Evaluations::none);
    } catch (AwsServiceException e) {
      // It was tried out when the alarm was made; on these data it comes to nothing.
      return none();
    }
  }

  private static NavigableMap<Long, Double> none() {
    return new TreeMap<>();
  }

  // Low samples: "ignore" keeps the state while a percentile says nothing (user guide,
  // "Percentile-based alarms and low data samples").
  private boolean tooFew(MetricAlarm alarm, Timespan span) {
    if (!"ignore".equals(alarm.evaluateLowSampleCountPercentile())
        || alarm.extendedStatistic() == null
        || !(Statistic.named(statistic(alarm)) instanceof Statistic.Percentile percentile)) {
      return false;
    }
    var id = MetricId.of(alarm.namespace(), alarm.metricName(), alarm.dimensions());
    long from = span.to() - (long) span.period() * alarm.evaluationPeriods();
    double samples =
        metrics.read(id, from, span.to(), span.period()).values().stream()
            .mapToDouble(Aggregate::count)
            .sum();
    return samples < percentile.significant();
  }
}
