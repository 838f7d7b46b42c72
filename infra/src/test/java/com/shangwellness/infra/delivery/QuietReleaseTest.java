package com.shangwellness.infra.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.infra.Synthesized;
import com.shangwellness.infra.Template;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the definition does is told by QuietReleaseIT of ops, which runs it. */
class QuietReleaseTest {
  private static final Template DELIVERY = Synthesized.delivery();
  private static final JsonNode MACHINE = DELIVERY.properties("AWS::StepFunctions::StateMachine");

  private static JsonNode definition() throws JsonProcessingException {
    return new ObjectMapper().readTree(MACHINE.get("DefinitionString").asText());
  }

  private static Stream<JsonNode> calls(String operation) throws JsonProcessingException {
    return StreamSupport.stream(definition().get("States").spliterator(), false)
        .filter(state -> state.path("Resource").asText().endsWith(":" + operation))
        .map(state -> state.get("Parameters"));
  }

  @Test
  void each_release_that_begins_has_scaling_suspended_whoever_began_it() {
    var rule =
        DELIVERY.allProperties("AWS::Events::Rule").stream()
            .filter(r -> r.get("Name").asText().equals("shangwellness-prod-release-began"))
            .findFirst()
            .orElseThrow();

    assertThat(rule.at("/EventPattern/source/0").asText()).isEqualTo("aws.codedeploy");
    assertThat(rule.at("/EventPattern/detail-type/0").asText())
        .isEqualTo("CodeDeploy Deployment State-change Notification");
    assertThat(rule.at("/EventPattern/detail/application/0").asText())
        .isEqualTo("shangwellness-prod-codedeploy");
    assertThat(rule.at("/EventPattern/detail/state/0").asText()).isEqualTo("START");
    assertThat(DELIVERY.target(rule.at("/Targets/0/Arn")).get("Properties")).isEqualTo(MACHINE);
    assertThat(rule.at("/Targets/0/RoleArn").isMissingNode()).isFalse();
  }

  @Test
  void it_looks_at_the_releases_and_the_scaling_of_the_service() throws JsonProcessingException {
    assertThat(calls("listDeployments"))
        .hasSize(3)
        .allSatisfy(
            call -> {
              assertThat(call.get("IncludeOnlyStatuses"))
                  .extracting(JsonNode::asText)
                  .containsExactly("Created", "Queued", "InProgress", "Baking", "Ready");
              assertThat(call.get("ApplicationName").asText())
                  .isEqualTo("shangwellness-prod-codedeploy");
              assertThat(call.get("DeploymentGroupName").asText())
                  .isEqualTo("shangwellness-prod-deployment-group");
            });
    assertThat(calls("registerScalableTarget"))
        .hasSize(2)
        .allSatisfy(
            call ->
                assertThat(call.get("ResourceId").asText())
                    .isEqualTo("service/shangwellness-prod-cluster/shangwellness-prod-service"));
    assertThat(MACHINE.get("DefinitionString").asText()).doesNotContain("${");
  }

  @Test
  void it_may_look_at_one_group_and_change_the_desired_counts_of_services_only() {
    var statements =
        DELIVERY.allProperties("AWS::IAM::Role").stream()
            .filter(
                role ->
                    role.path("RoleName").asText().equals("shangwellness-prod-quiet-release-role"))
            .map(role -> role.at("/Policies/0/PolicyDocument/Statement"))
            .findFirst()
            .orElseThrow();

    assertThat(Template.named(statements, "Sid", "LookAtReleases").get("Resource").asText())
        .isEqualTo(
            "arn:aws:codedeploy:ap-south-1:669097061043:deploymentgroup:"
                + "shangwellness-prod-codedeploy/shangwellness-prod-deployment-group");
    var suspend = Template.named(statements, "Sid", "Suspend").at("/Condition/StringEquals");
    assertThat(suspend.path("application-autoscaling:service-namespace").asText()).isEqualTo("ecs");
    assertThat(suspend.path("application-autoscaling:scalable-dimension").asText())
        .isEqualTo("ecs:service:DesiredCount");
  }

  @Test
  void a_call_that_fails_is_made_again_for_hours() throws JsonProcessingException {
    assertThat(definition().get("States"))
        .filteredOn(state -> state.get("Type").asText().equals("Task"))
        .hasSize(7)
        .allSatisfy(
            state -> {
              assertThat(state.at("/Retry/0/ErrorEquals/0").asText()).isEqualTo("States.ALL");
              int minutes = state.at("/Retry/0/MaxAttempts").asInt();
              assertThat(state.at("/Retry/0/MaxDelaySeconds").asInt()).isEqualTo(60);
              assertThat(minutes).isGreaterThan(120);
            });
  }
}
