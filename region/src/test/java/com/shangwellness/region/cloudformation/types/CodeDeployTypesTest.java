package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.Tag;

/** Stacks of applications, deployment groups and configurations, as production has them. */
class CodeDeployTypesTest {

  private static final String TEMPLATE =
      """
      Resources:
        Application:
          Type: AWS::CodeDeploy::Application
          Properties:
            ApplicationName: shop
            ComputePlatform: PLATFORM
            Tags: [{Key: Project, Value: PROJECT}]
        Slowly:
          Type: AWS::CodeDeploy::DeploymentConfig
          Properties:
            ComputePlatform: ECS
            TrafficRoutingConfig:
              Type: TimeBasedCanary
              TimeBasedCanary: {CanaryPercentage: 5, CanaryInterval: 20}
        Group:
          Type: AWS::CodeDeploy::DeploymentGroup
          Properties:
            ApplicationName: !Ref Application
            DeploymentGroupName: shop-group
            ServiceRoleArn: ROLE
            DeploymentConfigName: !Ref Slowly
            DeploymentStyle:
              {DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL}
            ECSServices: [{ClusterName: prod, ServiceName: web}]
            LoadBalancerInfo:
              TargetGroupPairInfoList:
                - ProdTrafficRoute: {ListenerArns: [PRODUCTION]}
                  TestTrafficRoute: {ListenerArns: [TEST]}
                  TargetGroups: [{Name: blue}, {Name: green}]
            BlueGreenDeploymentConfiguration:
              DeploymentReadyOption: {ActionOnTimeout: CONTINUE_DEPLOYMENT, WaitTimeInMinutes: 0}
              TerminateBlueInstancesOnDeploymentSuccess:
                {Action: TERMINATE, TerminationWaitTimeInMinutes: WAIT}
            AutoRollbackConfiguration:
              Enabled: true
              Events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM, DEPLOYMENT_STOP_ON_REQUEST]
            AlarmConfiguration:
              {Enabled: true, IgnorePollAlarmFailure: false, Alarms: [{Name: guard}]}
            Tags: [{Key: Project, Value: PROJECT}]
      Outputs:
        Application: {Value: !Ref Application}
        Group: {Value: !Ref Group}
        Config: {Value: !Ref Slowly}
      """;

  @TempDir private Path folder;
  private Production production;
  private TestStacks stacks;
  private CodeDeployClient codeDeploy;

  @BeforeEach
  void begin() {
    production = Production.simulated(folder).withServiceOnly(1);
    codeDeploy = production.cloud().codeDeploy();
    stacks = new TestStacks(production.stage());
    stacks.of(CodeDeployTypes.types(production.stage().place, codeDeploy));
  }

  @AfterEach
  void end() {
    production.close();
  }

  private String template(int wait, String project) {
    return TEMPLATE
        .replace("PLATFORM", "ECS")
        .replace("ROLE", production.role())
        .replace("PRODUCTION", production.productionListener())
        .replace("TEST", production.testListener())
        .replace("WAIT", String.valueOf(wait))
        .replace("PROJECT", project);
  }

  private DeploymentGroupInfo group() {
    return stacks
        .call(
            () ->
                codeDeploy.getDeploymentGroup(
                    r -> r.applicationName("shop").deploymentGroupName("shop-group")))
        .deploymentGroupInfo();
  }

  private void becomes(String status) {
    stacks.passes(Duration.ofMinutes(2));
    assertThat(stacks.status("shop")).as(stacks.events("shop").toString()).isEqualTo(status);
  }

  @Test
  void they_act_are_changed_and_leave_nothing() {
    stacks.creates("shop", template(60, "web"));
    becomes("CREATE_COMPLETE");

    assertThat(stacks.outputs("shop"))
        .containsEntry("Application", "shop")
        .containsEntry("Group", "shop-group")
        .containsEntry("Config", group().deploymentConfigName());
    var configName = group().deploymentConfigName();
    var config =
        stacks.call(() -> codeDeploy.getDeploymentConfig(r -> r.deploymentConfigName(configName)));
    assertThat(
            config.deploymentConfigInfo().trafficRoutingConfig().timeBasedCanary().canaryInterval())
        .isEqualTo(20);
    assertThat(group().alarmConfiguration().alarms()).hasSize(1);
    assertThat(wait(group())).isEqualTo(60);

    stacks.updates(
        "shop", template(10, "site").replaceFirst("(?s)      AlarmConfiguration:.*?\\}\n", ""));
    becomes("UPDATE_COMPLETE");
    assertThat(wait(group())).isEqualTo(10);
    assertThat(group().alarmConfiguration().enabled()).as("left out is no more").isFalse();
    var tags =
        stacks.call(
            () ->
                codeDeploy.listTagsForResource(
                    r ->
                        r.resourceArn(
                            production.stage().place.arn("codedeploy", "application:shop"))));
    assertThat(tags.tags()).contains(Tag.builder().key("Project").value("site").build());

    stacks.deletes("shop");
    stacks.passes(Duration.ofMinutes(2));
    assertThat(stacks.isGone("shop")).isTrue();
    assertThat(stacks.call(() -> codeDeploy.listApplications(r -> {})).applications()).isEmpty();
    assertThat(stacks.call(() -> codeDeploy.listDeploymentConfigs(r -> {})).deploymentConfigsList())
        .allMatch(name -> name.startsWith("CodeDeployDefault."));
  }

  private static int wait(DeploymentGroupInfo group) {
    return group
        .blueGreenDeploymentConfiguration()
        .terminateBlueInstancesOnDeploymentSuccess()
        .terminationWaitTimeInMinutes();
  }

  @Test
  void a_stack_can_be_released_to() {
    stacks.creates("shop", template(0, "web"));
    becomes("CREATE_COMPLETE");
    production.alarm("guard");
    var definition = production.definition("v2");

    var release =
        stacks
            .call(
                () ->
                    codeDeploy.createDeployment(
                        r ->
                            r.applicationName("shop")
                                .deploymentGroupName("shop-group")
                                .revision(Production.revision(Production.appSpec(definition)))))
            .deploymentId();

    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
  }

  @Test
  void a_role_that_codedeploy_may_not_assume_fails_the_stack_in_aws_words() {
    stacks.creates("shop", template(0, "web").replace(production.role(), production.role() + "x"));
    becomes("ROLLBACK_COMPLETE");
    assertThat(stacks.events("shop").toString())
        .contains("does not have the permissions required to assume the role");
  }

  @Test
  void other_compute_platforms_fail_the_stack_with_the_reason() {
    stacks.creates(
        "shop", template(0, "web").replaceFirst("ComputePlatform: ECS", "ComputePlatform: Lambda"));
    becomes("ROLLBACK_COMPLETE");
    assertThat(stacks.events("shop").toString())
        .contains("The compute platform Lambda is not acted on in this region; ECS is.");
  }
}
