package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.testing.Cloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.backoff.FixedDelayBackoffStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.InvalidRevisionException;

/**
 * Releases as boto3, the aws command and the Java SDK make and await them, on a region that runs,
 * with simulated tasks; each asks for its release's pace.
 */
class CodeDeployClientsTest {

  private static final String BOTO3 =
      """
      import boto3, json, sys
      from botocore.exceptions import ClientError
      def client(name):
          return boto3.client(name, endpoint_url=sys.argv[1], region_name="ap-south-1",
                              aws_access_key_id="local", aws_secret_access_key="local")
      ec2, elb, iam, ecs, cd = map(client, ["ec2", "elbv2", "iam", "ecs", "codedeploy"])
      vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
      subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)["Subnet"][
          "SubnetId"] for block, zone in [("10.0.0.0/24", "ap-south-1a"),
                                          ("10.0.1.0/24", "ap-south-1b")]]
      balancer = elb.create_load_balancer(Name="site", Subnets=subnets)["LoadBalancers"][0][
          "LoadBalancerArn"]
      blue, green = [elb.create_target_group(
          Name=name, Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip",
          HealthCheckIntervalSeconds=10, HealthyThresholdCount=2)["TargetGroups"][0][
          "TargetGroupArn"] for name in ("blue", "green")]
      production, test = [elb.create_listener(
          LoadBalancerArn=balancer, Protocol="HTTP", Port=port,
          DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])["Listeners"][0][
          "ListenerArn"] for port, group in ((80, blue), (9000, green))]
      role = iam.create_role(RoleName="deployer", AssumeRolePolicyDocument=json.dumps(
          {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                         "Principal": {"Service": "codedeploy.amazonaws.com"}}}))["Role"]["Arn"]
      ecs.create_cluster(clusterName="prod")
      def definition(version):
          return ecs.register_task_definition(
              family="web", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256",
              memory="512", executionRoleArn="arn:aws:iam::123456789012:role/execution",
              containerDefinitions=[{
                  "name": "app", "essential": True, "portMappings": [{"containerPort": 80}],
                  "image": "123456789012.dkr.ecr.ap-south-1.amazonaws.com/web:" + version}])[
              "taskDefinition"]["taskDefinitionArn"]
      ecs.create_service(
          cluster="prod", serviceName="web", desiredCount=2, taskDefinition=definition("v1"),
          deploymentController={"type": "CODE_DEPLOY"},
          loadBalancers=[{"targetGroupArn": blue, "containerName": "app", "containerPort": 80}],
          networkConfiguration={"awsvpcConfiguration": {"subnets": subnets}})
      cd.create_application(applicationName="app", computePlatform="ECS")
      group = dict(
          applicationName="app", deploymentGroupName="group", serviceRoleArn=role,
          deploymentConfigName="CodeDeployDefault.ECSCanary10Percent5Minutes",
          deploymentStyle={"deploymentType": "BLUE_GREEN",
                           "deploymentOption": "WITH_TRAFFIC_CONTROL"},
          ecsServices=[{"clusterName": "prod", "serviceName": "web"}],
          loadBalancerInfo={"targetGroupPairInfoList": [{
              "targetGroups": [{"name": "blue"}, {"name": "green"}],
              "prodTrafficRoute": {"listenerArns": [production]},
              "testTrafficRoute": {"listenerArns": [test]}}]},
          blueGreenDeploymentConfiguration={
              "deploymentReadyOption": {"actionOnTimeout": "CONTINUE_DEPLOYMENT",
                                        "waitTimeInMinutes": 0},
              "terminateBlueInstancesOnDeploymentSuccess": {
                  "action": "TERMINATE", "terminationWaitTimeInMinutes": 5}},
          autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_FAILURE"]})
      cd.create_deployment_group(**group)

      def appspec(taskdef):
          return json.dumps({"version": 0.0, "Resources": [{"TargetService": {
              "Type": "AWS::ECS::Service", "Properties": {
                  "TaskDefinition": taskdef,
                  "LoadBalancerInfo": {"ContainerName": "app", "ContainerPort": 80}}}}]})
      def revision(content):
          return {"revisionType": "AppSpecContent", "appSpecContent": {"content": content}}
      cd.meta.events.register("before-call.codedeploy.CreateDeployment",
          lambda params, **kw: params["headers"].update({"x-region-pace": "1000"}))
      created = cd.create_deployment(
          applicationName="app", deploymentGroupName="group", description="by boto3",
          revision=revision(appspec(definition("v2"))))
      release = created["deploymentId"]
      cd.get_waiter("deployment_successful").wait(
          deploymentId=release, WaiterConfig={"Delay": 1, "MaxAttempts": 50})
      info = cd.get_deployment(deploymentId=release)
      assert info["ResponseMetadata"]["HTTPHeaders"]["x-region-pace"] == "1.0", info
      info = info["deploymentInfo"]
      assert info["deploymentOverview"]["Succeeded"] == 1, info
      assert (info["completeTime"] - info["startTime"]).total_seconds() > 600, info
      target = cd.get_deployment_target(deploymentId=release, targetId="prod:web")[
          "deploymentTarget"]
      assert target["deploymentTargetType"] == "ECSTarget", target
      events = target["ecsTarget"]["lifecycleEvents"]
      assert [e["lifecycleEventName"] for e in events] == [
          "BeforeInstall", "Install", "AfterInstall", "AllowTestTraffic",
          "AfterAllowTestTraffic", "BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"], events
      shift = events[6]
      assert shift["status"] == "Succeeded", shift
      assert (shift["endTime"] - shift["startTime"]).total_seconds() >= 300, shift
      sets = ecs.describe_services(cluster="prod", services=["web"])["services"][0]["taskSets"]
      assert [(s["status"], s["externalId"], s["startedBy"]) for s in sets] == [
          ("PRIMARY", release, "CODE_DEPLOY")], sets
      for call, code in [
          (lambda: cd.create_deployment(applicationName="app", deploymentGroupName="group",
                                        revision=revision("{")), "InvalidRevisionException"),
          (lambda: cd.create_deployment(applicationName="app", deploymentGroupName="group",
                                        revision=revision("version: 0.0")),
           "InvalidRevisionException"),
          (lambda: cd.create_deployment_group(**group),
           "DeploymentGroupAlreadyExistsException"),
          (lambda: cd.create_deployment_group(**{**group, "deploymentGroupName": "second"}),
           "ECSServiceMappingLimitExceededException"),
          (lambda: cd.create_deployment_group(**{
              **group, "ecsServices": [{"clusterName": "prod", "serviceName": "x"}]}),
           "DeploymentGroupAlreadyExistsException"),
          (lambda: cd.get_deployment(deploymentId="d-NOBODY123"),
           "DeploymentDoesNotExistException"),
          (lambda: cd.stop_deployment(deploymentId=release),
           "DeploymentAlreadyCompletedException"),
          (lambda: cd.create_application(applicationName="x"), "InvalidComputePlatformException"),
          (lambda: cd.list_git_hub_account_token_names(), "501")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert code in (e.response["Error"]["Code"],
                              str(e.response["ResponseMetadata"]["HTTPStatusCode"])), e.response
      print(definition("v3"), release)
      """;

