package com.shangwellness.region.codedeploy;

import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.AlarmConfiguration;
import software.amazon.awssdk.services.codedeploy.model.AlarmsLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackConfiguration;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent;
import software.amazon.awssdk.services.codedeploy.model.BlueGreenDeploymentConfiguration;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentOption;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyOption;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStyle;
import software.amazon.awssdk.services.codedeploy.model.DeploymentType;
import software.amazon.awssdk.services.codedeploy.model.InstanceAction;
import software.amazon.awssdk.services.codedeploy.model.InvalidAlarmConfigException;
import software.amazon.awssdk.services.codedeploy.model.InvalidAutoRollbackConfigException;
import software.amazon.awssdk.services.codedeploy.model.InvalidBlueGreenDeploymentConfigurationException;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentStyleException;
import software.amazon.awssdk.services.codedeploy.model.InvalidEcsServiceException;
import software.amazon.awssdk.services.codedeploy.model.InvalidInputException;
import software.amazon.awssdk.services.codedeploy.model.InvalidLoadBalancerInfoException;
import software.amazon.awssdk.services.codedeploy.model.InvalidTargetGroupPairException;
import software.amazon.awssdk.services.codedeploy.model.InvalidTriggerConfigException;
import software.amazon.awssdk.services.codedeploy.model.LoadBalancerInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoute;
import software.amazon.awssdk.services.codedeploy.model.TriggerConfig;
import software.amazon.awssdk.services.codedeploy.model.TriggerEventType;
import software.amazon.awssdk.services.codedeploy.model.TriggerTargetsLimitExceededException;

/** What a deployment group of the ECS compute platform must satisfy by itself. */
final class GroupRules {

  private static final int MOST_ALARMS = 10;
  private static final int MOST_TRIGGERS = 10;
  private static final int LONGEST_WAIT = 2880;

  private GroupRules() {}

  static void check(DeploymentGroupInfo group) {
    requireForEcs(group);
    style(group.deploymentStyle());
    blueGreen(group.blueGreenDeploymentConfiguration());
    balancer(group.loadBalancerInfo());
    services(group);
    alarms(group.alarmConfiguration());
    rollback(group.autoRollbackConfiguration());
    triggers(group.triggerConfigurations());
  }

  private static void requireForEcs(DeploymentGroupInfo group) {
    boolean others =
        !group.ec2TagFilters().isEmpty()
            || !group.onPremisesInstanceTagFilters().isEmpty()
            || !group.autoScalingGroups().isEmpty()
            || group.ec2TagSet() != null
            || group.onPremisesTagSet() != null
            || Boolean.TRUE.equals(group.terminationHookEnabled());
    if (others) {
      throw Refusals.because(
          InvalidInputException.builder(),
          "Instances, tags of instances and Auto Scaling groups cannot be specified for a"
              + " deployment group of the ECS compute platform.");
    }
  }

  private static void style(DeploymentStyle style) {
    if (style == null
        || style.deploymentType() != DeploymentType.BLUE_GREEN
        || style.deploymentOption() != DeploymentOption.WITH_TRAFFIC_CONTROL) {
      throw Refusals.because(
          InvalidDeploymentStyleException.builder(),
          "For ECS deployment group, deploymentType can be set to BLUE_GREEN only, and"
              + " deploymentOption to WITH_TRAFFIC_CONTROL only.");
    }
  }

  private static void blueGreen(BlueGreenDeploymentConfiguration config) {
    if (config == null
        || config.deploymentReadyOption() == null
        || config.terminateBlueInstancesOnDeploymentSuccess() == null) {
      throw blueGreen(
          "deploymentReadyOption and terminateBlueInstancesOnDeploymentSuccess must be specified");
    }
    ready(config.deploymentReadyOption());
    var end = config.terminateBlueInstancesOnDeploymentSuccess();
    if (end.action() != InstanceAction.TERMINATE) {
      throw blueGreen("the action on blue must be TERMINATE");
    }
    requireWait("terminationWaitTimeInMinutes", end.terminationWaitTimeInMinutes());
    if (config.greenFleetProvisioningOption() != null) {
      throw blueGreen("greenFleetProvisioningOption cannot be specified");
    }
  }

  private static void ready(DeploymentReadyOption option) {
    var action = option.actionOnTimeout();
    if (action == null || action == DeploymentReadyAction.UNKNOWN_TO_SDK_VERSION) {
      throw blueGreen("actionOnTimeout must be CONTINUE_DEPLOYMENT or STOP_DEPLOYMENT");
    }
    requireWait("waitTimeInMinutes", option.waitTimeInMinutes());
    boolean waits = option.waitTimeInMinutes() != null && option.waitTimeInMinutes() > 0;
    if (waits != (action == DeploymentReadyAction.STOP_DEPLOYMENT)) {
      throw blueGreen(
          "a wait (waitTimeInMinutes of 1 or more) belongs to STOP_DEPLOYMENT, and none to"
              + " CONTINUE_DEPLOYMENT");
    }
  }

