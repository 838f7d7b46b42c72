package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CloudWatch Logs as boto3 and the aws command see it. */
class LogsClientsTest {

  /** The last part asks as {@code aws logs tail --follow} of version 2 does. */
  private static final String BOTO3 =
      """
      import boto3, sys, time
      from botocore.exceptions import ClientError
      logs = boto3.client("logs", endpoint_url=sys.argv[1], region_name="ap-south-1",
                          aws_access_key_id="local", aws_secret_access_key="local")
      group = "/ecs/prod/web-app"
      logs.create_log_group(logGroupName=group, tags={"team": "devops"})
      logs.put_retention_policy(logGroupName=group, retentionInDays=30)
      for stream in ["web/app/1", "web/app/2"]:
          logs.create_log_stream(logGroupName=group, logStreamName=stream)
      now = int(time.time() * 1000)
      put = lambda stream, *messages: logs.put_log_events(
          logGroupName=group, logStreamName=stream,
          logEvents=[{"timestamp": now + i, "message": m} for i, m in enumerate(messages)])
      put("web/app/1", "listening", '{"level": "error", "status": 500}', "grüß dich")
      answer = logs.put_log_events(logGroupName=group, logStreamName="web/app/1",
          logEvents=[{"timestamp": now - 15 * 86400000, "message": "old"}])
      assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}, answer
      put("web/app/2", "listening")

      described = logs.describe_log_groups(logGroupNamePrefix="/ecs")["logGroups"]
      assert [(g["logGroupName"], g["retentionInDays"]) for g in described] == [(group, 30)], described
      streams = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True)
      assert len(streams["logStreams"]) == 2, streams
      head = logs.get_log_events(logGroupName=group, logStreamName="web/app/1", startFromHead=True, limit=2)
      assert [e["message"] for e in head["events"]][0] == "listening", head
      rest = logs.get_log_events(logGroupName=group, logStreamName="web/app/1",
                                 nextToken=head["nextForwardToken"])
      assert [e["message"] for e in rest["events"]] == ["grüß dich"], rest
      end = logs.get_log_events(logGroupName=group, logStreamName="web/app/1",
                                nextToken=rest["nextForwardToken"])
      assert end["events"] == [] and end["nextForwardToken"] == rest["nextForwardToken"], end

      found = lambda pattern, **more: [e["message"] for page in
          logs.get_paginator("filter_log_events").paginate(
              logGroupName=group, filterPattern=pattern, PaginationConfig={"PageSize": 1}, **more)
          for e in page["events"]]
      assert found("listening") == ["listening", "listening"]
      assert found("{ $.status >= 500 }") == ['{"level": "error", "status": 500}']
      assert found("listening", logStreamNames=["web/app/2"]) == ["listening"]

      query = logs.start_query(logGroupName=group, startTime=now // 1000 - 60, endTime=now // 1000 + 60,
          queryString="fields @message | filter @message like /listening/ | stats count() as n")["queryId"]
      deadline = time.time() + 30
      while True:
          result = logs.get_query_results(queryId=query)
          if result["status"] == "Complete":
              break
          assert time.time() < deadline, result
      assert result["results"] == [[{"field": "n", "value": "2"}]], result

      logs.put_metric_filter(logGroupName=group, filterName="errors", filterPattern="{ $.status >= 500 }",
          metricTransformations=[{"metricName": "Errors", "metricNamespace": "Web", "metricValue": "1"}])
      filters = logs.describe_metric_filters(logGroupName=group)["metricFilters"]
      assert filters[0]["metricTransformations"][0]["metricValue"] == "1", filters

      # tail: from a time on, all streams, paged by token, then again from the newest time.
      seen, newest = set(), now
      def tail():
          global newest
          new = []
          for page in logs.get_paginator("filter_log_events").paginate(
                  logGroupName=group, startTime=newest, interleaved=True):
              for e in page["events"]:
                  if e["eventId"] not in seen:
                      seen.add(e["eventId"])
                      new.append(e["logStreamName"] + " " + e["message"])
                      newest = max(newest, e["timestamp"])
          return new
      assert len(tail()) == 4
      assert tail() == []
      logs.put_log_events(logGroupName=group, logStreamName="web/app/2",
                          logEvents=[{"timestamp": now + 10, "message": "later"}])
      assert tail() == ["web/app/2 later"]

      for call, code in [
          (lambda: logs.create_log_group(logGroupName=group), "ResourceAlreadyExistsException"),
          (lambda: logs.describe_log_streams(logGroupName="none"), "ResourceNotFoundException"),
          (lambda: logs.filter_log_events(logGroupName=group, filterPattern="{ $.a "), "InvalidParameterException"),
          (lambda: logs.start_query(logGroupName=group, startTime=0, endTime=1, queryString="| nonsense"),
           "MalformedQueryException"),
          (lambda: logs.put_subscription_filter(logGroupName=group, filterName="f", filterPattern="",
              destinationArn="arn:aws:lambda:ap-south-1:123456789012:function:f"), "InvalidParameterException")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      print("agreed")
      """;

  @TempDir private Path folder;
  private ServedService served;

  @BeforeEach
  void start() {
    served =
        new ServedService(
            folder,
            (timeline, store) ->
                new CloudWatchLogs(
                    ServedService.MUMBAI,
                    timeline,
                    store,
                    folder.resolve("logs"),
                    MetricSink.NONE,
                    Thread::startVirtualThread));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees_on_events_searches_queries_and_errors_and_follows_what_is_written()
      throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }

  private String aws(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("aws", "--endpoint-url", served.endpoint(), "--output", "text", "logs"));
    command.addAll(List.of(arguments));
    return served.run(command);
  }

  @Test
  void the_aws_command_writes_reads_and_filters_events() throws IOException, InterruptedException {
    aws("create-log-group", "--log-group-name=g");
    aws("create-log-stream", "--log-group-name=g", "--log-stream-name=s");
    long now = System.currentTimeMillis();
    aws(
        "put-log-events",
        "--log-group-name=g",
        "--log-stream-name=s",
        "--log-events",
        "timestamp=" + now + ",message=one",
        "timestamp=" + now + ",message=two");

    assertThat(
            aws(
                "get-log-events",
                "--log-group-name=g",
                "--log-stream-name=s",
                "--query=events[].message"))
        .isEqualTo("one\ttwo\n");
    assertThat(
            aws(
                "filter-log-events",
                "--log-group-name=g",
                "--filter-pattern=two",
                "--query=events[].[logStreamName,message]"))
        .isEqualTo("s\ttwo\n");
    assertThat(aws("describe-log-groups", "--query=logGroups[].logGroupName")).isEqualTo("g\n");
  }
}