  @TempDir private Path folder;
  private ServedService served;

  @BeforeEach
  void start() {
    served =
        new ServedService(
            (timeline, store) -> {
              var cloud =
                  new Cloud(
                      ServedService.MUMBAI,
                      timeline,
                      store,
                      new Random(1),
                      folder,
                      Map.of(),
                      timeline);
              return new Catalog()
                  .global(cloud.global())
                  .region(ServedService.MUMBAI.region(), cloud.regional());
            },
            folder);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_the_aws_command_and_the_java_sdk_release_and_await()
      throws IOException, InterruptedException {
    var said = served.run(List.of("python3", "-c", BOTO3, served.endpoint())).strip().split(" ");
    var definition = said[0];
    var first = said[1];

    aws("wait", "deployment-successful", "--deployment-id=" + first);
    assertThat(
            aws(
                "get-deployment",
                "--deployment-id=" + first,
                "--query=deploymentInfo.[status,creator,computePlatform,description]"))
        .isEqualTo("Succeeded\tuser\tECS\tby boto3\n");
    assertThat(
            aws(
                "list-deployments",
                "--application-name=app",
                "--deployment-group-name=group",
                "--include-only-statuses=Succeeded",
                "--query=deployments"))
        .isEqualTo(first + "\n");
    assertThat(aws("list-deployment-targets", "--deployment-id=" + first, "--query=targetIds"))
        .isEqualTo("prod:web\n");

    try (var client = client()) {
      var release = release(client, definition);
      assertThatThrownBy(() -> release(client, definition))
          .isInstanceOf(DeploymentLimitExceededException.class)
          .hasMessageContaining("already has an active Deployment '" + release + "'");
      client
          .waiter()
          .waitUntilDeploymentSuccessful(
              r -> r.deploymentId(release),
              o ->
                  o.waitTimeout(Duration.ofSeconds(50))
                      .backoffStrategy(FixedDelayBackoffStrategy.create(Duration.ofMillis(200))));
      assertThat(client.listDeploymentsPaginator(r -> r.applicationName("app")).deployments())
          .containsExactly(release, first);
      refusals(client);
    }
  }

  private static void refusals(CodeDeployClient client) {
    assertThatThrownBy(() -> release(client, "web\n  files: x"))
        .isInstanceOf(InvalidRevisionException.class);
    assertThatThrownBy(
            () ->
                client.listApplications(
                    r -> r.overrideConfiguration(c -> c.putHeader("x-region-pace", "warp"))))
        .isInstanceOf(CodeDeployException.class)
        .hasMessageContaining("x-region-pace is 'warp'; it must be a number above 0");
  }

  private static String release(CodeDeployClient client, String definition) {
    return client
        .createDeployment(
            r ->
                r.applicationName("app")
                    .deploymentGroupName("group")
                    .overrideConfiguration(c -> c.putHeader("x-region-pace", "200"))
                    .revision(
                        v ->
                            v.revisionType("AppSpecContent")
                                .appSpecContent(
                                    a ->
                                        a.content(
                                            """
                                            version: 0.0
                                            Resources:
                                              - TargetService:
                                                  Type: AWS::ECS::Service
                                                  Properties:
                                                    TaskDefinition: %s
                                                    LoadBalancerInfo:
                                                      ContainerName: app
                                                      ContainerPort: 80
                                            """
                                                .formatted(definition)))))
        .deploymentId();
  }

  private CodeDeployClient client() {
    return CodeDeployClient.builder()
        .endpointOverride(URI.create(served.endpoint()))
        .region(Region.AP_SOUTH_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
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
                "deploy",
                operation));
    command.addAll(List.of(arguments));
    return served.run(command);
  }
}
