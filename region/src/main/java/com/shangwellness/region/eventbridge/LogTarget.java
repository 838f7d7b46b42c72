package com.shangwellness.region.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.timeline.Timeline;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Log groups as targets: each event is one event of a stream of its own. */
public final class LogTarget implements EventTarget {

  private static final JsonMapper JSON = new JsonMapper();

  private final CloudWatchLogsClient logs;
  private final Timeline timeline;

  /** The groups of {@code logs}. */
  public LogTarget(CloudWatchLogsClient logs, Timeline timeline) {
    this.logs = logs;
    this.timeline = timeline;
  }

  @Override
  public void invoke(String rule, String arn, String event, String input) {
    var group = arn.split(":", 8)[6];
    // Another rule may have sent the same event to the group.
    var there = logs.describeLogStreams(r -> r.logGroupName(group).logStreamNamePrefix(event));
    if (there.logStreams().stream().noneMatch(stream -> stream.logStreamName().equals(event))) {
      logs.createLogStream(r -> r.logGroupName(group).logStreamName(event));
    }
    logs.putLogEvents(
        r ->
            r.logGroupName(group)
                .logStreamName(event)
                .logEvents(
                    InputLogEvent.builder()
                        .timestamp(timeline.now().toEpochMilli())
                        .message(message(input))
                        .build()));
  }

  // A transformer for a log group writes {"timestamp": …, "message": …}.
  private static String message(String input) {
    try {
      var json = JSON.readTree(input);
      return json.size() == 2 && json.has("timestamp") && json.path("message").isTextual()
          ? json.path("message").asText()
          : input;
    } catch (JsonProcessingException e) {
      // A template of text.
      return input;
    }
  }
}
