package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.stepfunctions.SdkCalls;
import com.shangwellness.region.stepfunctions.StepFunctions;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.Tag;

class StepFunctionsTypesTest {

  private static final String TEMPLATE =
      """
      Resources:
        Machine:
          Type: AWS::StepFunctions::StateMachine
          Properties:
            StateMachineName: rest
            StateMachineType: STANDARD
            RoleArn: arn:aws:iam::123456789012:role/worker
            DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":5,"End":true}}}'
            Tags:
              - {Key: Project, Value: shangwellness}
      Outputs:
        Arn: {Value: !Ref Machine}
        Same: {Value: !GetAtt Machine.Arn}
        Name: {Value: !GetAtt Machine.Name}
      """;
  private static final String ARN = "arn:aws:states:ap-south-1:123456789012:stateMachine:rest";

  private final TestStacks stacks = new TestStacks(new Place("123456789012", "ap-south-1"));
  private StepFunctions states;

  /** State machines that call nothing. */
  private static final class NoCalls implements SdkCalls {
    @Override
    public Optional<String> find(String name, String operation) {
      return Optional.empty();
    }

    @Override
    public void check(String name, String operation, ObjectNode parameters) {}

    @Override
    public JsonNode call(String name, String operation, ObjectNode parameters) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void begin() {
    var iam = new Iam(stacks.place, stacks.timeline, stacks.store, stacks.ids);
    states =
        new StepFunctions(
            stacks.place,
            stacks.timeline,
            stacks.store,
            stacks.ids,
            new NoCalls(),
            new Sts(stacks.place, iam, new Sessions(stacks.timeline, stacks.store, stacks.ids)),
            (source, type, resources, detail) -> {},
            MetricSink.NONE);
    stacks.of(StepFunctionsTypes.types(states));
    stacks.call(
        () ->
            iam.createRole(
                r ->
                    r.roleName("worker")
                        .assumeRolePolicyDocument(
                            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                + "\"Principal\":{\"Service\":\"states.amazonaws.com\"}}}")));
    stacks.creates("web", TEMPLATE);
    stacks.passes(Duration.ofMinutes(1));
  }

  private String definition() {
    return stacks.call(() -> states.describeStateMachine(r -> r.stateMachineArn(ARN))).definition();
  }

  @Test
  void a_state_machine_is_created_with_its_outputs() {
    assertThat(stacks.status("web")).isEqualTo("CREATE_COMPLETE");
    assertThat(stacks.outputs("web"))
        .containsEntry("Arn", ARN)
        .containsEntry("Same", ARN)
        .containsEntry("Name", "rest");
    assertThat(definition()).contains("\"Seconds\":5");
  }

  @Test
  void its_definition_and_its_tags_change_in_place() {
    stacks.updates(
        "web", TEMPLATE.replace("\"Seconds\":5", "\"Seconds\":7").replace("Project", "Owner"));
    stacks.passes(Duration.ofMinutes(1));

    assertThat(stacks.status("web")).isEqualTo("UPDATE_COMPLETE");
    assertThat(definition()).contains("\"Seconds\":7");
    assertThat(stacks.call(() -> states.listTagsForResource(r -> r.resourceArn(ARN))).tags())
        .extracting(Tag::key)
        .contains("Owner")
        .doesNotContain("Project");
  }

  @Test
  void another_name_is_another_state_machine() {
    stacks.updates("web", TEMPLATE.replace("StateMachineName: rest", "StateMachineName: sleep"));
    stacks.passes(Duration.ofMinutes(1));

    assertThat(stacks.status("web")).isEqualTo("UPDATE_COMPLETE");
    assertThat(stacks.call(() -> states.listStateMachines(r -> {})).stateMachines())
        .extracting(StateMachineListItem::name)
        .containsExactly("sleep");
  }

  @Test
  void a_definition_that_is_none_fails_the_stack_with_the_reason() {
    stacks.updates("web", TEMPLATE.replace("\"StartAt\":\"A\"", "\"StartAt\":\"B\""));
    stacks.passes(Duration.ofMinutes(1));

    assertThat(stacks.status("web")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(String.join("\n", stacks.events("web")))
        .contains("Missing 'Next' target: B at /StartAt");
    assertThat(definition()).contains("\"Seconds\":5");
  }

  @Test
  void it_goes_with_its_stack() {
    stacks.deletes("web");
    stacks.passes(Duration.ofMinutes(1));

    assertThat(stacks.isGone("web")).isTrue();
    assertThat(stacks.call(() -> states.listStateMachines(r -> {})).stateMachines()).isEmpty();
  }
}
