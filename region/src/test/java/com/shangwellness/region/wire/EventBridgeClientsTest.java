package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.eventbridge.EventBridge;
import com.shangwellness.region.place.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EventBridge as boto3 and the aws command see it. */
class EventBridgeClientsTest {

  private static final String BOTO3 =
      """
      import boto3, json, sys
      from botocore.exceptions import ClientError
      events = boto3.client("events", endpoint_url=sys.argv[1], region_name="ap-south-1",
                            aws_access_key_id="local", aws_secret_access_key="local")
      pattern = {"source": ["shop"], "detail": {"price": [{"numeric": [">", 10]}]}}
      rule = events.put_rule(Name="dear", EventPattern=json.dumps(pattern), Description="Dear orders",
                             Tags=[{"Key": "team", "Value": "devops"}])["RuleArn"]
      assert rule == "arn:aws:events:ap-south-1:123456789012:rule/dear", rule
      events.put_rule(Name="nightly", ScheduleExpression="cron(0 2 * * ? *)", State="DISABLED")
      topic = "arn:aws:sns:ap-south-1:123456789012:people"
      added = events.put_targets(Rule="dear", Targets=[{
          "Id": "people", "Arn": topic,
          "InputTransformer": {"InputPathsMap": {"what": "$.detail.what"}, "InputTemplate": '"Sold <what>"'}}])
      assert added["FailedEntryCount"] == 0, added
      put = events.put_events(Entries=[
          {"Source": "shop", "DetailType": "Order", "Detail": json.dumps({"price": 11, "what": "tea"})},
          {"Source": "shop", "DetailType": "Order", "Detail": "no json"},
          {"Source": "aws.ecs", "DetailType": "Order", "Detail": "{}"}])
      assert [e.get("ErrorCode") for e in put["Entries"]] == [
          None, "MalformedDetail", "NotAuthorizedForSourceException"], put

      described = events.describe_rule(Name="dear")
      assert json.loads(described["EventPattern"]) == pattern and described["State"] == "ENABLED", described
      assert [r["Name"] for r in events.list_rules(NamePrefix="n")["Rules"]] == ["nightly"]
      assert events.list_rule_names_by_target(TargetArn=topic)["RuleNames"] == ["dear"]
      assert events.list_targets_by_rule(Rule="dear")["Targets"][0]["Id"] == "people"
      event = {"id": "1", "account": "123456789012", "source": "shop", "time": "2026-01-01T00:00:00Z",
               "region": "ap-south-1", "resources": [], "detail-type": "Order", "detail": {"price": 10}}
      assert not events.test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(event))["Result"]
      assert events.list_tags_for_resource(ResourceARN=rule)["Tags"] == [{"Key": "team", "Value": "devops"}]

      for call, code in [
          (lambda: events.put_rule(Name="r", EventPattern="{"), "InvalidEventPatternException"),
          (lambda: events.put_rule(Name="r", ScheduleExpression="sometimes"), "ValidationException"),
          (lambda: events.put_rule(Name="r"), "ValidationException"),
          (lambda: events.describe_rule(Name="none"), "ResourceNotFoundException"),
          (lambda: events.put_targets(Rule="none", Targets=[{"Id": "1", "Arn": topic}]),
           "ResourceNotFoundException"),
          (lambda: events.delete_rule(Name="dear"), "ValidationException")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      events.remove_targets(Rule="dear", Ids=["people"])
      events.delete_rule(Name="dear")
      print("agreed")
      """;

  @TempDir private Path folder;
  private final List<String> received = new ArrayList<>();
  private ServedService served;

  @BeforeEach
  void start() {
    served =
        new ServedService(
            folder,
            (timeline, store) ->
                new EventBridge(
                    ServedService.MUMBAI,
                    timeline,
                    store,
                    new Ids(new Random(1)),
                    Map.of("sns", (rule, arn, event, input) -> received.add(arn + " " + input)),
                    MetricSink.NONE));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees_on_rules_targets_events_and_errors() throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
    assertThat(received).containsExactly("arn:aws:sns:ap-south-1:123456789012:people \"Sold tea\"");
  }

  private String aws(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("aws", "--endpoint-url", served.endpoint(), "--output", "text", "events"));
    command.addAll(List.of(arguments));
    return served.run(command);
  }

  @Test
  void the_aws_command_makes_a_rule_and_sends_an_event() throws IOException, InterruptedException {
    aws("put-rule", "--name=all", "--event-pattern={\"source\":[\"shop\"]}");
    aws(
        "put-targets",
        "--rule=all",
        "--targets=Id=t,Arn=arn:aws:sns:ap-south-1:123456789012:people,InputPath=$.detail");

    assertThat(
            aws(
                "put-events",
                "--entries=[{\"Source\":\"shop\",\"DetailType\":\"Order\",\"Detail\":\"{\\\"a\\\":1}\"}]",
                "--query=FailedEntryCount"))
        .isEqualTo("0\n");
    assertThat(aws("list-rules", "--query=Rules[].[Name,State]")).isEqualTo("all\tENABLED\n");
    assertThat(received).containsExactly("arn:aws:sns:ap-south-1:123456789012:people {\"a\":1}");
  }
}
