package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.wire.ServedService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Task sets as boto3 sees them. */
class TaskSetClientsTest {

  private static final String BOTO3 =
      """
      import boto3, sys, time
      from botocore.exceptions import ClientError
      ecs = boto3.client("ecs", endpoint_url=sys.argv[1], region_name="ap-south-1",
                         aws_access_key_id="local", aws_secret_access_key="local")
      ecs.create_cluster(clusterName="prod")
      definition = ecs.register_task_definition(
          family="web", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256",
          memory="512", executionRoleArn="arn:aws:iam::123456789012:role/execution",
          containerDefinitions=[{
              "name": "app", "image": "123456789012.dkr.ecr.ap-south-1.amazonaws.com/web:v1"}])
      service = ecs.create_service(
          cluster="prod", serviceName="web", desiredCount=3,
          deploymentController={"type": "EXTERNAL"})["service"]
      assert service["taskSets"] == [] and "taskDefinition" not in service, service
      web = {"cluster": "prod", "service": "web"}
      made = ecs.create_task_set(
          taskDefinition="web", externalId="release-1", clientToken="once",
          scale={"value": 33.4, "unit": "PERCENT"}, tags=[{"key": "a", "value": "b"}],
          networkConfiguration={"awsvpcConfiguration": {
              "subnets": ["subnet-a"], "securityGroups": ["sg-1"]}}, **web)["taskSet"]
      assert made["status"] == "ACTIVE" and made["computedDesiredCount"] == 2, made
      assert made["stabilityStatus"] == "STABILIZING" and made["externalId"] == "release-1", made
      updated = ecs.update_task_set(
          taskSet=made["id"], scale={"value": 1.0, "unit": "PERCENT"}, **web)["taskSet"]
      assert updated["computedDesiredCount"] == 1, updated
      primary = ecs.update_service_primary_task_set(
          primaryTaskSet=made["taskSetArn"], **web)["taskSet"]
      assert primary["status"] == "PRIMARY", primary
      deadline = time.monotonic() + 30
      while True:
          shown = ecs.describe_task_sets(
              taskSets=[made["id"]], include=["TAGS"], **web)["taskSets"][0]
          if shown["stabilityStatus"] == "STEADY_STATE":
              break
          assert time.monotonic() < deadline, shown
          time.sleep(0.1)
      assert shown["runningCount"] == 1 and shown["tags"] == [{"key": "a", "value": "b"}], shown
      assert ecs.describe_services(cluster="prod", services=["web"])["services"][0][
          "taskDefinition"].endswith("task-definition/web:1")
      none = "ecs-svc/1234567890123456789"
      for call, code in [
          (lambda: ecs.delete_task_set(taskSet=none, **web), "TaskSetNotFoundException"),
          (lambda: ecs.delete_task_set(taskSet=made["id"], **web), "InvalidParameterException"),
          (lambda: ecs.describe_task_sets(cluster="prod", service="x"), "ServiceNotFoundException"),
          (lambda: ecs.describe_task_sets(cluster="x", service="x"), "ClusterNotFoundException")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      gone = ecs.delete_task_set(taskSet=made["id"], force=True, **web)["taskSet"]
      assert gone["status"] == "DRAINING", gone
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
                new Ecs(
                    ServedService.MUMBAI,
                    timeline,
                    store,
                    new Ids(new Random(1)),
                    new Ecs.Neighbours(
                        new FakeEc2(),
                        new FakeEcr(),
                        new FakeBalancers(timeline),
                        new FakeLogs(),
                        new FakeSecrets(),
                        new FakeSsm(),
                        new FakeSts()),
                    new SimulatedTasks(timeline, new Random(1)),
                    URI.create("http://127.0.0.1:4566")));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_makes_scales_promotes_describes_and_deletes_one()
      throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }
}
