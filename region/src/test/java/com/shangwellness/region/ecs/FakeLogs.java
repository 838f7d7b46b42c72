package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** The log group {@code /ecs/prod}. */
final class FakeLogs implements CloudWatchLogsClient {

  /** The messages by stream. */
  final Map<String, List<String>> streams = new TreeMap<>();

  int calls;

  @Override
  public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
    if (!request.logGroupName().equals("/ecs/prod")) {
      throw AwsErrors.of(
          ResourceNotFoundException.builder(), "The specified log group does not exist.");
    }
    streams.put(request.logStreamName(), new ArrayList<>());
    return CreateLogStreamResponse.builder().build();
  }

  @Override
  public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
    calls++;
    request.logEvents().forEach(e -> streams.get(request.logStreamName()).add(e.message()));
    return PutLogEventsResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
