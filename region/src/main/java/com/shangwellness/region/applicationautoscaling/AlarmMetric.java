package com.shangwellness.region.applicationautoscaling;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** Reads what an alarm looks at. */
final class AlarmMetric {

  private static final int MINUTE = 60;

  private final Timeline timeline;
  private final CloudWatchClient cloudWatch;

  AlarmMetric(Timeline timeline, CloudWatchClient cloudWatch) {
    this.timeline = timeline;
    this.cloudWatch = cloudWatch;
  }

  /** The values of the last {@code periods} full periods, those that there are, newest first. */
  List<Double> values(MetricAlarm alarm, int periods) {
    int period = period(alarm);
    var end =
        Instant.ofEpochSecond(
            Math.floorDiv(timeline.now().getEpochSecond(), (long) period) * period);
    var answer =
        cloudWatch.getMetricData(
            r ->
                r.metricDataQueries(queries(alarm))
                    .startTime(end.minus(Duration.ofSeconds((long) period * periods)))
                    .endTime(end)
                    .scanBy(ScanBy.TIMESTAMP_DESCENDING));
    return answer.metricDataResults().stream()
        .findFirst()
        .map(result -> result.values())
        .orElse(List.of());
  }

  private static int period(MetricAlarm alarm) {
    return alarm.metrics().stream()
        .filter(query -> query.metricStat() != null)
        .map(query -> query.metricStat().period())
        .findFirst()
        .orElse(requireNonNullElse(alarm.period(), MINUTE));
  }

  private static List<MetricDataQuery> queries(MetricAlarm alarm) {
    if (alarm.metricName() == null) {
      return alarm.metrics();
    }
    var statistic =
        alarm.statistic() != null ? alarm.statisticAsString() : alarm.extendedStatistic();
    return List.of(
        MetricDataQuery.builder()
            .id("m1")
            .metricStat(
                s ->
                    s.stat(statistic)
                        .unit(alarm.unit())
                        .period(alarm.period())
                        .metric(
                            m ->
                                m.namespace(alarm.namespace())
                                    .metricName(alarm.metricName())
                                    .dimensions(alarm.dimensions())))
            .build());
  }
}
