package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codepipeline.CodePipeline;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.scheduler.Scheduler;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Cloud;
import com.shangwellness.region.timeline.PacedTimeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;

/** Pipelines and schedules as boto3 and the aws command see them, on a region that runs. */
class CodePipelineClientsTest {

  private static final String BOTO3 =
      """
      import boto3, json, sys, time
      from botocore.exceptions import ClientError
      def client(name):
          return boto3.client(name, endpoint_url=sys.argv[1], region_name="ap-south-1",
                              aws_access_key_id="local", aws_secret_access_key="local")
      cp, s3, iam, sns, sched = map(client, ["codepipeline", "s3", "iam", "sns", "scheduler"])
      def role(name, service):
          return iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(
              {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                             "Principal": {"Service": service + ".amazonaws.com"}}}))["Role"]["Arn"]
      def until(look, good):
          deadline = time.time() + 20
          while True:
              seen = look()
              if good(seen): return seen
              assert time.time() < deadline, seen
              time.sleep(0.1)
      for bucket in ("source", "artifacts"):
          s3.create_bucket(Bucket="shop-" + bucket, CreateBucketConfiguration={
              "LocationConstraint": "ap-south-1"})
      s3.put_bucket_versioning(Bucket="shop-source", VersioningConfiguration={"Status": "Enabled"})
      s3.put_bucket_notification_configuration(
          Bucket="shop-source", NotificationConfiguration={"EventBridgeConfiguration": {}})
      on = s3.get_bucket_notification_configuration(Bucket="shop-source")
      assert on["EventBridgeConfiguration"] == {}, on
      def action(name, category, provider, **more):
          return dict(name=name, actionTypeId=dict(category=category, owner="AWS",
                                                   provider=provider, version="1"), **more)
      pipeline = dict(
          name="shop", roleArn=role("pipeline", "codepipeline"), pipelineType="V2",
          executionMode="QUEUED", artifactStore={"type": "S3", "location": "shop-artifacts"},
          variables=[{"name": "level", "defaultValue": "low"}],
          stages=[
              dict(name="Source", actions=[action(
                  "Source", "Source", "S3", namespace="Src", outputArtifacts=[{"name": "source"}],
                  configuration={"S3Bucket": "shop-source", "S3ObjectKey": "source.zip",
                                 "PollForSourceChanges": "false"})]),
              dict(name="Release", actions=[action(
                  "Approve", "Approval", "Manual",
                  configuration={"CustomData": "#{variables.level} #{Src.VersionId}"})])])
      made = cp.create_pipeline(pipeline=pipeline, tags=[{"key": "team", "value": "web"}])
      assert made["pipeline"]["version"] == 1, made
      def newest():
          return cp.list_pipeline_executions(pipelineName="shop")["pipelineExecutionSummaries"][0]
      first = until(newest, lambda e: e["status"] != "InProgress")
      assert first["status"] == "Failed", first
      assert first["trigger"]["triggerType"] == "CreatePipeline", first
      version = s3.put_object(Bucket="shop-source", Key="source.zip", Body=b"PK")["VersionId"]
      id = cp.start_pipeline_execution(
          name="shop", clientRequestToken="once",
          variables=[{"name": "level", "value": "high"}])["pipelineExecutionId"]
      again = cp.start_pipeline_execution(
          name="shop", clientRequestToken="once",
          variables=[{"name": "level", "value": "high"}])["pipelineExecutionId"]
      assert again == id, (again, id)
      def approval():
          return cp.get_pipeline_state(name="shop")["stageStates"][1]["actionStates"][0].get(
              "latestExecution", {})
      token = until(approval, lambda a: a.get("token"))["token"]
      execution = cp.get_pipeline_execution(pipelineName="shop", pipelineExecutionId=id)[
          "pipelineExecution"]
      assert execution["artifactRevisions"][0]["revisionId"] == version, execution
      cp.put_approval_result(pipelineName="shop", stageName="Release", actionName="Approve",
                             result={"summary": "good", "status": "Approved"}, token=token)
      until(newest, lambda e: e["status"] == "Succeeded")
      for stage in cp.get_pipeline_state(name="shop")["stageStates"]:
          latest = stage["latestExecution"]
          assert (latest["pipelineExecutionId"], latest["status"]) == (id, "Succeeded"), stage
      details = [d for page in cp.get_paginator("list_action_executions").paginate(
                     pipelineName="shop", filter={"pipelineExecutionId": id})
                 for d in page["actionExecutionDetails"]]
      assert [d["actionName"] for d in details] == ["Approve", "Source"], details
      assert details[0]["input"]["resolvedConfiguration"]["CustomData"] == "high " + version, details
      assert details[1]["output"]["outputVariables"]["VersionId"] == version, details
      assert details[0]["startTime"] <= details[0]["lastUpdateTime"], details
      cp.disable_stage_transition(pipelineName="shop", stageName="Release",
                                  transitionType="Inbound", reason="a holiday")
      shut = cp.get_pipeline_state(name="shop")["stageStates"][1]["inboundTransitionState"]
      assert shut["enabled"] is False and shut["disabledReason"] == "a holiday", shut
      cp.enable_stage_transition(pipelineName="shop", stageName="Release", transitionType="Inbound")
      arn = cp.get_pipeline(name="shop")["metadata"]["pipelineArn"]
      assert cp.list_tags_for_resource(resourceArn=arn)["tags"] == [
          {"key": "team", "value": "web"}]
      sched.create_schedule(
          Name="monthly", ScheduleExpression="cron(0 3 1 * ? *)",
          ScheduleExpressionTimezone="Asia/Kolkata", FlexibleTimeWindow={"Mode": "OFF"},
          Target={"Arn": arn, "RoleArn": role("scheduler", "scheduler")})
      assert sched.get_schedule(Name="monthly")["State"] == "ENABLED"
      def times(**more):
          return dict(FlexibleTimeWindow={"Mode": "OFF"}, Target={
              "Arn": arn, "RoleArn": "arn:aws:iam::123456789012:role/scheduler"}, **more)
      for call, code in [
          (lambda: cp.create_pipeline(pipeline=pipeline), "PipelineNameInUseException"),
          (lambda: cp.get_pipeline(name="none"), "PipelineNotFoundException"),
          (lambda: cp.create_pipeline(pipeline={**pipeline, "name": "x", "executionMode":
              "PARALLEL"}), "InvalidStructureException"),
          (lambda: cp.retry_stage_execution(
              pipelineName="shop", stageName="Release", pipelineExecutionId=id,
              retryMode="FAILED_ACTIONS"), "StageNotRetryableException"),
          (lambda: cp.put_approval_result(
              pipelineName="shop", stageName="Release", actionName="Approve",
              result={"summary": "", "status": "Approved"}, token=token),
           "ApprovalAlreadyCompletedException"),
          (lambda: cp.stop_pipeline_execution(pipelineName="shop", pipelineExecutionId=id),
           "PipelineExecutionNotStoppableException"),
          (lambda: sched.get_schedule(Name="none"), "ResourceNotFoundException"),
          (lambda: sched.create_schedule(Name="monthly", **times(
              ScheduleExpression="rate(1 hour)")), "ConflictException"),
          (lambda: sched.create_schedule(Name="odd", **times(
              ScheduleExpression="cron(x)")), "ValidationException")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      print("agreed")
      """;

