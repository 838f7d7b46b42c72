package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.Timeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;

/**
 * The awslogs driver: what a container writes becomes events in the stream {@code
 * prefix/container/task}, at the region's time.
 */
final class TaskLogs {

  private static final Logger LOG = System.getLogger(TaskLogs.class.getName());

  // PutLogEvents takes 10,000 events and 1 MiB, each event counting 26 bytes more: API reference.
  private static final int MAX_EVENTS = 10_000;
  private static final int MAX_BYTES = 1 << 20;
  private static final int EVENT_BYTES = 26;

  // A character has at most three bytes of UTF-8 (four for two of Java's).
  private static final int BYTES_PER_CHAR = 3;

  private final Timeline timeline;
  private final CloudWatchLogsClient logs;

  TaskLogs(Timeline timeline, CloudWatchLogsClient logs) {
    this.timeline = timeline;
    this.logs = logs;
  }

  /**
   * Makes the container's stream.
   *
   * @throws TaskFailure when that cannot be, its group being missing for example
   */
  void open(ContainerDefinition container, String task) throws TaskFailure {
    var configuration = container.logConfiguration();
    if (configuration == null) {
      return;
    }
    try {
      if ("true".equals(configuration.options().get("awslogs-create-group"))) {
        createGroup(configuration);
      }
      logs.createLogStream(
          r ->
              r.logGroupName(group(configuration))
                  .logStreamName(stream(configuration, container, task)));
    } catch (AwsServiceException e) {
      throw new TaskFailure(
          "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: %s: %s"
              .formatted(AwsErrors.code(e), AwsErrors.message(e)));
    }
  }

  private void createGroup(LogConfiguration configuration) {
    try {
      logs.createLogGroup(r -> r.logGroupName(group(configuration)));
    } catch (ResourceAlreadyExistsException e) {
      LOG.log(Level.DEBUG, "the log group {0} is there already", group(configuration));
    }
  }

  private static String group(LogConfiguration configuration) {
    return configuration.options().get("awslogs-group");
  }

  private static String stream(
      LogConfiguration configuration, ContainerDefinition container, String task) {
    return configuration.options().get("awslogs-stream-prefix")
        + "/"
        + container.name()
        + "/"
        + task;
  }

  /** Adds lines to the container's stream. */
  void write(ContainerDefinition container, String task, List<String> lines) {
    var configuration = container.logConfiguration();
    if (configuration == null) {
      return;
    }
    var batch = new ArrayList<InputLogEvent>();
    long bytes = 0;
    for (var line : lines) {
      // CloudWatch Logs takes no empty message.
      var message = line.isEmpty() ? " " : line;
      long size = (long) message.length() * BYTES_PER_CHAR + EVENT_BYTES;
      if (batch.size() == MAX_EVENTS || bytes + size > MAX_BYTES) {
        put(configuration, stream(configuration, container, task), batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(event(message));
      bytes += size;
    }
    put(configuration, stream(configuration, container, task), batch);
  }

  private InputLogEvent event(String message) {
    return InputLogEvent.builder()
        .timestamp(timeline.now().toEpochMilli())
        .message(message)
        .build();
  }

  private void put(LogConfiguration configuration, String stream, List<InputLogEvent> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      logs.putLogEvents(
          r ->
              r.logGroupName(group(configuration))
                  .logStreamName(stream)
                  .logEvents(List.copyOf(batch)));
    } catch (AwsServiceException e) {
      // As with the real driver, a stream that was deleted costs the lines, not the task.
      LOG.log(Level.WARNING, stream + ": lines were lost: " + AwsErrors.message(e));
    }
  }
}
