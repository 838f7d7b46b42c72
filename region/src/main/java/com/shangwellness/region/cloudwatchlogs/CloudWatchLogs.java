package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.AssociateKmsKeyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.AssociateKmsKeyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeQueriesRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeQueriesResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.StopQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StopQueryResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/**
 * Amazon CloudWatch Logs (API reference, 2014-03-28). Retention deletes; events are kept in files
 * below a folder.
 */
public final class CloudWatchLogs implements CloudWatchLogsClient {

  private static final Duration SWEEP = Duration.ofHours(1);
  private static final Duration FIRST_SWEEP = Duration.ofMinutes(1);
  private static final int PAGE = 50;
  private final Timeline timeline;
  private final Groups groups;
  private final Streams streams;
  private final MetricFilters filters;
  private final LogEvents events;
  private final LogQueries queries;

  /** Logs at {@code place} of which nothing is measured. */
  public CloudWatchLogs(Place place, Timeline timeline, Store store, Path folder) {
    this(place, timeline, store, folder, MetricSink.NONE, Runnable::run);
  }

  /**
   * Logs at {@code place}; events are kept below {@code folder}.
   *
   * @param metrics where embedded metrics and those of metric filters go
   * @param readers where the files are read that a query asks for
   */
  public CloudWatchLogs(
      Place place,
      Timeline timeline,
      Store store,
      Path folder,
      MetricSink metrics,
      Executor readers) {
    this.timeline = timeline;
    var prefix = place.region() + "/logs.";
    this.groups =
        new Groups(
            store.table(prefix + "groups", LogGroup.class),
            store.table(prefix + "groupTags", Groups.Tags.class),
            place,
            timeline);
    this.streams =
        new Streams(store.table(prefix + "streams", LogStream.class), store, timeline, folder);
    this.filters =
        new MetricFilters(
            store.table(prefix + "metricFilters", MetricFilter.class),
            new DefaultValues(
                store.table(prefix + "metricFilterMinutes", DefaultValues.Minute.class),
                timeline,
                metrics),
            timeline);
    this.events = new LogEvents(timeline, groups, streams, filters, metrics);
    this.queries =
        new LogQueries(
            store.table(prefix + "queries", LogQueries.Kept.class),
            groups,
            streams,
            store,
            timeline,
            place,
            readers);
    // A region that runs for minutes at a time must come round to it, too.
    sweepLater(FIRST_SWEEP);
  }

  private void sweepLater(Duration delay) {
    timeline.after(delay, "logs: events whose retention has ended are deleted", this::sweep);
  }

  private void sweep() {
    groups.all().stream()
        .filter(group -> group.retentionInDays() != null)
        .forEach(
            group ->
                streams.expire(
                    group,
                    timeline.now().minus(Duration.ofDays(group.retentionInDays())).toEpochMilli()));
    sweepLater(SWEEP);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: events are on disk when they are acknowledged. */
  @Override
  public void close() {}

  @Override
  public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
    groups.create(request);
    return CreateLogGroupResponse.builder().build();
  }

