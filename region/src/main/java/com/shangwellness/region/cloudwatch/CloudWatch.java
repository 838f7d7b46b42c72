package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/**
 * Amazon CloudWatch (API reference, 2010-08-01): metrics, the mathematics on them, and alarms that
 * are evaluated and act. Anomaly detection, insight rules and metric streams are not acted on, and
 * refused.
 */
public final class CloudWatch implements CloudWatchClient, MetricSink {

  private static final int LISTED = 500;
  private static final int DESCRIBED = 100;
  private static final int MINUTE = 60;
  private static final Duration RECENT = Duration.ofHours(3);

  private final Timeline timeline;
  private final Metrics metrics;
  private final Queries queries;
  private final MetricStatistics statistics;
  private final AlarmHistory history;
  private final Alarms alarms;
  private final Transitions transitions;
  private final Dashboards dashboards;

  /**
   * CloudWatch at {@code place}, which goes on with what it finds in {@code store}.
   *
   * @param events is told of every alarm that changes
   * @param action what alarms do
   */
  public CloudWatch(
      Place place, Timeline timeline, Store store, EventSink events, AlarmAction action) {
    this.timeline = timeline;
    var prefix = place.region() + "/cloudwatch.";
    this.metrics =
        new Metrics(
            store.table(prefix + "metrics", Metrics.Known.class),
            store.table(prefix + "hours", Chunk.class),
            timeline);
    this.queries = new Queries(metrics);
    this.statistics = new MetricStatistics(metrics);
    this.history =
        new AlarmHistory(store.table(prefix + "history", AlarmHistoryItem.class), timeline);
    this.alarms =
        new Alarms(
            store.table(prefix + "alarms", MetricAlarm.class),
            store.table(prefix + "composites", CompositeAlarm.class),
            store.table(prefix + "tags", Alarms.Tags.class),
            history,
            place,
            timeline);
    var held = new Suppressions.Kept(store.table(prefix + "held", Suppressions.Held.class));
    this.transitions = new Transitions(alarms, history, held, timeline, events, action);
    new Evaluations(alarms, metrics, queries, transitions, timeline).begin();
    this.dashboards =
        new Dashboards(store.table(prefix + "dashboards", Dashboards.Kept.class), place, timeline);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: what was measured is kept when it is acknowledged. */
  @Override
  public void close() {}

  @Override
  public void record(String namespace, List<MetricDatum> data) {
    metrics.record(namespace, data);
  }

  @Override
  public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
    DatumCheck.check(request, timeline.now());
    metrics.record(request.namespace(), request.metricData());
    return PutMetricDataResponse.builder().build();
  }

  @Override
  public ListMetricsResponse listMetrics(ListMetricsRequest request) {
    var within = request.recentlyActive() == null ? Duration.ofDays(14) : RECENT;
    var found =
        metrics
            .listed(within)
            .filter(id -> request.namespace() == null || request.namespace().equals(id.namespace()))
            .filter(id -> request.metricName() == null || request.metricName().equals(id.name()))
            .filter(id -> request.dimensions().stream().allMatch(filter -> has(id, filter)))
            .toList();
    var page = page(found, request.nextToken(), LISTED, MetricId::key);
    return ListMetricsResponse.builder()
        .metrics(page.items().stream().map(MetricId::metric).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static boolean has(MetricId id, DimensionFilter filter) {
    var value = id.dimensions().get(filter.name());
    return value != null && (filter.value() == null || filter.value().equals(value));
  }

  private static <T> Page<T> page(List<T> all, String token, int size, Function<T, String> key) {
    try {
      return Page.of(all, token, size, key);
    } catch (IllegalArgumentException e) {
      throw AwsErrors.of(
          InvalidNextTokenException.builder(), "The value of NextToken is none of ours: " + token);
    }
  }

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    Queries.check(request.metricDataQueries());
    Queries.times(request.startTime(), request.endTime());
    var answers =
        queries.answers(
            request.metricDataQueries(),
            period -> Timespan.within(request.startTime(), request.endTime(), period));
    // "Less than 15 days ago: rounded down to the nearest whole minute."
    var span = Timespan.within(request.startTime(), request.endTime(), MINUTE);
    return GetMetricDataResponse.builder()
        .metricDataResults(
            answers.stream()
                .filter(answer -> !Boolean.FALSE.equals(answer.query().returnData()))
                .flatMap(answer -> Queries.results(answer, span, request.scanBy()).stream())
                .toList())
        .messages(List.of())
        .build();
  }

  @Override
  public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
    return statistics.of(request);
  }

