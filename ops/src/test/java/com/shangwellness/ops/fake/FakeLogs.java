package com.shangwellness.ops.fake;

import static java.util.Objects.requireNonNullElse;

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
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.paginators.FilterLogEventsIterable;

/** The log group {@code /web}, whose lines a test writes; a pattern is a text that they contain. */
public final class FakeLogs implements CloudWatchLogsClient {
  private static final String GROUP = "/web";

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
        .events(
            events.stream()
                .filter(e -> request.logGroupName().equals(GROUP))
                .filter(e -> e.timestamp() >= request.startTime())
                .filter(e -> e.message().contains(requireNonNullElse(request.filterPattern(), "")))
                .toList())
        .build();
  }

  @Override
  public FilterLogEventsIterable filterLogEventsPaginator(FilterLogEventsRequest request) {
    return new FilterLogEventsIterable(this, request);
  }

  /** {@inheritDoc} A page is one event; the token is how many have been given. */
  @Override
  public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
    var all =
        events.stream()
            .filter(e -> request.logGroupName().equals(GROUP))
            .filter(e -> e.logStreamName().equals(request.logStreamName()))
            .toList();
    if (all.isEmpty()) {
      throw ResourceNotFoundException.builder().message("no such stream").build();
    }
    int from = Integer.parseInt(requireNonNullElse(request.nextToken(), "0"));
    var page =
        all.stream()
            .skip(from)
            .limit(1)
            .map(e -> OutputLogEvent.builder().message(e.message()).build())
            .toList();
    return GetLogEventsResponse.builder()
        .events(page)
        .nextForwardToken(String.valueOf(from + page.size()))
        .build();
  }

  @Override
  public String serviceName() {
    return "logs";
  }

  @Override
  public void close() {}
}
