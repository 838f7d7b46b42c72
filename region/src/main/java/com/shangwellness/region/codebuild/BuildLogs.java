package com.shangwellness.region.codebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.cloudwatchlogs.LineWriter;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.net.URLEncoder;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.codebuild.model.CloudWatchLogsConfig;
import software.amazon.awssdk.services.codebuild.model.LogsConfig;
import software.amazon.awssdk.services.codebuild.model.LogsConfigStatusType;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;

/** The log of one build, in CloudWatch Logs, as CodeBuild's agent writes it. */
final class BuildLogs {

  /** A region's disk is no log store: more of one build's output is counted and not kept. */
  static final long MOST_BYTES = 64L << 20;

  /** What is shown in place of a secret (user guide, "Data protection in CodeBuild"). */
  private static final String MASK = "***";

  private static final int SHORTEST_SECRET = 4;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final Timeline timeline;
  private final LineWriter writer;
  private final LogsLocation location;
  private final List<String> secrets = new ArrayList<>();
  private long bytes;
  private long dropped;

  BuildLogs(Timeline timeline, LineWriter writer, LogsLocation location) {
    this.timeline = timeline;
    this.writer = writer;
    this.location = location;
  }

  /** Where the log of a build is. */
  static LogsLocation location(Place place, String project, LogsConfig config, String uuid) {
    var logs =
        requireNonNullElse(
            config.cloudWatchLogs(),
            CloudWatchLogsConfig.builder().status(LogsConfigStatusType.ENABLED).build());
    var location = LogsLocation.builder().cloudWatchLogs(logs).s3Logs(config.s3Logs());
    if (logs.status() != LogsConfigStatusType.ENABLED) {
      return location.build();
    }
    var group = requireNonNullElse(logs.groupName(), "/aws/codebuild/" + project);
    var stream = logs.streamName() == null ? uuid : logs.streamName() + "/" + uuid;
    return location
        .groupName(group)
        .streamName(stream)
        .cloudWatchLogsArn(place.arn("logs", "log-group:" + group + ":log-stream:" + stream))
        .deepLink(
            "https://console.aws.amazon.com/cloudwatch/home?region=%s#logsV2:log-groups/log-group/%s/log-events/%s"
                .formatted(place.region(), encoded(group), encoded(stream)))
        .build();
  }

  // The console reads its own encoding: each % is a $25.
  private static String encoded(String name) {
    return URLEncoder.encode(name, UTF_8).replace("%", "$25");
  }

  /** Makes the stream, and its group when it is missing. */
  void open() {
    if (location.groupName() != null) {
      writer.createGroup(location.groupName());
      writer.createStream(location.groupName(), location.streamName());
    }
  }

  /** These values are not to be seen in it from now on. */
  void mask(Collection<String> values) {
    values.stream().filter(value -> value.length() >= SHORTEST_SECRET).forEach(secrets::add);
    // The longest first, as one may be a part of another.
    secrets.sort(Comparator.comparingInt(String::length).reversed());
  }

  /** Says something as CodeBuild's agent. */
  void say(String text) {
    write(List.of("[Container] " + TIME.format(timeline.now()) + " " + masked(text)));
  }

  /** What a command wrote. */
  void output(List<String> lines) {
    var kept = new ArrayList<String>();
    for (var line : lines) {
      if (bytes < MOST_BYTES) {
        bytes += line.length() + 1L;
        kept.add(masked(line));
      } else {
        dropped += line.length() + 1L;
      }
    }
    write(kept);
  }

  /** Says how much was not kept, if anything. */
  void close() {
    if (dropped > 0) {
      say(
          "%d bytes of output are left out: this region keeps %d of a build"
              .formatted(dropped, MOST_BYTES));
    }
  }

  private String masked(String line) {
    var masked = line;
    for (var secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  private void write(List<String> lines) {
    if (location.groupName() != null) {
      writer.write(location.groupName(), location.streamName(), lines);
    }
  }
}