  @Override
  public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
    var group = groups.get(request.logGroupName());
    streams.of(group).forEach(stream -> streams.delete(group, stream.logStreamName()));
    filters.deleteAll(group.logGroupName());
    groups.delete(group.logGroupName());
    return DeleteLogGroupResponse.builder().build();
  }

  @Override
  public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
    var prefix = Optional.ofNullable(request.logGroupNamePrefix()).orElse("");
    var pattern = Optional.ofNullable(request.logGroupNamePattern()).orElse("");
    var found =
        groups.all().stream()
            .filter(
                group ->
                    group.logGroupName().startsWith(prefix)
                        && group.logGroupName().contains(pattern))
            .map(this::measured)
            .toList();
    var page = page(found, request.nextToken(), request.limit(), LogGroup::logGroupName);
    return DescribeLogGroupsResponse.builder()
        .logGroups(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private LogGroup measured(LogGroup group) {
    long bytes =
        streams.of(group).stream()
            .mapToLong(stream -> streams.file(group, stream.logStreamName()).size())
            .sum();
    return group.toBuilder()
        .storedBytes(bytes)
        .metricFilterCount(filters.count(group.logGroupName()))
        .build();
  }

  private static <T> Page<T> page(
      List<T> all, String token, Integer limit, Function<T, String> key) {
    try {
      return Page.of(all, token, Optional.ofNullable(limit).orElse(PAGE), key);
    } catch (IllegalArgumentException e) {
      throw AwsErrors.of(
          InvalidParameterException.builder(), "The specified nextToken is invalid.");
    }
  }

  @Override
  public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
    groups.retain(request.logGroupName(), request.retentionInDays());
    return PutRetentionPolicyResponse.builder().build();
  }

  @Override
  public DeleteRetentionPolicyResponse deleteRetentionPolicy(DeleteRetentionPolicyRequest request) {
    groups.retain(request.logGroupName(), null);
    return DeleteRetentionPolicyResponse.builder().build();
  }

  @Override
  public AssociateKmsKeyResponse associateKmsKey(AssociateKmsKeyRequest request) {
    groups.encrypt(request.logGroupName(), request.kmsKeyId());
    return AssociateKmsKeyResponse.builder().build();
  }

  @Override
  public DisassociateKmsKeyResponse disassociateKmsKey(DisassociateKmsKeyRequest request) {
    groups.encrypt(request.logGroupName(), null);
    return DisassociateKmsKeyResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    groups.tag(request.resourceArn(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    groups.untag(request.resourceArn(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(groups.tags(request.resourceArn())).build();
  }

  @Override
  public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
    streams.create(groups.get(request.logGroupName()), request.logStreamName());
    return CreateLogStreamResponse.builder().build();
  }

  @Override
  public DeleteLogStreamResponse deleteLogStream(DeleteLogStreamRequest request) {
    streams.delete(groups.get(request.logGroupName()), request.logStreamName());
    return DeleteLogStreamResponse.builder().build();
  }

  @Override
  public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
    boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
    if (byTime && request.logStreamNamePrefix() != null) {
      throw AwsErrors.of(
          InvalidParameterException.builder(),
          "Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    var group = groups.either(request.logGroupName(), request.logGroupIdentifier());
    var prefix = Optional.ofNullable(request.logStreamNamePrefix()).orElse("");
    var order =
        byTime
            ? Comparator.comparingLong(CloudWatchLogs::lastEvent)
                .thenComparing(LogStream::logStreamName)
            : Comparator.comparing(LogStream::logStreamName);
    var found =
        streams.of(group).stream()
            .filter(stream -> stream.logStreamName().startsWith(prefix))
            .sorted(Boolean.TRUE.equals(request.descending()) ? order.reversed() : order)
            .toList();
    // By place: a stream that gets an event meanwhile changes its own.
    var places = IntStream.range(0, found.size()).boxed().toList();
    var page = page(places, request.nextToken(), request.limit(), "%09d"::formatted);
    return DescribeLogStreamsResponse.builder()
        .logStreams(page.items().stream().map(found::get).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static long lastEvent(LogStream stream) {
    return Optional.ofNullable(stream.lastEventTimestamp()).orElse(0L);
  }

  /** {@inheritDoc} Sequence tokens are not needed any more, and not looked at. */
  @Override
  public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
    return events.put(request);
  }

  /** {@inheritDoc} At either end the token that was given comes back, which is how callers know. */
  @Override
  public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
    return events.get(request);
  }

  @Override
  public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
    return events.filter(request);
  }

  @Override
  public PutMetricFilterResponse putMetricFilter(PutMetricFilterRequest request) {
    groups.get(request.logGroupName());
    filters.put(request);
    return PutMetricFilterResponse.builder().build();
  }

  @Override
  public DeleteMetricFilterResponse deleteMetricFilter(DeleteMetricFilterRequest request) {
    groups.get(request.logGroupName());
    filters.delete(request.logGroupName(), request.filterName());
    return DeleteMetricFilterResponse.builder().build();
  }

  @Override
  public DescribeMetricFiltersResponse describeMetricFilters(DescribeMetricFiltersRequest request) {
    if (request.logGroupName() != null) {
      groups.get(request.logGroupName());
    }
    var page =
        page(
            filters.find(request),
            request.nextToken(),
            request.limit(),
            filter -> filter.logGroupName() + ":" + filter.filterName());
    return DescribeMetricFiltersResponse.builder()
        .metricFilters(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public TestMetricFilterResponse testMetricFilter(TestMetricFilterRequest request) {
    return TestMetricFilterResponse.builder().matches(MetricFilters.test(request)).build();
  }

  /** {@inheritDoc} Always refused: {@link SubscriptionFilters}. */
  @Override
  public PutSubscriptionFilterResponse putSubscriptionFilter(PutSubscriptionFilterRequest request) {
    groups.get(request.logGroupName());
    throw SubscriptionFilters.refusal(request);
  }

  @Override
  public DescribeSubscriptionFiltersResponse describeSubscriptionFilters(
      DescribeSubscriptionFiltersRequest request) {
    groups.get(request.logGroupName());
    return DescribeSubscriptionFiltersResponse.builder()
        .subscriptionFilters(SubscriptionFilters.all())
        .build();
  }

  @Override
  public DeleteSubscriptionFilterResponse deleteSubscriptionFilter(
      DeleteSubscriptionFilterRequest request) {
    groups.get(request.logGroupName());
    throw SubscriptionFilters.missing();
  }

  /** {@inheritDoc} It is read away from the timeline; its answer comes later. */
  @Override
  public StartQueryResponse startQuery(StartQueryRequest request) {
    return StartQueryResponse.builder().queryId(queries.start(request)).build();
  }

  @Override
  public GetQueryResultsResponse getQueryResults(GetQueryResultsRequest request) {
    return queries.results(request.queryId());
  }

  @Override
  public StopQueryResponse stopQuery(StopQueryRequest request) {
    return StopQueryResponse.builder().success(queries.stop(request.queryId())).build();
  }

  @Override
  public DescribeQueriesResponse describeQueries(DescribeQueriesRequest request) {
    return DescribeQueriesResponse.builder().queries(queries.find(request)).build();
  }
}
