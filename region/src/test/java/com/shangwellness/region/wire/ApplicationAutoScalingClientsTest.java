package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.applicationautoscaling.ApplicationAutoScaling;
import com.shangwellness.region.cloudwatch.AlarmAction;
import com.shangwellness.region.cloudwatch.CloudWatch;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Ids;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** Application Auto Scaling as boto3, the aws command and the Java SDK see it. */
class ApplicationAutoScalingClientsTest {

  private static final String BOTO3 =
      """
      import boto3, datetime, sys
      from botocore.exceptions import ClientError
      aas = boto3.client("application-autoscaling", endpoint_url=sys.argv[1],
                         region_name="ap-south-1", aws_access_key_id="local",
                         aws_secret_access_key="local")
      web = {"ServiceNamespace": "ecs", "ResourceId": "service/prod/web",
             "ScalableDimension": "ecs:service:DesiredCount"}
      arn = aas.register_scalable_target(MinCapacity=4, MaxCapacity=10, Tags={"a": "b"}, **web)[
          "ScalableTargetARN"]
      target = aas.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"][0]
      assert target["MinCapacity"] == 4 and target["ScalableTargetARN"] == arn, target
      assert target["SuspendedState"]["DynamicScalingInSuspended"] is False, target
      assert aas.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"a": "b"}
      put = aas.put_scaling_policy(
          PolicyName="cpu", PolicyType="TargetTrackingScaling",
          TargetTrackingScalingPolicyConfiguration={
              "TargetValue": 70.0, "ScaleOutCooldown": 60,
              "PredefinedMetricSpecification": {
                  "PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}, **web)
      assert len(put["Alarms"]) == 2 and put["PolicyARN"].startswith("arn:aws:autoscaling:"), put
      policy = aas.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"][0]
      assert policy["Alarms"] == put["Alarms"], policy
      assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 70.0, policy
      aas.put_scheduled_action(
          ScheduledActionName="s", Schedule="cron(0 9 * * ? *)", Timezone="Asia/Kolkata",
          StartTime=datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc),
          ScalableTargetAction={"MinCapacity": 5}, **web)
      action = aas.describe_scheduled_actions(ServiceNamespace="ecs")["ScheduledActions"][0]
      assert action["StartTime"].year == 2030 and action["Timezone"] == "Asia/Kolkata", action
      activity = aas.describe_scaling_activities(ServiceNamespace="ecs")["ScalingActivities"][0]
      assert activity["Description"] == "Setting desired count to 4.", activity
      assert activity["Cause"] == "minimum capacity was set to 4", activity
      for call, code in [
          (lambda: aas.register_scalable_target(MinCapacity=4, MaxCapacity=3, **web),
           "ValidationException"),
          (lambda: aas.put_scaling_policy(PolicyName="x" * 257, **web), "ValidationException"),
          (lambda: aas.delete_scaling_policy(PolicyName="none", **web), "ObjectNotFoundException"),
          (lambda: aas.list_tags_for_resource(
               ResourceARN="arn:aws:application-autoscaling:ap-south-1:1:scalable-target/x"),
           "ResourceNotFoundException"),
          (lambda: aas.describe_scalable_targets(ServiceNamespace="ecs", NextToken="x"),
           "InvalidNextTokenException")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      aas.deregister_scalable_target(**web)
      assert aas.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"] == []
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
                new ApplicationAutoScaling(
                    ServedService.MUMBAI,
                    timeline,
                    store,
                    new Ids(new Random(1)),
                    new OneService(),
                    new CloudWatch(
                        ServedService.MUMBAI, timeline, store, EventSink.NONE, AlarmAction.NONE),
                    EventSink.NONE));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees_on_targets_policies_schedules_activities_and_errors()
      throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }

  private String aws(String operation, String... arguments)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                "aws",
                "--endpoint-url",
                served.endpoint(),
                "--output",
                "text",
                "application-autoscaling",
                operation,
                "--service-namespace=ecs"));
    command.addAll(List.of(arguments));
    return served.run(command);
  }

  @Test
  void the_aws_command_registers_and_describes() throws IOException, InterruptedException {
    aws(
        "register-scalable-target",
        "--resource-id=service/prod/web",
        "--scalable-dimension=ecs:service:DesiredCount",
        "--min-capacity=2",
        "--max-capacity=10",
        "--suspended-state=DynamicScalingInSuspended=true");

    assertThat(
            aws(
                "describe-scalable-targets",
                "--query=ScalableTargets[].[ResourceId,MaxCapacity,SuspendedState.DynamicScalingInSuspended]"))
        .isEqualTo("service/prod/web\t10\tTrue\n");
    assertThat(aws("describe-scaling-activities", "--query=ScalingActivities[].Description"))
        .isBlank();
  }

  @Test
  void the_java_sdk_gets_its_own_types_and_errors() {
    try (var client =
        ApplicationAutoScalingClient.builder()
            .endpointOverride(URI.create(served.endpoint()))
            .region(Region.AP_SOUTH_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      client.registerScalableTarget(
          r ->
              r.serviceNamespace(ServiceNamespace.ECS)
                  .resourceId("service/prod/web")
                  .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                  .minCapacity(2)
                  .maxCapacity(10));
      assertThat(
              client
                  .describeScalableTargetsPaginator(r -> r.serviceNamespace(ServiceNamespace.ECS))
                  .scalableTargets())
          .singleElement()
          .matches(target -> target.maxCapacity() == 10 && target.creationTime() != null);
      assertThatThrownBy(
              () ->
                  client.deleteScheduledAction(
                      r ->
                          r.serviceNamespace(ServiceNamespace.ECS)
                              .resourceId("service/prod/web")
                              .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                              .scheduledActionName("none")))
          .isInstanceOf(ObjectNotFoundException.class)
          .hasMessageContaining("No scheduled action found for service namespace: ecs");
    }
  }

  /** The service web of the cluster prod. */
  private static final class OneService implements EcsClient {
    private int desired = 3;

    @Override
    public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
      return DescribeServicesResponse.builder()
          .services(
              Service.builder()
                  .status("ACTIVE")
                  .desiredCount(desired)
                  .runningCount(desired)
                  .build())
          .build();
    }

    @Override
    public UpdateServiceResponse updateService(UpdateServiceRequest request) {
      desired = request.desiredCount();
      return UpdateServiceResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
