package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.LateTimeline;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** CloudWatch alone, on virtual time, with what its alarms did. */
final class TestCloudWatch {

  static final Place MUMBAI = new Place("123456789012", "ap-south-1");
  static final String TOPIC = "arn:aws:sns:ap-south-1:123456789012:alerts";

  final Store store;
  final VirtualTimeline timeline;
  final List<String> acted = new ArrayList<>();
  final List<String> events = new ArrayList<>();

  /** The ARNs of actions that cannot be carried out. */
  final Set<String> refused = new HashSet<>();

  final CloudWatch cloudWatch;

  TestCloudWatch() {
    this(Store.inMemory(), Instant.parse("2026-01-01T00:00:00Z"));
  }

  TestCloudWatch(Store store, Instant now) {
    this(store, now, Duration.ZERO);
  }

  /** On a machine that has too much to do, so that everything is late. */
  static TestCloudWatch late(Duration late) {
    return new TestCloudWatch(Store.inMemory(), Instant.parse("2026-01-01T00:00:00Z"), late);
  }

  private TestCloudWatch(Store store, Instant now, Duration late) {
    this.store = store;
    this.timeline = new VirtualTimeline(now, store);
    this.cloudWatch =
        new CloudWatch(
            MUMBAI,
            new LateTimeline(timeline, late),
            store,
            (source, type, resources, detail) -> events.add(type + " " + detail),
            this::act);
  }

  private void act(String arn, StateChange change) {
    if (refused.contains(arn)) {
      throw AwsErrors.of("UnsupportedAction", 400, "refused in this test");
    }
    acted.add(change.alarm().name() + " is " + change.alarm().state());
  }

  <T> T ask(Supplier<T> question) {
    try {
      return timeline.call("ask", question).join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  /** Sends this to the namespace Shop. */
  void puts(MetricDatum.Builder... data) {
    var all = Arrays.stream(data).map(MetricDatum.Builder::build).toList();
    ask(() -> cloudWatch.putMetricData(r -> r.namespace("Shop").metricData(all)));
  }

  static MetricDatum.Builder datum(String metric) {
    return MetricDatum.builder().metricName(metric);
  }

  /** A value of the metric Errors, measured now. */
  void measures(double value) {
    puts(datum("Errors").value(value));
  }

  /** A query for the sum of a metric in a minute, for expressions to refer to. */
  static MetricDataQuery sumOf(String id, String metric) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            s -> s.metric(m -> m.namespace("Shop").metricName(metric)).period(60).stat("Sum"))
        .returnData(false)
        .build();
  }

  /** The statistics of a metric's first minute or more, in periods of a minute. */
  List<Datapoint> statistics(
      String metric, Duration length, Consumer<GetMetricStatisticsRequest.Builder> more) {
    var start = Instant.parse("2026-01-01T00:00:00Z");
    return ask(() ->
            cloudWatch.getMetricStatistics(
                r -> {
                  r.namespace("Shop")
                      .metricName(metric)
                      .startTime(start)
                      .endTime(start.plus(length))
                      .period(60);
                  more.accept(r);
                }))
        .datapoints();
  }

  /** One value a minute. */
  void measuresEachMinute(double... values) {
    for (var value : values) {
      measures(value);
      passes(Duration.ofMinutes(1));
    }
  }

  void passes(Duration duration) {
    timeline.passes(duration);
  }

  /** The usual alarm: {@link #watches(String, int, Consumer)}. */
  void watches(String name, int periods) {
    watches(name, periods, alarm -> {});
  }

  /** An alarm that rings when Errors sum to more than 5 in {@code periods} minutes. */
  void watches(String name, int periods, Consumer<PutMetricAlarmRequest.Builder> more) {
    ask(
        () ->
            cloudWatch.putMetricAlarm(
                r -> {
                  r.alarmName(name)
                      .namespace("Shop")
                      .metricName("Errors")
                      .statistic(Statistic.SUM)
                      .period(60)
                      .evaluationPeriods(periods)
                      .threshold(5.0)
                      .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                      .alarmActions(TOPIC)
                      .okActions(TOPIC);
                  more.accept(r);
                }));
  }

  /** The state of an alarm of either kind. */
  String state(String name) {
    var found =
        ask(
            () ->
                cloudWatch.describeAlarms(
                    r ->
                        r.alarmNames(name).alarmTypesWithStrings("MetricAlarm", "CompositeAlarm")));
    return found.metricAlarms().isEmpty()
        ? found.compositeAlarms().getFirst().stateValueAsString()
        : found.metricAlarms().getFirst().stateValueAsString();
  }

  String reason(String name) {
    return ask(() -> cloudWatch.describeAlarms(r -> r.alarmNames(name)))
        .metricAlarms()
        .getFirst()
        .stateReason();
  }

  /** What became of an alarm, the oldest first. */
  List<String> history(String name) {
    return ask(
            () ->
                cloudWatch.describeAlarmHistory(
                    r -> r.alarmName(name).scanBy(ScanBy.TIMESTAMP_ASCENDING)))
        .alarmHistoryItems()
        .stream()
        .map(item -> item.historySummary())
        .toList();
  }

  /** How often an alarm changed its state. */
  long changes(String name) {
    return ask(() ->
            cloudWatch.describeAlarmHistory(
                r -> r.alarmName(name).historyItemType(HistoryItemType.STATE_UPDATE)))
        .alarmHistoryItems()
        .size();
  }
}