  /** Nothing is built here. */
  private static final class NoBuilds implements CodeBuildClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @TempDir private Path folder;
  private ServedService served;

  @BeforeEach
  void start() {
    served = new ServedService(this::catalog, folder);
  }

  private Catalog catalog(PacedTimeline timeline, Store store) {
    var place = ServedService.MUMBAI;
    var random = new Random(1);
    var ids = new Ids(random);
    var cloud = new Cloud(place, timeline, store, random, folder, Map.of(), timeline);
    EventSink nobody = (source, type, resources, detail) -> {};
    var pipelines =
        new CodePipeline(
            place,
            timeline,
            store,
            ids,
            new CodePipeline.Neighbours(
                cloud.s3(),
                new NoBuilds(),
                cloud.codeDeploy(),
                cloud.ecs(),
                cloud.sns(),
                cloud.sts()),
            nobody,
            MetricSink.NONE);
    var scheduler =
        new Scheduler(
            place,
            timeline,
            store,
            ids,
            random,
            new Scheduler.Neighbours(cloud.sns(), pipelines, cloud.sts()),
            MetricSink.NONE);
    var regional =
        Stream.concat(Arrays.stream(cloud.regional()), Stream.of(pipelines, scheduler))
            .toArray(SdkClient[]::new);
    return new Catalog().global(cloud.global()).region(place.region(), regional);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees() throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }

  @Test
  void the_aws_command_agrees() throws IOException, InterruptedException {
    var prepared = served.run(List.of("python3", "-c", BOTO3, served.endpoint()));
    assertThat(prepared).isEqualTo("agreed\n");

    assertThat(aws("codepipeline", "list-pipelines", "--query=pipelines[].[name,pipelineType]"))
        .isEqualTo("shop\tV2\n");
    assertThat(
            aws(
                "codepipeline",
                "list-pipeline-executions",
                "--pipeline-name=shop",
                "--query=pipelineExecutionSummaries[].status"))
        .isEqualTo("Succeeded\tFailed\n");
    assertThat(
            aws(
                "codepipeline",
                "start-pipeline-execution",
                "--name=shop",
                "--query=pipelineExecutionId"))
        .matches("[0-9a-f-]{36}\n");
    assertThat(aws("scheduler", "list-schedules", "--query=Schedules[].[Name,GroupName,State]"))
        .isEqualTo("monthly\tdefault\tENABLED\n");
  }

  private String aws(String... words) throws IOException, InterruptedException {
    var start = List.of("aws", "--endpoint-url", served.endpoint(), "--output", "text");
    return served.run(Stream.concat(start.stream(), Arrays.stream(words)).toList());
  }
}
