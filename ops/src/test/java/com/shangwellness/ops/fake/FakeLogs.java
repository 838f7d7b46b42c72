package com.shangwellness.ops.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.paginators.FilterLogEventsIterable;

/** One log group, whose lines a test writes. */
public final class FakeLogs implements CloudWatchLogsClient {
  private final List<FilteredLogEvent> events = new ArrayList<>();

  /** A task wrote {@code message} at {@code time}. */
  public void wrote(Instant time, String task, String message) {
    events.add(
        FilteredLogEvent.builder()
            .eventId("event-" + events.size())
            .logStreamName("web/app/" + task)
            .timestamp(time.toEpochMilli())
            .message(message)
            .build());
  }

  @Override
  public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
    var newest =
        events.stream()
            .max(Comparator.comparing(FilteredLogEvent::timestamp))
            .map(
                e ->
                    LogStream.builder()
                        .logStreamName(e.logStreamName())
                        .lastEventTimestamp(e.timestamp())
                        .build());
    return DescribeLogStreamsResponse.builder().logStreams(newest.stream().toList()).build();
  }

  @Override
  public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
    return FilterLogEventsResponse.builder()
        .events(events.stream().filter(e -> e.timestamp() >= request.startTime()).toList())
        .build();
  }

  @Override
  public FilterLogEventsIterable filterLogEventsPaginator(FilterLogEventsRequest request) {
    return new FilterLogEventsIterable(this, request);
  }

  @Override
  public String serviceName() {
    return "logs";
  }

  @Override
  public void close() {}
}
