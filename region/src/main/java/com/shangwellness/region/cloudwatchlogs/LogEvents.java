package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/** Events: how they come in, what is measured of them, and how they are read. */
final class LogEvents {

  private static final int EVENTS = 10_000;

  /**
   * What a batch may have (API reference, PutLogEvents): 10,000 events, 1,048,576 bytes at 26 more
   * for each event, of a day.
   */
  private static final int BATCH_EVENTS = 10_000;

  private static final int BATCH_BYTES = 1_048_576;
  private static final int EVENT_OVERHEAD = 26;
  private static final Duration BATCH_SPAN = Duration.ofHours(24);
  private static final Duration FUTURE = Duration.ofHours(2);

  private final Timeline timeline;
  private final Groups groups;
  private final Streams streams;
  private final MetricFilters filters;
  private final MetricSink metrics;

  LogEvents(
      Timeline timeline,
      Groups groups,
      Streams streams,
      MetricFilters filters,
      MetricSink metrics) {
    this.timeline = timeline;
    this.groups = groups;
    this.streams = streams;
    this.filters = filters;
    this.metrics = metrics;
  }

  PutLogEventsResponse put(PutLogEventsRequest request) {
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
                    event.timestamp() >= oldest && event.timestamp() <= now + FUTURE.toMillis())
            .map(event -> new Event(0, event.timestamp(), now, event.message()))
            .toList();
    streams.append(group, stream, kept);
    measure(group.logGroupName(), kept);
    return PutLogEventsResponse.builder()
        .nextSequenceToken("1")
        .rejectedLogEventsInfo(rejected(events, oldest, now))
        .build();
  }

  private void measure(String group, List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    var batch = new MetricBatch();
    long bytes = 0;
    for (var event : events) {
      var line = new LogLine(event.message());
      var time = Instant.ofEpochMilli(event.timestamp());
      EmbeddedMetrics.read(line, group, time, batch);
      filters.measure(group, line, time, batch);
      bytes += bytes(event.message());
    }
    var now = timeline.now();
    batch.addOfGroup(group, "IncomingLogEvents", "Count", now, events.size());
    batch.addOfGroup(group, "IncomingBytes", "Bytes", now, (double) bytes);
    batch.writeTo(metrics);
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
        (int) events.stream().filter(event -> event.timestamp() <= now + FUTURE.toMillis()).count();
    if (old == 0 && good == events.size()) {
      return null;
    }
    return RejectedLogEventsInfo.builder()
        .tooOldLogEventEndIndex(old == 0 ? null : old)
        .tooNewLogEventStartIndex(good == events.size() ? null : good)
        .build();
  }

  private static void checkBatch(List<InputLogEvent> events) {
    long bytes = events.stream().mapToLong(event -> bytes(event.message())).sum();
    if (events.size() > BATCH_EVENTS || bytes > BATCH_BYTES) {
      throw Groups.invalid("Log events in a single PutLogEvents request exceed the batch limit.");
    }
    if (!events.isEmpty()
        && events.getLast().timestamp() - events.getFirst().timestamp() > BATCH_SPAN.toMillis()) {
      throw Groups.invalid(
          "The batch of log events in a single PutLogEvents request cannot span more than 24"
              + " hours.");
    }
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).timestamp() < events.get(i - 1).timestamp()) {
        throw Groups.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
    }
  }

  private static long bytes(String message) {
    return (long) message.getBytes(StandardCharsets.UTF_8).length + EVENT_OVERHEAD;
  }

  GetLogEventsResponse get(GetLogEventsRequest request) {
    var group = groups.either(request.logGroupName(), request.logGroupIdentifier());
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
        .events(events.stream().map(LogEvents::output).toList())
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

  FilterLogEventsResponse filter(FilterLogEventsRequest request) {
    var group = groups.either(request.logGroupName(), request.logGroupIdentifier());
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
