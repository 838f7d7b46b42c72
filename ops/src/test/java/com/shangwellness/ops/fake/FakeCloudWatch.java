package com.shangwellness.ops.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable;
import software.amazon.awssdk.services.cloudwatch.paginators.GetMetricDataIterable;

/**
 * CloudWatch with the dashboard, the alarms and the measurements that a test gives it. It answers
 * one alarm and one measurement a page.
 */
public final class FakeCloudWatch implements CloudWatchClient {
  private static final Instant NOW = Instant.parse("2026-01-31T14:05:30Z");

  private final Map<String, Map<Instant, Double>> measured = new LinkedHashMap<>();
  private final List<MetricAlarm> alarms = new ArrayList<>();
  private final List<CompositeAlarm> composites = new ArrayList<>();
  private final List<AlarmHistoryItem> history = new ArrayList<>();
  private String dashboard = "";

  /** What time it is. */
  public Instant now() {
    return NOW;
  }

  /** The dashboard {@code board} is this. */
  public void dashboard(String body) {
    dashboard = body;
  }

  /** A metric or an expression had this value in the minute that began then. */
  public void measured(String nameOrExpression, Instant minute, double value) {
    measured.computeIfAbsent(nameOrExpression, key -> new LinkedHashMap<>()).put(minute, value);
  }

  /** There is this alarm. */
  public void alarm(MetricAlarm.Builder alarm) {
    alarms.add(alarm.build());
  }

  /** There is this composite alarm. */
  public void composite(CompositeAlarm.Builder alarm) {
    composites.add(alarm.build());
  }

  /** This happened to an alarm; told oldest first. */
  public void happened(String alarm, Instant time, String summary) {
    history.add(
        AlarmHistoryItem.builder()
            .alarmName(alarm)
            .timestamp(time)
            .historySummary(summary)
            .build());
  }

  @Override
  public GetDashboardResponse getDashboard(GetDashboardRequest request) {
    return GetDashboardResponse.builder().dashboardBody(dashboard).build();
  }

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    var results = new ArrayList<MetricDataResult>();
    boolean more = false;
    for (var query : request.metricDataQueries()) {
      var points =
          measured.getOrDefault(key(query), Map.of()).entrySet().stream()
              .filter(p -> !p.getKey().isBefore(request.startTime()))
              .filter(p -> p.getKey().isBefore(request.endTime()))
              .toList();
      more |= page + 1 < points.size();
      var shown =
          page < points.size() ? List.of(points.get(page)) : List.<Map.Entry<Instant, Double>>of();
      results.add(
          MetricDataResult.builder()
              .id(query.id())
              .timestamps(shown.stream().map(Map.Entry::getKey).toList())
              .values(shown.stream().map(Map.Entry::getValue).toList())
              .build());
    }
    return GetMetricDataResponse.builder()
        .metricDataResults(results)
        .nextToken(more ? "" + (page + 1) : null)
        .build();
  }

  private static String key(MetricDataQuery query) {
    return query.expression() != null
        ? query.expression()
        : query.metricStat().metric().metricName() + " " + query.metricStat().stat();
  }

  @Override
  public GetMetricDataIterable getMetricDataPaginator(GetMetricDataRequest request) {
    return new GetMetricDataIterable(this, request);
  }

  @Override
  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
    int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    var found = alarms.stream().filter(a -> isWanted(request, a.alarmName())).toList();
    var together = composites.stream().filter(a -> isWanted(request, a.alarmName())).toList();
    boolean more = page + 1 < Math.max(found.size(), together.size());
    return DescribeAlarmsResponse.builder()
        .metricAlarms(found.stream().skip(page).limit(1).toList())
        .compositeAlarms(together.stream().skip(page).limit(1).toList())
        .nextToken(more ? "" + (page + 1) : null)
        .build();
  }

  private static boolean isWanted(DescribeAlarmsRequest request, String name) {
    return request.alarmNamePrefix() != null
        ? name.startsWith(request.alarmNamePrefix())
        : request.alarmNames().contains(name);
  }

  @Override
  public DescribeAlarmsIterable describeAlarmsPaginator(DescribeAlarmsRequest request) {
    return new DescribeAlarmsIterable(this, request);
  }

  @Override
  public DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
    return DescribeAlarmHistoryResponse.builder()
        .alarmHistoryItems(
            history.reversed().stream()
                .filter(item -> item.alarmName().equals(request.alarmName()))
                .limit(request.maxRecords())
                .toList())
        .build();
  }

  @Override
  public String serviceName() {
    return "monitoring";
  }

  @Override
  public void close() {}
}
