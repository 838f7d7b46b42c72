package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.Timeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/** Writes the lines of a process into a stream, at the region's time, in as few calls as may be. */
public final class LineWriter {

  private static final Logger LOG = System.getLogger(LineWriter.class.getName());

  // PutLogEvents takes 10,000 events and 1 MiB, each event counting 26 bytes more: API reference.
  private static final int MAX_EVENTS = 10_000;
  private static final int MAX_BYTES = 1 << 20;
  private static final int EVENT_BYTES = 26;

  // A character has at most three bytes of UTF-8 (four for two of Java's).
  private static final int BYTES_PER_CHAR = 3;
  private static final int MAX_CHARS = (MAX_BYTES - EVENT_BYTES) / BYTES_PER_CHAR;

  private final Timeline timeline;
  private final CloudWatchLogsClient logs;

  /** A writer to the groups of {@code logs}. */
  public LineWriter(Timeline timeline, CloudWatchLogsClient logs) {
    this.timeline = timeline;
    this.logs = logs;
  }

  /** Makes a group; without effect when it is there. */
  public void createGroup(String group) {
    try {
      logs.createLogGroup(r -> r.logGroupName(group));
    } catch (ResourceAlreadyExistsException e) {
      LOG.log(Level.DEBUG, "the log group {0} is there already", group);
    }
  }

  /**
   * Makes a stream.
   *
   * @throws AwsServiceException when that cannot be, its group being missing for example
   */
  public void createStream(String group, String stream) {
    logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
  }

  /**
   * Adds lines, those that no event can hold as several; those of a stream that was deleted
   * meanwhile are lost, as with real agents.
   */
  public void write(String group, String stream, List<String> lines) {
    var batch = new ArrayList<InputLogEvent>();
    long bytes = 0;
    for (var message : lines.stream().flatMap(LineWriter::messages).toList()) {
      long size = (long) message.length() * BYTES_PER_CHAR + EVENT_BYTES;
      if (batch.size() == MAX_EVENTS || bytes + size > MAX_BYTES) {
        put(group, stream, batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(event(message));
      bytes += size;
    }
    put(group, stream, batch);
  }

  private static Stream<String> messages(String line) {
    if (line.isEmpty()) {
      // CloudWatch Logs takes no empty message.
      return Stream.of(" ");
    }
    var parts = Stream.<String>builder();
    int end;
    for (int begin = 0; begin < line.length(); begin = end) {
      end = Math.min(line.length(), begin + MAX_CHARS);
      if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
        end--;
      }
      parts.add(line.substring(begin, end));
    }
    return parts.build();
  }

  private InputLogEvent event(String message) {
    return InputLogEvent.builder()
        .timestamp(timeline.now().toEpochMilli())
        .message(message)
        .build();
  }

  private void put(String group, String stream, List<InputLogEvent> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      logs.putLogEvents(
          r -> r.logGroupName(group).logStreamName(stream).logEvents(List.copyOf(batch)));
    } catch (AwsServiceException e) {
      LOG.log(Level.WARNING, stream + ": lines were lost: " + AwsErrors.message(e));
    }
  }
}