  @Override
  public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
    alarms.put(request);
    return PutMetricAlarmResponse.builder().build();
  }

  @Override
  public PutCompositeAlarmResponse putCompositeAlarm(PutCompositeAlarmRequest request) {
    var before = suppressor(request.alarmName());
    alarms.put(request);
    if (!before.equals(suppressor(request.alarmName()))) {
      transitions.reconfigured(request.alarmName());
    }
    transitions.composites(Optional.empty());
    return PutCompositeAlarmResponse.builder().build();
  }

  private Optional<String> suppressor(String alarm) {
    return Optional.ofNullable(alarm)
        .flatMap(alarms::find)
        .flatMap(AlarmView::composite)
        .map(CompositeAlarm::actionsSuppressor);
  }

  @Override
  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
    var asked = new AlarmFilter(request);
    var named = request.alarmNames();
    var metric = asked.metrics() ? alarms.metricAlarms(named) : List.<MetricAlarm>of();
    var composite = asked.composites() ? alarms.compositeAlarms(named) : List.<CompositeAlarm>of();
    var all =
        Stream.concat(composite.stream().map(AlarmView::of), metric.stream().map(AlarmView::of))
            .filter(asked::matches)
            .toList();
    var size = Optional.ofNullable(request.maxRecords()).orElse(50);
    var page = page(all, request.nextToken(), Math.clamp(size, 1, DESCRIBED), AlarmView::arn);
    return DescribeAlarmsResponse.builder()
        .metricAlarms(page.items().stream().flatMap(a -> a.metric().stream()).toList())
        .compositeAlarms(page.items().stream().flatMap(a -> a.composite().stream()).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public DescribeAlarmsForMetricResponse describeAlarmsForMetric(
      DescribeAlarmsForMetricRequest request) {
    var id = MetricId.of(request.namespace(), request.metricName(), request.dimensions());
    return DescribeAlarmsForMetricResponse.builder()
        .metricAlarms(
            alarms.metricAlarms().stream()
                .filter(alarm -> alarm.metricName() != null)
                .filter(
                    alarm ->
                        MetricId.of(alarm.namespace(), alarm.metricName(), alarm.dimensions())
                            .equals(id))
                .filter(a -> request.period() == null || request.period().equals(a.period()))
                .filter(a -> request.statistic() == null || request.statistic() == a.statistic())
                .toList())
        .build();
  }

  @Override
  public DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
    var found =
        history.all().stream()
            .filter(i -> request.alarmName() == null || request.alarmName().equals(i.alarmName()))
            .filter(
                i ->
                    request.historyItemType() == null
                        || request.historyItemType() == i.historyItemType())
            .filter(
                i -> request.alarmTypes().isEmpty() || request.alarmTypes().contains(i.alarmType()))
            .filter(
                i -> request.startDate() == null || !i.timestamp().isBefore(request.startDate()))
            .filter(i -> request.endDate() == null || i.timestamp().isBefore(request.endDate()))
            .toList();
    var ordered = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? found : found.reversed();
    int from = request.nextToken() == null ? 0 : number(request.nextToken());
    int size = Math.clamp(Optional.ofNullable(request.maxRecords()).orElse(100), 1, 100);
    int to = Math.min(from + size, ordered.size());
    return DescribeAlarmHistoryResponse.builder()
        .alarmHistoryItems(ordered.subList(Math.min(from, to), to))
        .nextToken(to < ordered.size() ? Integer.toString(to) : null)
        .build();
  }

  private static int number(String token) {
    try {
      return Integer.parseUnsignedInt(token);
    } catch (NumberFormatException e) {
      throw AwsErrors.of(
          InvalidNextTokenException.builder(), "The value of NextToken is none of ours: " + token);
    }
  }

  @Override
  public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
    alarms.delete(request.alarmNames());
    transitions.deleted(request.alarmNames());
    return DeleteAlarmsResponse.builder().build();
  }

  @Override
  public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
    if (request.stateValue() == null
        || request.stateValue() == StateValue.UNKNOWN_TO_SDK_VERSION
        || request.stateReason() == null) {
      throw AlarmCheck.wrong(
          "StateValue must be OK, ALARM or INSUFFICIENT_DATA, and StateReason is required.");
    }
    var alarm = alarms.get(request.alarmName());
    alarm
        .metric()
        .ifPresent(
            metric ->
                transitions.set(
                    metric,
                    request.stateValue(),
                    request.stateReason(),
                    request.stateReasonData()));
    alarm
        .composite()
        .ifPresent(
            composite -> transitions.set(composite, request.stateValue(), request.stateReason()));
    return SetAlarmStateResponse.builder().build();
  }

  @Override
  public EnableAlarmActionsResponse enableAlarmActions(EnableAlarmActionsRequest request) {
    alarms.enableActions(request.alarmNames(), true);
    return EnableAlarmActionsResponse.builder().build();
  }

  @Override
  public DisableAlarmActionsResponse disableAlarmActions(DisableAlarmActionsRequest request) {
    alarms.enableActions(request.alarmNames(), false);
    return DisableAlarmActionsResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    alarms.tag(request.resourceARN(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    alarms.untag(request.resourceARN(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(alarms.tags(request.resourceARN())).build();
  }

  @Override
  public PutDashboardResponse putDashboard(PutDashboardRequest request) {
    return PutDashboardResponse.builder()
        .dashboardValidationMessages(
            dashboards.put(request.dashboardName(), request.dashboardBody()))
        .build();
  }

  @Override
  public GetDashboardResponse getDashboard(GetDashboardRequest request) {
    var dashboard = dashboards.get(request.dashboardName());
    return GetDashboardResponse.builder()
        .dashboardName(dashboard.name())
        .dashboardArn(dashboards.arn(dashboard.name()))
        .dashboardBody(dashboard.body())
        .build();
  }

  @Override
  public ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
    return ListDashboardsResponse.builder()
        .dashboardEntries(dashboards.list(request.dashboardNamePrefix()))
        .build();
  }

  @Override
  public DeleteDashboardsResponse deleteDashboards(DeleteDashboardsRequest request) {
    dashboards.delete(request.dashboardNames());
    return DeleteDashboardsResponse.builder().build();
  }
}
