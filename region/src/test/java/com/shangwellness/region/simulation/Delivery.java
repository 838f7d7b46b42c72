package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent;
import software.amazon.awssdk.services.codedeploy.model.BlueGreenDeploymentConfiguration;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.DeploymentOption;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.DeploymentType;
import software.amazon.awssdk.services.codedeploy.model.InstanceAction;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoute;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingType;
import software.amazon.awssdk.services.iam.IamClient;

/** How production is released: the application and the group, as its template has them. */
final class Delivery {

  private static final String ROLE = Site.BASE + "-codedeploy-role";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
          + "\"Principal\":{\"Service\":\"codedeploy.amazonaws.com\"}}}";

  private final SimulatedRegion region;
  private final Terms terms;
  private final CodeDeployClient codeDeploy;

  Delivery(SimulatedRegion region, Terms terms) {
    this.region = region;
    this.terms = terms;
    this.codeDeploy = region.client(CodeDeployClient.class);
  }

  private <T> T ask(Supplier<T> question) {
    return Site.ask(region, question);
  }

  void build(String production, String test) {
    var iam = region.client(IamClient.class);
    var role =
        ask(() -> iam.createRole(r -> r.roleName(ROLE).assumeRolePolicyDocument(TRUST))).role();
    if (!terms.shift().isPredefined()) {
      ask(this::configuration);
    }
    ask(
        () ->
            codeDeploy.createApplication(
                r -> r.applicationName(Site.APPLICATION).computePlatform(ComputePlatform.ECS)));
    ask(
        () ->
            codeDeploy.createDeploymentGroup(
                r ->
                    r.applicationName(Site.APPLICATION)
                        .deploymentGroupName(Site.DEPLOYMENT_GROUP)
                        .serviceRoleArn(role.arn())
                        .deploymentConfigName(terms.shift().configuration())
                        .deploymentStyle(
                            s ->
                                s.deploymentType(DeploymentType.BLUE_GREEN)
                                    .deploymentOption(DeploymentOption.WITH_TRAFFIC_CONTROL))
                        .ecsServices(s -> s.clusterName(Site.CLUSTER).serviceName(Site.SERVICE))
                        .loadBalancerInfo(l -> l.targetGroupPairInfoList(routes(production, test)))
                        .blueGreenDeploymentConfiguration(waits())
                        .autoRollbackConfiguration(
                            a ->
                                a.enabled(true)
                                    .events(
                                        AutoRollbackEvent.DEPLOYMENT_FAILURE,
                                        AutoRollbackEvent.DEPLOYMENT_STOP_ON_ALARM,
                                        AutoRollbackEvent.DEPLOYMENT_STOP_ON_REQUEST))
                        .alarmConfiguration(
                            a ->
                                a.enabled(true)
                                    .ignorePollAlarmFailure(false)
                                    .alarms(
                                        Site.ALARMS.stream()
                                            .map(name -> Alarm.builder().name(name).build())
                                            .toList()))));
  }

  private Object configuration() {
    var shift = terms.shift();
    var minutes = Math.toIntExact(shift.interval().toMinutes());
    var routing = TrafficRoutingConfig.builder();
    if (shift.isCanary()) {
      routing
          .type(TrafficRoutingType.TIME_BASED_CANARY)
          .timeBasedCanary(c -> c.canaryPercentage(shift.step()).canaryInterval(minutes));
    } else {
      routing
          .type(TrafficRoutingType.TIME_BASED_LINEAR)
          .timeBasedLinear(l -> l.linearPercentage(shift.step()).linearInterval(minutes));
    }
    return codeDeploy.createDeploymentConfig(
        r ->
            r.deploymentConfigName(shift.configuration())
                .computePlatform(ComputePlatform.ECS)
                .trafficRoutingConfig(routing.build()));
  }

  private static TargetGroupPairInfo routes(String production, String test) {
    return TargetGroupPairInfo.builder()
        .prodTrafficRoute(TrafficRoute.builder().listenerArns(production).build())
        .testTrafficRoute(TrafficRoute.builder().listenerArns(test).build())
        .targetGroups(
            List.of("blue", "green").stream()
                .map(colour -> TargetGroupInfo.builder().name(Site.BASE + "-" + colour).build())
                .toList())
        .build();
  }

  private BlueGreenDeploymentConfiguration waits() {
    return BlueGreenDeploymentConfiguration.builder()
        .deploymentReadyOption(
            o -> {
              if (terms.readyWait() == 0) {
                o.actionOnTimeout(DeploymentReadyAction.CONTINUE_DEPLOYMENT);
              } else {
                o.actionOnTimeout(DeploymentReadyAction.STOP_DEPLOYMENT)
                    .waitTimeInMinutes(terms.readyWait());
              }
            })
        .terminateBlueInstancesOnDeploymentSuccess(
            t ->
                t.action(InstanceAction.TERMINATE)
                    .terminationWaitTimeInMinutes(terms.terminationWait()))
        .build();
  }
}
