package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * Evaluates every alarm once a minute, and those with a period below a minute every ten seconds
 * (CloudWatch user guide, "Evaluating an alarm"). It does so ten seconds after the period has
 * ended, by which time services have reported it.
 */
final class Evaluations {

  private static final int FAST = 10;
  private static final int SLOW = 60;

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
    later();
  }

  private void later() {
    long now = timeline.now().getEpochSecond();
    boolean fast = alarms.metricAlarms().stream().anyMatch(alarm -> period(alarm) < SLOW);
    int step = fast ? FAST : SLOW;
    long next = Math.floorDiv(now - FAST, step) * step + step + FAST;
    timeline.at(Instant.ofEpochSecond(next), "cloudwatch: alarms are evaluated", this::evaluate);
  }

  private void evaluate() {
    long end = timeline.now().getEpochSecond() - FAST;
    boolean minute = end % SLOW == 0;
    for (var alarm : alarms.metricAlarms()) {
      if (minute || period(alarm) < SLOW) {
        evaluate(alarm, end);
      }
    }
    if (minute) {
      transitions.composites(Optional.empty());
    }
    later();
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
    return alarm.metrics().isEmpty()
        ? alarm.period()
        : Math.max(SLOW / 6, AlarmCheck.periodOf(alarm.metrics()));
  }

  private NavigableMap<Long, Double> points(MetricAlarm alarm, Timespan span) {
    return alarm.metrics().isEmpty() ? single(alarm, span) : calculated(alarm, span);
  }

  private NavigableMap<Long, Double> single(MetricAlarm alarm, Timespan span) {
    var id = MetricId.of(alarm.namespace(), alarm.metricName(), alarm.dimensions());
    var points = new TreeMap<Long, Double>();
    if (queries.fits(id, alarm.unit())) {
      var statistic = statistic(alarm);
      metrics
          .read(id, span.from(), span.to(), span.period())
          .forEach((at, period) -> statistic.of(period).ifPresent(value -> points.put(at, value)));
    }
    return points;
  }

  private static Statistic statistic(MetricAlarm alarm) {
    return Statistic.named(
        alarm.statistic() == null ? alarm.extendedStatistic() : alarm.statisticAsString());
  }

  private NavigableMap<Long, Double> calculated(MetricAlarm alarm, Timespan span) {
    var wanted = AlarmCheck.returned(alarm.metrics()).getFirst();
    return queries.answers(alarm.metrics(), period -> span).stream()
        .filter(answer -> answer.query().id().equals(wanted.id()))
        .map(answer -> answer.value())
        .map(value -> value instanceof Value.Series series ? series.points() : none())
        .findFirst()
        .orElseGet(Evaluations::none);
  }

  // An expression that gives no single series is no data, as it is for CloudWatch.
  private static NavigableMap<Long, Double> none() {
    return new TreeMap<>();
  }

  // Low samples: "ignore" keeps the state while a percentile says nothing (user guide,
  // "Percentile-based alarms and low data samples").
  private boolean tooFew(MetricAlarm alarm, Timespan span) {
    if (!"ignore".equals(alarm.evaluateLowSampleCountPercentile())
        || alarm.extendedStatistic() == null
        || !(statistic(alarm) instanceof Statistic.Percentile percentile)) {
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

  /** Refuses what the queries of an alarm cannot be worked out by, when it is configured. */
  void tryOut(List<MetricDataQuery> metrics) {
    long end = timeline.now().getEpochSecond() / SLOW * SLOW;
    queries.answers(metrics, period -> new Timespan(end - period, end, period));
  }
}
