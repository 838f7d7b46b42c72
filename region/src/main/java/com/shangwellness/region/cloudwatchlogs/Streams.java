package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ServiceUnavailableException;

/** Log streams: described in tables, their events in files. */
final class Streams {

  private final Table<LogStream> streams;
  private final Store store;
  private final Timeline timeline;
  private final Path folder;
  private final Map<String, StreamFile> files = new HashMap<>();

  Streams(Table<LogStream> streams, Store store, Timeline timeline, Path folder) {
    this.streams = streams;
    this.store = store;
    this.timeline = timeline;
    this.folder = folder;
  }

  void create(LogGroup group, String name) {
    if (!name.matches("[^:*]{1,512}")) {
      throw Groups.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [^:*]*");
    }
    if (streams.contains(key(group, name))) {
      throw AwsErrors.of(
          ResourceAlreadyExistsException.builder(), "The specified log stream already exists");
    }
    streams.put(
        key(group, name),
        LogStream.builder()
            .logStreamName(name)
            .creationTime(timeline.now().toEpochMilli())
            .arn(group.logGroupArn() + ":log-stream:" + name)
            .uploadSequenceToken("1")
            .build());
  }

  LogStream get(LogGroup group, String name) {
    return streams
        .get(key(group, name))
        .orElseThrow(
            () ->
                AwsErrors.of(
                    ResourceNotFoundException.builder(),
                    "The specified log stream does not exist."));
  }

  List<LogStream> of(LogGroup group) {
    return streams.withPrefix(group.logGroupName() + ":");
  }

  /**
   * Adds events, which are in the stream's file before anybody is told that they are kept.
   *
   * @throws ServiceUnavailableException if the file cannot be written; then nothing has changed
   */
  void append(LogGroup group, LogStream stream, List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    write(group, stream.logStreamName(), events);
    var first =
        Optional.ofNullable(stream.firstEventTimestamp()).orElse(events.getFirst().timestamp());
    streams.put(
        key(group, stream.logStreamName()),
        stream.toBuilder()
            .firstEventTimestamp(Math.min(first, events.getFirst().timestamp()))
            .lastEventTimestamp(events.getLast().timestamp())
            .lastIngestionTime(events.getLast().ingested())
            .build());
  }

  // On the timeline: a batch is 1 MB at most (PutLogEvents), goes to the page cache without a sync,
  // and must be there for who reads next.
  private void write(LogGroup group, String stream, List<Event> events) {
    try {
      file(group, stream).append(events);
    } catch (UncheckedIOException e) {
      throw AwsErrors.of(
          ServiceUnavailableException.builder(),
          "The log events could not be kept: " + e.getMessage());
    }
  }

  StreamFile file(LogGroup group, String name) {
    return files.computeIfAbsent(
        key(group, name),
        key ->
            new StreamFile(folder.resolve(encoded(group.logGroupName())).resolve(encoded(name))));
  }

  void delete(LogGroup group, String name) {
    get(group, name);
    streams.remove(key(group, name));
    store.afterCommit(
        () -> {
          file(group, name).delete();
          files.remove(key(group, name));
        });
  }

  /** Deletes the events of a group that are older than {@code limit}, milliseconds since 1970. */
  void expire(LogGroup group, long limit) {
    of(group).forEach(stream -> file(group, stream.logStreamName()).expire(limit));
  }

  /** What makes the stream's events unique among those of others. */
  static int number(LogStream stream) {
    return stream.arn().hashCode();
  }

  private static String key(LogGroup group, String name) {
    return group.logGroupName() + ":" + name;
  }

  // Names hold slashes and may be any text: on disk they are what is always a file name.
  private static String encoded(String name) {
    var encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    return encoded.length() <= 200
        ? encoded
        : encoded.substring(0, 180) + Integer.toHexString(name.hashCode());
  }
}
