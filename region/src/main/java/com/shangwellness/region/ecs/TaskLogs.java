package com.shangwellness.region.ecs;

import com.shangwellness.region.cloudwatchlogs.LineWriter;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;

/**
 * The awslogs driver: what a container writes becomes events in the stream {@code
 * prefix/container/task}, at the region's time.
 */
final class TaskLogs {

  private final LineWriter writer;

  TaskLogs(Timeline timeline, CloudWatchLogsClient logs) {
    this.writer = new LineWriter(timeline, logs);
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
        writer.createGroup(group(configuration));
      }
      writer.createStream(group(configuration), stream(configuration, container, task));
    } catch (AwsServiceException e) {
      throw new TaskFailure(
          "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: %s: %s"
              .formatted(AwsErrors.code(e), AwsErrors.message(e)));
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
    writer.write(group(configuration), stream(configuration, container, task), lines);
  }
}
