package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

final class ChangeSetTest {

  private static final String COLOURS =
      """
      {"Parameters": {
         "Colour": {"Type": "String", "AllowedValues": ["blue", "green"]},
         "Version": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/version"}},
       "Resources": {
         "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Colour"}}},
         "Queue": {"Type": "AWS::SQS::Queue"}},
       "Outputs": {"Version": {"Value": {"Ref": "Version"}}}}
      """;

  private final TestRegion region = new TestRegion();

  ChangeSetTest() {
    region.parameters.put("/version", "6");
  }

  @Test
  void a_change_set_of_a_new_stack_creates_it_when_it_is_executed() {
    var set = changes(ChangeSetType.CREATE, "blue");

    assertThat(set.status()).isEqualTo(ChangeSetStatus.CREATE_COMPLETE);
    assertThat(set.changes())
        .allMatch(c -> c.resourceChange().action() == ChangeAction.ADD)
        .hasSize(2);
    assertThat(region.stack("colours").stackStatus()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
    assertThat(region.factory.things()).isEmpty();

    executes();
    assertThat(region.stack("colours").stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(region.stack("colours").outputs().getFirst().outputValue()).isEqualTo("6");
    assertThat(region.events("colours"))
        .startsWith(
            "colours REVIEW_IN_PROGRESS: User Initiated",
            "colours CREATE_IN_PROGRESS: User Initiated");
  }

  @Test
  void a_change_set_of_an_update_says_what_changes_and_why() {
    deployed();
    var set = changes(ChangeSetType.UPDATE, "green");

    assertThat(set.changes()).hasSize(1);
    var change = set.changes().getFirst().resourceChange();
    assertThat(change.action()).isEqualTo(ChangeAction.MODIFY);
    assertThat(change.logicalResourceId()).isEqualTo("Topic");
    assertThat(change.replacement()).isEqualTo(Replacement.FALSE);
    assertThat(change.scopeAsStrings()).containsExactly("Properties");
    assertThat(change.details().getFirst().causingEntity()).isEqualTo("Colour");
    assertThat(change.details().getFirst().changeSourceAsString()).isEqualTo("ParameterReference");
    executes();
    assertThat(region.factory.things().get("Topic")).contains("green");
  }

  @Test
  void a_change_of_a_create_only_property_shows_as_a_replacement() {
    deployed();
    var set =
        described(
            ChangeSetType.UPDATE,
            COLOURS.replace("\"DisplayName\": {", "\"TopicName\": \"new\", \"DisplayName\": {"),
            "blue");

    assertThat(set.changes().getFirst().resourceChange().replacement()).isEqualTo(Replacement.TRUE);
  }

  @Test
  void a_change_set_without_changes_fails_and_cannot_be_executed() {
    deployed();
    var set = changes(ChangeSetType.UPDATE, "blue");

    assertThat(set.status()).isEqualTo(ChangeSetStatus.FAILED);
    assertThat(set.executionStatus()).isEqualTo(ExecutionStatus.UNAVAILABLE);
    assertThat(set.statusReason())
        .isEqualTo(
            "The submitted information didn't contain changes. Submit different information to"
                + " create a change set.");
    assertThatThrownBy(this::executes)
        .hasMessageContaining("cannot be executed in its current status");
  }

  @Test
  void the_previous_template_and_values_may_be_used_those_from_ssm_too() {
    deployed();
    region.parameters.put("/version", "7");
    region.call(
        () ->
            region.cloudFormation.createChangeSet(
                r ->
                    r.stackName("colours")
                        .changeSetName("set")
                        .usePreviousTemplate(true)
                        .parameters(previous("Colour"), previous("Version"))));
    executes();

    assertThat(region.stack("colours").outputs().getFirst().outputValue()).isEqualTo("7");
    assertThat(region.stack("colours").parameters())
        .anyMatch(p -> "7".equals(p.resolvedValue()) && p.parameterValue().equals("/version"));
  }

  @Test
  void a_template_may_come_from_s3() {
    region.objects.put("assets/t.json", COLOURS);
    region.call(
        () ->
            region.cloudFormation.createChangeSet(
                r ->
                    r.stackName("colours")
                        .changeSetName("set")
                        .changeSetType(ChangeSetType.CREATE)
                        .templateURL("https://s3.ap-south-1.amazonaws.com/assets/t.json")
                        .parameters(colour("blue"))));
    executes();

    assertThat(region.stack("colours").stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  @Test
  void deleting_a_change_set_that_is_not_there_succeeds_and_describing_it_does_not() {
    deployed();
    region.call(
        () ->
            region.cloudFormation.deleteChangeSet(
                r -> r.stackName("colours").changeSetName("none")));

    assertThatThrownBy(
            () ->
                region.call(
                    () ->
                        region.cloudFormation.describeChangeSet(
                            r -> r.stackName("colours").changeSetName("none"))))
        .isInstanceOf(ChangeSetNotFoundException.class)
        .hasMessageContaining("ChangeSet [none] does not exist");
  }

  @Test
  void a_property_that_is_not_allowed_fails_the_change_set_before_anything_is_created() {
    var set =
        described(ChangeSetType.CREATE, COLOURS.replace("DisplayName", "DisplayNames"), "blue");

    assertThat(set.status()).isEqualTo(ChangeSetStatus.FAILED);
    assertThat(set.statusReason())
        .contains("Properties validation failed for resource Topic with message:")
        .contains("extraneous key [DisplayNames] is not permitted");
  }

  private void deployed() {
    var unused = changes(ChangeSetType.CREATE, "blue");
    executes();
  }

  private DescribeChangeSetResponse changes(ChangeSetType type, String colour) {
    return described(type, COLOURS, colour);
  }

  private DescribeChangeSetResponse described(ChangeSetType type, String template, String colour) {
    region.call(
        () ->
            region.cloudFormation.createChangeSet(
                r ->
                    r.stackName("colours")
                        .changeSetName("set")
                        .changeSetType(type)
                        .templateBody(template)
                        .parameters(colour(colour))));
    return region.call(
        () ->
            region.cloudFormation.describeChangeSet(
                r -> r.stackName("colours").changeSetName("set")));
  }

  private void executes() {
    region.call(
        () ->
            region.cloudFormation.executeChangeSet(
                r -> r.stackName("colours").changeSetName("set")));
    region.comesToRest();
  }

  private static Parameter colour(String value) {
    return Parameter.builder().parameterKey("Colour").parameterValue(value).build();
  }

  private static Parameter previous(String name) {
    return Parameter.builder().parameterKey(name).usePreviousValue(true).build();
  }
}
