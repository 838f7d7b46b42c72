package com.shangwellness.ops.production;

import com.shangwellness.ops.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Reads a log group, oldest line first. */
public final class LogReader {
  // Lines of several tasks arrive late and out of order; this far back is looked again.
  private static final long OVERLAP_MILLIS = 10_000;

  private final CloudWatchLogsClient logs;
  private final Wanted wanted;
  private Set<String> seen = new HashSet<>();
  private long latest;

  private LogReader(CloudWatchLogsClient logs, Wanted wanted) {
    this.logs = logs;
    this.wanted = wanted;
  }

  /**
   * Which lines are wanted.
   *
   * @param group the log group
   * @param task only of streams whose last part begins so; for tasks that is their id
   * @param pattern a filter pattern as CloudWatch reads them, such as {@code { $.status = 500 }}
   */
  public record Wanted(String group, Optional<String> task, Optional<String> pattern) {}

  /** A line: when it was written, by which task, and what it says. */
  public record Line(String time, String task, String message) {}

  /** Reads the lines that are {@code wanted}. */
  public static LogReader of(CloudWatchLogsClient logs, Wanted wanted) {
    return new LogReader(logs, wanted);
  }

  /** The log group that {@code taskDefinition} sends its lines to. */
  public static String group(EcsClient ecs, String taskDefinition) {
    return ecs
        .describeTaskDefinition(r -> r.taskDefinition(taskDefinition))
        .taskDefinition()
        .containerDefinitions()
        .stream()
        .filter(container -> container.logConfiguration() != null)
        .map(container -> container.logConfiguration().options().get("awslogs-group"))
        .filter(name -> name != null)
        .findFirst()
        .orElseThrow(() -> Failure.failed(taskDefinition + " sends its logs to no log group"));
  }

  /**
   * Reads what was written in the last {@code span} before the newest line. Our own clock is not
   * asked: a region on this machine has one of its own, which stands still while it is down.
   */
  public void readBack(Duration span, Consumer<Line> lines) {
    latest = Math.max(0, newest() - span.toMillis());
    read(latest, lines);
  }

  // AWS lets this lag up to an hour behind the lines: then more is shown, never less.
  private long newest() {
    return logs
        .describeLogStreams(
            r ->
                r.logGroupName(wanted.group())
                    .orderBy(OrderBy.LAST_EVENT_TIME)
                    .descending(true)
                    .limit(1))
        .logStreams()
        .stream()
        .map(LogStream::lastEventTimestamp)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(0L);
  }

  /** Reads what has come since the last time. */
  public void readOn(Consumer<Line> lines) {
    read(Math.max(0, latest - OVERLAP_MILLIS), lines);
  }

  private void read(long from, Consumer<Line> lines) {
    var now = new HashSet<String>();
    for (var event :
        logs.filterLogEventsPaginator(
                r ->
                    r.logGroupName(wanted.group())
                        .startTime(from)
                        .filterPattern(wanted.pattern().orElse(null)))
            .events()) {
      now.add(event.eventId());
      latest = Math.max(latest, event.timestamp());
      if (!seen.contains(event.eventId()) && isWanted(event)) {
        lines.accept(
            new Line(
                Instant.ofEpochMilli(event.timestamp()).toString(),
                taskOf(event),
                event.message().stripTrailing()));
      }
    }
    seen = now;
  }

  private boolean isWanted(FilteredLogEvent event) {
    return wanted.task().map(id -> taskOf(event).startsWith(id)).orElse(true);
  }

  // A stream is called PREFIX/CONTAINER/TASK.
  private static String taskOf(FilteredLogEvent event) {
    var stream = event.logStreamName();
    return stream.substring(stream.lastIndexOf('/') + 1);
  }
}
