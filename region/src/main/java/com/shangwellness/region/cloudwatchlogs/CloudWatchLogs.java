package com.shangwellness.region.cloudwatchlogs;

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
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/**
 * Amazon CloudWatch Logs (API reference, 2014-03-28). Retention deletes; events are kept in files
 * below a folder.
 */
public final class CloudWatchLogs implements CloudWatchLogsClient {

  private static final Duration SWEEP = Duration.ofHours(1);
  private static final int PAGE = 50;
  private static final int EVENTS = 10_000;

  /**
   * What a batch may have (API reference, PutLogEvents): 10,000 events, 1,048,576 bytes at 26 more
   * for each event.
   */
  private static final int BATCH_EVENTS = 10_000;

  private static final int BATCH_BYTES = 1_048_576;
  private static final int EVENT_OVERHEAD = 26;

  private final Timeline timeline;
  private final Groups groups;
  private final Streams streams;

  /** Logs at {@code place}; events are kept below {@code folder}. */
  public CloudWatchLogs(Place place, Timeline timeline, Store store, Path folder) {
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
    sweepLater();
  }

  private void sweepLater() {
    timeline.after(SWEEP, "logs: events whose retention has ended are deleted", this::sweep);
  }

  private void sweep() {
    groups.all().stream()
        .filter(group -> group.retentionInDays() != null)
        .forEach(
            group ->
                streams.expire(
                    group,
                    timeline.now().minus(Duration.ofDays(group.retentionInDays())).toEpochMilli()));
    sweepLater();
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
    return group.toBuilder().storedBytes(bytes).build();
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
    var group = group(request.logGroupName(), request.logGroupIdentifier());
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

  private LogGroup group(String name, String identifier) {
    return groups.get(name == null ? identifier : name);
  }

  /** {@inheritDoc} Sequence tokens are not needed any more, and not looked at. */
  @Override
  public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
    var group = groups.get(request.logGroupName());
    var stream = streams.get(group, request.logStreamName());
    checkBatch(request.logEvents());
    long now = timeline.now().toEpochMilli();
    var oldest = oldest(group, now);
    var events = request.logEvents();
    var kept =
        events.stream()
            .filter(
                event ->
                    event.timestamp() >= oldest
                        && event.timestamp() <= now + Duration.ofHours(2).toMillis())
            .map(event -> new Event(0, event.timestamp(), now, event.message()))
            .toList();
    streams.append(group, stream, kept);
    return PutLogEventsResponse.builder()
        .nextSequenceToken("1")
        .rejectedLogEventsInfo(rejected(events, oldest, now))
        .build();
  }

  /**
   * Events older than 14 days, or than the group's retention, are not taken (API reference,
   * PutLogEvents).
   */
  private static long oldest(LogGroup group, long now) {
    int days = Math.min(14, Optional.ofNullable(group.retentionInDays()).orElse(14));
    return now - Duration.ofDays(days).toMillis();
  }

  private static RejectedLogEventsInfo rejected(List<InputLogEvent> events, long oldest, long now) {
    int old = (int) events.stream().filter(event -> event.timestamp() < oldest).count();
    int good =
        (int)
            events.stream()
                .filter(event -> event.timestamp() <= now + Duration.ofHours(2).toMillis())
                .count();
    if (old == 0 && good == events.size()) {
      return null;
    }
    return RejectedLogEventsInfo.builder()
        .tooOldLogEventEndIndex(old == 0 ? null : old)
        .tooNewLogEventStartIndex(good == events.size() ? null : good)
        .build();
  }

  private static void checkBatch(List<InputLogEvent> events) {
    long bytes =
        events.stream().mapToLong(event -> event.message().length() + EVENT_OVERHEAD).sum();
    if (events.size() > BATCH_EVENTS || bytes > BATCH_BYTES) {
      throw AwsErrors.of(
          InvalidParameterException.builder(),
          "Log events in a single PutLogEvents request exceed the batch limit.");
    }
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).timestamp() < events.get(i - 1).timestamp()) {
        throw AwsErrors.of(
            InvalidParameterException.builder(),
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
    }
  }

  /** {@inheritDoc} At either end the token that was given comes back, which is how callers know. */
  @Override
  public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
    var group = group(request.logGroupName(), request.logGroupIdentifier());
    var file = streams.file(group, streams.get(group, request.logStreamName()).logStreamName());
    long from = Optional.ofNullable(request.startTime()).orElse(Long.MIN_VALUE);
    long to = Optional.ofNullable(request.endTime()).orElse(Long.MAX_VALUE);
    int limit = Optional.ofNullable(request.limit()).orElse(EVENTS);
    var cursor = Cursor.of(request.nextToken(), Boolean.TRUE.equals(request.startFromHead()), file);
    var events =
        cursor.forward()
            ? file.after(cursor.ordinal(), from, to, limit)
            : file.before(cursor.ordinal(), from, to, limit);
    return GetLogEventsResponse.builder()
        .events(events.stream().map(CloudWatchLogs::output).toList())
        .nextForwardToken(
            new Cursor(true, events.isEmpty() ? cursor.ordinal() : events.getLast().ordinal() + 1)
                .token())
        .nextBackwardToken(
            new Cursor(false, events.isEmpty() ? cursor.ordinal() : events.getFirst().ordinal())
                .token())
        .build();
  }

  private static OutputLogEvent output(Event event) {
    return OutputLogEvent.builder()
        .timestamp(event.timestamp())
        .ingestionTime(event.ingested())
        .message(event.message())
        .build();
  }

  @Override
  public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
    var group = group(request.logGroupName(), request.logGroupIdentifier());
    var prefix = Optional.ofNullable(request.logStreamNamePrefix()).orElse("");
    var search =
        new Search(
            FilterPattern.parse(request.filterPattern()),
            request.nextToken(),
            Optional.ofNullable(request.limit()).orElse(EVENTS));
    request.logStreamNames().forEach(name -> streams.get(group, name));
    streams.of(group).stream()
        .filter(
            stream ->
                request.logStreamNames().isEmpty()
                    || request.logStreamNames().contains(stream.logStreamName()))
        .filter(stream -> stream.logStreamName().startsWith(prefix))
        .forEach(
            stream ->
                search.add(
                    stream.logStreamName(),
                    Streams.number(stream),
                    streams.file(group, stream.logStreamName()),
                    Optional.ofNullable(request.startTime()).orElse(0L),
                    Optional.ofNullable(request.endTime()).orElse(Long.MAX_VALUE)));
    var page = search.page();
    return FilterLogEventsResponse.builder()
        .events(page.events())
        .nextToken(page.next().orElse(null))
        .searchedLogStreams(List.of())
        .build();
  }
}
