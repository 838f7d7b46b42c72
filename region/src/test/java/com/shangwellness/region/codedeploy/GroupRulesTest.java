package com.shangwellness.region.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TriggerConfig;

/** What a deployment group must satisfy, by CodeDeploy's own error codes: a table. */
@TestInstance(Lifecycle.PER_CLASS)
class GroupRulesTest {

  private static final String NOBODY = "d-NOBODY123";

  @TempDir private static Path folder;
  private Production production;
  private CodeDeployClient codeDeploy;

  @BeforeAll
  void begin() {
    production = Production.simulated(folder).withHealthyService(1);
    codeDeploy = production.cloud().codeDeploy();
    production.ask(
        () -> codeDeploy.createApplication(r -> r.applicationName("empty").computePlatform("ECS")));
  }

  @AfterAll
  void end() {
    production.close();
  }

  private String refused(Function<CodeDeployClient, ?> question) {
    return production.stage().refused(() -> question.apply(codeDeploy));
  }

  static Stream<Arguments> groups() {
    return Stream.of(
        group(
            "DeploymentGroupAlreadyExistsException",
            g -> g.applicationName("app").deploymentGroupName("group")),
        group("ApplicationDoesNotExistException", g -> g.applicationName("x")),
        group("RoleRequiredException", g -> g.serviceRoleArn(null)),
        group(
            "InvalidRoleException: The service role ARN is invalid",
            g -> g.serviceRoleArn("deployer")),
        group(
            "InvalidRoleException: AWS CodeDeploy does not have the permissions required to assume"
                + " the role",
            g -> g.serviceRoleArn("arn:aws:iam::123456789012:role/nobody")),
        group("DeploymentConfigDoesNotExistException", g -> g.deploymentConfigName("x")),
        group(
            "InvalidDeploymentStyleException: For ECS deployment group, deploymentType can be set"
                + " to BLUE_GREEN only",
            g ->
                g.deploymentStyle(
                    s -> s.deploymentType("IN_PLACE").deploymentOption("WITH_TRAFFIC_CONTROL"))),
        group(
            "InvalidBlueGreenDeploymentConfigurationException",
            g -> g.blueGreenDeploymentConfiguration(b -> {})),
        group(
            "InvalidBlueGreenDeploymentConfigurationException: For ECS deployment group,"
                + " terminationWaitTimeInMinutes is 2881; it must be 0 to 2880",
            g -> waits(g, DeploymentReadyAction.CONTINUE_DEPLOYMENT, 0, "TERMINATE", 2881)),
        group(
            "InvalidBlueGreenDeploymentConfigurationException: For ECS deployment group, the action"
                + " on blue must be TERMINATE",
            g -> waits(g, DeploymentReadyAction.CONTINUE_DEPLOYMENT, 0, "KEEP_ALIVE", 0)),
        group(
            "InvalidBlueGreenDeploymentConfigurationException: For ECS deployment group, a wait",
            g -> waits(g, DeploymentReadyAction.STOP_DEPLOYMENT, 0, "TERMINATE", 0)),
        group("InvalidLoadBalancerInfoException", g -> g.loadBalancerInfo(l -> {})),
        group(
            "InvalidTargetGroupPairException: Target group pair must have distinct target groups.",
            g -> pair(g, List.of("blue", "blue"), List.of("l-1"), List.of())),
        group(
            "InvalidTargetGroupPairException: Target group pair must have exactly two",
            g -> pair(g, List.of("blue"), List.of("l-1"), List.of())),
        group(
            "InvalidTargetGroupPairException: The production traffic route",
            g -> pair(g, List.of("blue", "green"), List.of(), List.of())),
        group(
            "InvalidTargetGroupPairException: The production and the test traffic route must have"
                + " distinct",
            g -> pair(g, List.of("blue", "green"), List.of("l-1"), List.of("l-1"))),
        group(
            "InvalidECSServiceException: For ECS deployment group, exactly one",
            g -> g.ecsServices(List.of())),
        group(
            "InvalidECSServiceException: The ECS service x was not found in the cluster prod",
            g -> g.ecsServices(s -> s.clusterName("prod").serviceName("x"))),
        group(
            "InvalidECSServiceException: The ECS service web was not found in the cluster x",
            g -> g.ecsServices(s -> s.clusterName("x").serviceName("web"))),
        group("ECSServiceMappingLimitExceededException", g -> {}),
        group(
            "AlarmsLimitExceededException",
            g -> g.alarmConfiguration(a -> a.enabled(true).alarms(alarms(11)))),
        group("InvalidAlarmConfigException", g -> g.alarmConfiguration(a -> a.enabled(true))),
        group(
            "InvalidAlarmConfigException: The alarm configuration is invalid: an alarm is named"
                + " twice",
            g ->
                g.alarmConfiguration(
                    a -> a.enabled(true).alarms(x -> x.name("a"), x -> x.name("a")))),
        group(
            "InvalidAutoRollbackConfigException",
            g -> g.autoRollbackConfiguration(a -> a.enabled(true))),
        group(
            "TriggerTargetsLimitExceededException",
            g -> g.triggerConfigurations(Collections.nCopies(11, TriggerConfig.builder().build()))),
        group(
            "InvalidTriggerConfigException",
            g ->
                g.triggerConfigurations(t -> t.triggerName("t").triggerTargetArn("arn:aws:sqs:x"))),
        group("InvalidInputException", g -> g.autoScalingGroups("fleet")),
        group("InvalidInputException", g -> g.ec2TagFilters(f -> f.key("a"))));
  }

  private static Arguments group(String refusal, Consumer<CreateDeploymentGroupRequest.Builder> g) {
    return Arguments.of(refusal, g);
  }

  private static void waits(
      CreateDeploymentGroupRequest.Builder group,
      DeploymentReadyAction action,
      int ready,
      String end,
      int termination) {
    group.blueGreenDeploymentConfiguration(
        b ->
            b.deploymentReadyOption(o -> o.actionOnTimeout(action).waitTimeInMinutes(ready))
                .terminateBlueInstancesOnDeploymentSuccess(
                    t -> t.action(end).terminationWaitTimeInMinutes(termination)));
  }

  private static void pair(
      CreateDeploymentGroupRequest.Builder group,
      List<String> names,
      List<String> production,
      List<String> test) {
    group.loadBalancerInfo(
        l ->
            l.targetGroupPairInfoList(
                p ->
                    p.targetGroups(
                            names.stream()
                                .map(n -> TargetGroupInfo.builder().name(n).build())
                                .toList())
                        .prodTrafficRoute(r -> r.listenerArns(production))
                        .testTrafficRoute(r -> r.listenerArns(test))));
  }

  private static List<Alarm> alarms(int count) {
    return IntStream.range(0, count).mapToObj(i -> Alarm.builder().name("a" + i).build()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("groups")
  void groups_that_cannot_be(String refusal, Consumer<CreateDeploymentGroupRequest.Builder> more) {
    var request = production.groupRequest().applicationName("empty").deploymentGroupName("other");
    more.accept(request);
    assertThat(refused(c -> c.createDeploymentGroup(request.build()))).startsWith(refusal);
  }
}