  private static void requireWait(String member, Integer minutes) {
    if (minutes != null && (minutes < 0 || minutes > LONGEST_WAIT)) {
      throw blueGreen(member + " is " + minutes + "; it must be 0 to " + LONGEST_WAIT);
    }
  }

  private static AwsServiceException blueGreen(String why) {
    return Refusals.because(
        InvalidBlueGreenDeploymentConfigurationException.builder(),
        "For ECS deployment group, " + why + ".");
  }

  private static void balancer(LoadBalancerInfo info) {
    if (info == null || info.targetGroupPairInfoList().size() != 1) {
      throw Refusals.because(
          InvalidLoadBalancerInfoException.builder(),
          "For ECS deployment group, loadBalancerInfo must have exactly one target group pair.");
    }
    if (!info.elbInfoList().isEmpty() || !info.targetGroupInfoList().isEmpty()) {
      throw Refusals.because(
          InvalidLoadBalancerInfoException.builder(),
          "For ECS deployment group, loadBalancerInfo can have a target group pair only.");
    }
    var pair = info.targetGroupPairInfoList().getFirst();
    var names = pair.targetGroups().stream().map(TargetGroupInfo::name).toList();
    if (names.size() != 2 || names.stream().anyMatch(Objects::isNull)) {
      throw pair("Target group pair must have exactly two target groups, by name.");
    }
    if (names.getFirst().equals(names.getLast())) {
      throw pair("Target group pair must have distinct target groups.");
    }
    var production = listeners(pair.prodTrafficRoute());
    var test = listeners(pair.testTrafficRoute());
    if (production.size() != 1) {
      throw pair("The production traffic route must have exactly one listener.");
    }
    if (test.size() > 1) {
      throw pair("The test traffic route can have one listener only.");
    }
    if (test.equals(production)) {
      throw pair("The production and the test traffic route must have distinct listeners.");
    }
  }

  static List<String> listeners(TrafficRoute route) {
    return route == null ? List.of() : route.listenerArns();
  }

  private static AwsServiceException pair(String message) {
    return Refusals.because(InvalidTargetGroupPairException.builder(), message);
  }

  private static void services(DeploymentGroupInfo group) {
    var services = group.ecsServices();
    if (services.size() != 1
        || services.getFirst().serviceName() == null
        || services.getFirst().clusterName() == null) {
      throw Refusals.because(
          InvalidEcsServiceException.builder(),
          "For ECS deployment group, exactly one ECS service with its cluster must be specified.");
    }
  }

  static void alarms(AlarmConfiguration config) {
    if (config == null) {
      return;
    }
    var names = config.alarms().stream().map(Alarm::name).toList();
    if (names.size() > MOST_ALARMS) {
      throw Refusals.because(
          AlarmsLimitExceededException.builder(),
          "The maximum number of alarms for a deployment group (10) was exceeded.");
    }
    if (names.stream().anyMatch(name -> name == null || name.isEmpty())) {
      throw alarms("an alarm has no name");
    }
    if (names.stream().distinct().count() < names.size()) {
      throw alarms("an alarm is named twice");
    }
    if (Boolean.TRUE.equals(config.enabled()) && names.isEmpty()) {
      throw alarms("it is enabled and names no alarm");
    }
  }

  private static AwsServiceException alarms(String why) {
    return Refusals.because(
        InvalidAlarmConfigException.builder(), "The alarm configuration is invalid: " + why + ".");
  }

  static void rollback(AutoRollbackConfiguration config) {
    if (config == null) {
      return;
    }
    boolean unknown = config.events().contains(AutoRollbackEvent.UNKNOWN_TO_SDK_VERSION);
    if (unknown || (Boolean.TRUE.equals(config.enabled()) && config.events().isEmpty())) {
      throw Refusals.because(
          InvalidAutoRollbackConfigException.builder(),
          "The automatic rollback configuration is invalid: events must be some of"
              + " DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM and DEPLOYMENT_STOP_ON_REQUEST.");
    }
  }

  private static void triggers(List<TriggerConfig> triggers) {
    if (triggers.size() > MOST_TRIGGERS) {
      throw Refusals.because(
          TriggerTargetsLimitExceededException.builder(),
          "The maximum number of triggers for a deployment group (10) was exceeded.");
    }
    for (var trigger : triggers) {
      boolean whole =
          trigger.triggerName() != null
              && trigger.triggerTargetArn() != null
              && trigger.triggerTargetArn().startsWith("arn:aws:sns:")
              && !trigger.triggerEvents().isEmpty()
              && !trigger.triggerEvents().contains(TriggerEventType.UNKNOWN_TO_SDK_VERSION);
      if (!whole) {
        throw Refusals.because(
            InvalidTriggerConfigException.builder(),
            "A trigger must have a name, the ARN of an SNS topic, and events that CodeDeploy"
                + " knows.");
      }
    }
  }
}
