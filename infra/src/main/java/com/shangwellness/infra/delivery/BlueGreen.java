package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Reasons.because;
import static com.shangwellness.infra.Roles.allow;
import static com.shangwellness.infra.Roles.ofThisAccount;
import static com.shangwellness.infra.Roles.role;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.service.ServiceOutputs;
import com.shangwellness.infra.settings.DeliverySettings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.codedeploy.CfnApplication;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup.AlarmProperty;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup.TargetGroupInfoProperty;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup.TrafficRouteProperty;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * Replaces the running version: the new one is started beside it, tried, given a part of the
 * traffic, then all; and whatever goes wrong, the traffic goes back.
 */
final class BlueGreen extends Construct {
  private final CfnDeploymentGroup group;

  BlueGreen(Construct scope, Names names, DeliverySettings settings, ServiceOutputs service) {
    super(scope, "BlueGreen");
    var application =
        CfnApplication.Builder.create(this, "Application")
            .applicationName(names.deployApplication())
            .computePlatform("ECS")
            .build();
    this.group =
        CfnDeploymentGroup.Builder.create(this, "Group")
            .applicationName(application.getRef())
            .deploymentGroupName(names.deploymentGroup())
            .serviceRoleArn(deployer(names).getRoleArn())
            .deploymentConfigName("CodeDeployDefault." + settings.shift())
            .deploymentStyle(
                CfnDeploymentGroup.DeploymentStyleProperty.builder()
                    .deploymentType("BLUE_GREEN")
                    .deploymentOption("WITH_TRAFFIC_CONTROL")
                    .build())
            .ecsServices(
                List.of(
                    CfnDeploymentGroup.ECSServiceProperty.builder()
                        .clusterName(names.cluster())
                        .serviceName(names.service())
                        .build()))
            .loadBalancerInfo(routes(service))
            .blueGreenDeploymentConfiguration(afterwards(settings))
            .autoRollbackConfiguration(
                CfnDeploymentGroup.AutoRollbackConfigurationProperty.builder()
                    .enabled(true)
                    .events(
                        List.of(
                            "DEPLOYMENT_FAILURE",
                            "DEPLOYMENT_STOP_ON_ALARM",
                            "DEPLOYMENT_STOP_ON_REQUEST"))
                    .build())
            .alarmConfiguration(
                CfnDeploymentGroup.AlarmConfigurationProperty.builder()
                    .enabled(true)
                    // A release that nobody can judge is stopped.
                    .ignorePollAlarmFailure(false)
                    .alarms(
                        names.releaseAlarms().stream()
                            .map(alarm -> AlarmProperty.builder().name(alarm).build())
                            .toList())
                    .build())
            .build();
  }

  CfnDeploymentGroup group() {
    return group;
  }

  private static CfnDeploymentGroup.LoadBalancerInfoProperty routes(ServiceOutputs service) {
    return CfnDeploymentGroup.LoadBalancerInfoProperty.builder()
        .targetGroupPairInfoList(
            List.of(
                CfnDeploymentGroup.TargetGroupPairInfoProperty.builder()
                    .prodTrafficRoute(route(service.productionListenerArn()))
                    .testTrafficRoute(route(service.testListenerArn()))
                    .targetGroups(
                        service.targetGroupNames().stream()
                            .map(name -> TargetGroupInfoProperty.builder().name(name).build())
                            .toList())
                    .build()))
        .build();
  }

  private static TrafficRouteProperty route(String listenerArn) {
    return TrafficRouteProperty.builder().listenerArns(List.of(listenerArn)).build();
  }

  private static CfnDeploymentGroup.BlueGreenDeploymentConfigurationProperty afterwards(
      DeliverySettings settings) {
    return CfnDeploymentGroup.BlueGreenDeploymentConfigurationProperty.builder()
        .deploymentReadyOption(
            CfnDeploymentGroup.DeploymentReadyOptionProperty.builder()
                .actionOnTimeout("CONTINUE_DEPLOYMENT")
                .waitTimeInMinutes(0)
                .build())
        .terminateBlueInstancesOnDeploymentSuccess(
            CfnDeploymentGroup.BlueInstanceTerminationOptionProperty.builder()
                .action("TERMINATE")
                .terminationWaitTimeInMinutes(settings.terminationWaitMinutes())
                .build())
        .build();
  }

  private Role deployer(Names names) {
    var role =
        role(
                this,
                "Role",
                "CodeDeploy: replace the tasks, turn the listeners, watch the alarms",
                ofThisAccount(names, "codedeploy.amazonaws.com"),
                List.of(
                    allow(
                        "ReplaceTasks",
                        List.of(
                            "ecs:CreateTaskSet",
                            "ecs:DeleteTaskSet",
                            "ecs:DescribeServices",
                            "ecs:UpdateServicePrimaryTaskSet"),
                        names.arn("ecs", "service/" + names.cluster() + "/" + names.service()),
                        names.arn(
                            "ecs", "task-set/" + names.cluster() + "/" + names.service() + "/*")),
                    allow(
                        "TurnListeners",
                        List.of(
                            "elasticloadbalancing:ModifyListener",
                            "elasticloadbalancing:ModifyRule"),
                        balancer(names, "listener"),
                        balancer(names, "listener-rule")),
                    allow(
                        "Look",
                        List.of(
                            "cloudwatch:DescribeAlarms",
                            "elasticloadbalancing:DescribeListeners",
                            "elasticloadbalancing:DescribeRules",
                            "elasticloadbalancing:DescribeTargetGroups"),
                        "*"),
                    passTaskRoles(names)))
            .roleName(names.deliveryRole("codedeploy"))
            .build();
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "Descriptions have no resource-level permission (alarms are listed as a whole);"
                    + " task sets and listener rules have generated ids under our own names")));
    return role;
  }

  private static String balancer(Names names, String kind) {
    return names.arn("elasticloadbalancing", kind + "/app/" + names.loadBalancer() + "/*");
  }

  /** Whoever starts tasks hands them their two roles, and to tasks only. */
  static PolicyStatement passTaskRoles(Names names) {
    var pass =
        allow(
            "PassTaskRoles",
            List.of("iam:PassRole"),
            names.roleArn(names.taskRole()),
            names.roleArn(names.executionRole()));
    pass.addCondition(
        "StringEquals", Map.of("iam:PassedToService", List.of("ecs-tasks.amazonaws.com")));
    return pass;
  }
}
