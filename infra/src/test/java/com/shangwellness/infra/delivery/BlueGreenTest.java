package com.shangwellness.infra.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import org.junit.jupiter.api.Test;

class BlueGreenTest {
  private static final Template DELIVERY = Synthesized.delivery();
  private static final JsonNode GROUP = DELIVERY.properties("AWS::CodeDeploy::DeploymentGroup");

  @Test
  void whatever_goes_wrong_the_traffic_goes_back() {
    assertThat(GROUP.at("/AutoRollbackConfiguration/Enabled").asBoolean()).isTrue();
    assertThat(GROUP.at("/AutoRollbackConfiguration/Events"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST");
  }

  @Test
  void a_release_is_judged_by_the_metric_alarms_of_the_service_at_most_ten() {
    var watched = GROUP.at("/AlarmConfiguration/Alarms").findValuesAsText("Name");
    var made =
        Synthesized.service().allProperties("AWS::CloudWatch::Alarm").stream()
            .map(alarm -> alarm.get("AlarmName").asText())
            .toList();

    assertThat(watched).containsExactlyInAnyOrderElementsOf(made).hasSizeLessThanOrEqualTo(10);
    assertThat(GROUP.at("/AlarmConfiguration/Enabled").asBoolean()).isTrue();
    assertThat(GROUP.at("/AlarmConfiguration/IgnorePollAlarmFailure").asBoolean()).isFalse();
  }

  @Test
  void production_and_test_listener_are_turned_between_both_target_groups() {
    var pair = GROUP.at("/LoadBalancerInfo/TargetGroupPairInfoList/0");

    assertThat(pair.at("/ProdTrafficRoute/ListenerArns").findValuesAsText("OutputName"))
        .containsExactly("ProductionListenerArn");
    assertThat(pair.at("/TestTrafficRoute/ListenerArns").findValuesAsText("OutputName"))
        .containsExactly("TestListenerArn");
    assertThat(pair.get("TargetGroups").findValuesAsText("OutputName"))
        .containsExactly("BlueTargetGroupName", "GreenTargetGroupName");
  }

  @Test
  void the_old_version_stays_for_a_while_and_then_goes() {
    var after = GROUP.at("/BlueGreenDeploymentConfiguration");

    assertThat(after.at("/TerminateBlueInstancesOnDeploymentSuccess/Action").asText())
        .isEqualTo("TERMINATE");
    assertThat(
            after
                .at("/TerminateBlueInstancesOnDeploymentSuccess/TerminationWaitTimeInMinutes")
                .asInt())
        .isEqualTo(15);
    assertThat(after.at("/DeploymentReadyOption/ActionOnTimeout").asText())
        .isEqualTo("CONTINUE_DEPLOYMENT");
  }

  @Test
  void task_roles_are_passed_to_tasks_only() {
    var passing =
        DELIVERY.allProperties("AWS::IAM::Role").stream()
            .flatMap(role -> role.at("/Policies/0/PolicyDocument/Statement").valueStream())
            .filter(statement -> statement.get("Action").asText().equals("iam:PassRole"))
            .toList();

    assertThat(passing)
        .hasSize(2)
        .allSatisfy(
            statement -> {
              assertThat(statement.at("/Condition/StringEquals/iam:PassedToService/0").asText())
                  .isEqualTo("ecs-tasks.amazonaws.com");
              assertThat(statement.get("Resource"))
                  .extracting(JsonNode::asText)
                  .containsExactlyInAnyOrder(
                      "arn:aws:iam::669097061043:role/shangwellness-prod-ecs-task-role",
                      "arn:aws:iam::669097061043:role/shangwellness-prod-ecs-execution-role");
            });
  }
}
