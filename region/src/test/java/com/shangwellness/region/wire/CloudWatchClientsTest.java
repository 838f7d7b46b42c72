package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.cloudwatch.AlarmAction;
import com.shangwellness.region.cloudwatch.CloudWatch;
import com.shangwellness.region.eventbridge.EventSink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** CloudWatch as boto3 (CBOR), the aws command and the Java SDK (Query) see it. */
class CloudWatchClientsTest {

  private static final String BOTO3 =
      """
      import boto3, datetime, sys
      from botocore.exceptions import ClientError
      cw = boto3.client("cloudwatch", endpoint_url=sys.argv[1], region_name="ap-south-1",
                        aws_access_key_id="local", aws_secret_access_key="local")
      now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
      kinds = []
      cw.meta.events.register("before-send", lambda request, **_: kinds.append(
          (request.headers.get("smithy-protocol"), request.headers.get("Content-Encoding"))))
      cw.put_metric_data(Namespace="Shop", MetricData=[
          {"MetricName": "bookings", "Value": v, "Timestamp": now,
           "Dimensions": [{"Name": "Route", "Value": "x" * 500 + str(v)}]} for v in range(100)])
      assert kinds[-1][1] in (b"gzip", "gzip"), kinds
      cw.put_metric_data(Namespace="Shop", MetricData=[
          {"MetricName": "total", "Values": [1.5, 2.5], "Counts": [2, 1], "Timestamp": now}])
      assert len(cw.list_metrics(Namespace="Shop", MetricName="bookings")["Metrics"]) == 100
      data = cw.get_metric_data(
          StartTime=now - datetime.timedelta(minutes=5), EndTime=now + datetime.timedelta(minutes=5),
          MetricDataQueries=[
              {"Id": "m1", "MetricStat": {"Metric": {"Namespace": "Shop", "MetricName": "total"},
                                          "Period": 60, "Stat": "Sum"}},
              {"Id": "e1", "Expression": "m1 * 2"}])["MetricDataResults"]
      assert [r["Values"] for r in data] == [[5.5], [11.0]], data
      assert data[0]["Timestamps"][0] == now.replace(second=0), data
      cw.put_metric_alarm(AlarmName="high", Namespace="Shop", MetricName="total", Statistic="Sum",
          Period=60, EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold")
      alarm = cw.describe_alarms(AlarmNames=["high"])["MetricAlarms"][0]
      assert alarm["StateValue"] == "INSUFFICIENT_DATA" and alarm["Threshold"] == 5.0, alarm
      assert abs((alarm["StateUpdatedTimestamp"] - now).total_seconds()) < 60, alarm
      for call, code in [
          (lambda: cw.put_metric_data(Namespace="AWS/X", MetricData=[{"MetricName": "m", "Value": 1}]),
           "InvalidParameterValue"),
          (lambda: cw.put_metric_data(Namespace="X", MetricData=[{"MetricName": "m", "Value": float("nan")}]),
           "InvalidParameterValue"),
          (lambda: cw.get_dashboard(DashboardName="none"), "ResourceNotFound"),
          (lambda: cw.set_alarm_state(AlarmName="none", StateValue="OK", StateReason="x"),
           "ResourceNotFound"),
          (lambda: cw.put_dashboard(DashboardName="d", DashboardBody="{}"), "InvalidParameterInput")]:
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
                new CloudWatch(
                    ServedService.MUMBAI, timeline, store, EventSink.NONE, AlarmAction.NONE));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees_on_metrics_alarms_and_errors_and_may_send_gzip()
      throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }

  private String aws(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("aws", "--endpoint-url", served.endpoint(), "--output", "text", "cloudwatch"));
    command.addAll(List.of(arguments));
    return served.run(command);
  }

  @Test
  void the_aws_command_puts_and_reads_metrics_and_alarms()
      throws IOException, InterruptedException {
    aws("put-metric-data", "--namespace", "Shop", "--metric-name", "m", "--value", "3");
    aws(
        "put-metric-alarm",
        "--alarm-name=a",
        "--namespace=Shop",
        "--metric-name=m",
        "--statistic=Sum",
        "--period=60",
        "--evaluation-periods=1",
        "--threshold=2",
        "--comparison-operator=GreaterThanThreshold");
    aws("set-alarm-state", "--alarm-name=a", "--state-value=ALARM", "--state-reason=drill");

    assertThat(
            aws(
                "describe-alarms",
                "--alarm-names=a",
                "--query=MetricAlarms[].[AlarmName,StateValue,StateReason]"))
        .isEqualTo("a\tALARM\tdrill\n");
    assertThat(aws("list-metrics", "--query=Metrics[].MetricName")).isEqualTo("m\n");
  }

  @Test
  void the_java_sdk_speaks_query() {
    try (var client =
        CloudWatchClient.builder()
            .endpointOverride(URI.create(served.endpoint()))
            .region(Region.AP_SOUTH_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      client.putMetricData(
          r ->
              r.namespace("Shop")
                  .metricData(
                      IntStream.range(0, 600)
                          .mapToObj(
                              i -> MetricDatum.builder().metricName("m" + i).value(1.0).build())
                          .toList()));
      assertThat(client.listMetricsPaginator(r -> r.namespace("Shop")).metrics()).hasSize(600);
      assertThatThrownBy(
              () ->
                  client.putMetricData(
                      r ->
                          r.namespace("Shop")
                              .metricData(
                                  MetricDatum.builder().metricName("m").value(1e200).build())))
          .isInstanceOf(InvalidParameterValueException.class)
          .hasMessageContaining("MetricData.member.1.Value is invalid");
    }
  }
}
