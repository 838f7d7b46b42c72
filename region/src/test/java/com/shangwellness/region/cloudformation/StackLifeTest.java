package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;

final class StackLifeTest {

  private static final String TOPIC_AND_QUEUE =
      """
      Resources:
        Topic:
          Type: AWS::SNS::Topic
          Properties:
            DisplayName: !Sub "news of ${Queue}"
        Queue:
          Type: AWS::SQS::Queue
          Properties: {DelaySeconds: 5}
      Outputs:
        TopicArn: {Value: !GetAtt Topic.TopicArn}
      """;

  private final TestRegion region = new TestRegion();

  @Test
  void a_resource_is_created_once_those_that_it_needs_are_stable() {
    region.creates("news", TOPIC_AND_QUEUE);

    assertThat(region.factory.things()).containsOnlyKeys("Queue");
    region.passes(Duration.ofSeconds(11));

    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(region.events("news"))
        .containsExactly(
            "news CREATE_IN_PROGRESS: User Initiated",
            "Queue CREATE_IN_PROGRESS",
            "Queue CREATE_IN_PROGRESS: Resource creation Initiated",
            "Queue CREATE_COMPLETE",
            "Topic CREATE_IN_PROGRESS",
            "Topic CREATE_IN_PROGRESS: Resource creation Initiated",
            "Topic CREATE_COMPLETE",
            "news CREATE_COMPLETE");
    assertThat(region.stack("news").outputs().getFirst().outputValue())
        .startsWith("arn:aws:factory:::SNS-Topic-");
  }

  @Test
  void independent_resources_are_created_side_by_side() {
    region.creates(
        "two",
        """
        Resources:
          A: {Type: 'AWS::SQS::Queue'}
          B: {Type: 'AWS::SQS::Queue'}
        """);
    region.passes(Duration.ofSeconds(11));

    assertThat(region.stack("two").stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  @Test
  void a_creation_that_fails_is_taken_back_and_the_events_say_why() {
    region.factory.refused.add("create Topic");
    region.creates("news", TOPIC_AND_QUEUE);
    region.comesToRest();

    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(region.factory.things()).isEmpty();
    assertThat(region.events("news"))
        .anyMatch(
            e ->
                e.startsWith(
                    "Topic CREATE_FAILED: Resource handler returned message: \"the factory does not"
                        + " create Topic (Service:"))
        .contains(
            "news ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Topic]."
                + " Rollback requested by user.",
            "Queue DELETE_COMPLETE");
  }

  @Test
  void what_is_under_way_is_cancelled_when_another_resource_fails() {
    region.factory.refused.add("create Topic");
    region.creates(
        "both",
        """
        Resources:
          Queue: {Type: 'AWS::SQS::Queue'}
          Topic: {Type: 'AWS::SNS::Topic'}
        """);
    region.comesToRest();

    assertThat(region.events("both")).contains("Queue CREATE_FAILED: Resource creation cancelled");
    assertThat(region.factory.things()).isEmpty();
  }

  @Test
  void a_resource_that_never_becomes_stable_fails_with_its_services_reason() {
    region.factory.spoiled.add("Queue");
    region.creates("news", TOPIC_AND_QUEUE);
    region.comesToRest();

    assertThat(region.events("news")).contains("Queue CREATE_FAILED: Queue is spoiled");
    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
  }

  @Test
  void a_stack_may_keep_what_a_failed_creation_has_made() {
    region.factory.refused.add("create Topic");
    region.call(
        () ->
            region.cloudFormation.createStack(
                r -> r.stackName("news").templateBody(TOPIC_AND_QUEUE).onFailure("DO_NOTHING")));
    region.comesToRest();

    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.CREATE_FAILED);
    assertThat(region.factory.things()).containsOnlyKeys("Queue");
    region.factory.refused.clear();
    region.updates("news", TOPIC_AND_QUEUE);
    region.comesToRest();
    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(region.factory.things()).containsOnlyKeys("Queue", "Topic");
  }

  @Test
  void a_change_in_place_keeps_the_resource() {
    var id = created(TOPIC_AND_QUEUE);
    region.updates("news", TOPIC_AND_QUEUE.replace("news of", "all about"));
    region.comesToRest();

    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(physicalId("Topic")).isEqualTo(id);
    assertThat(region.factory.things().get("Topic")).contains("all about");
  }

  @Test
  void a_change_of_a_create_only_property_makes_a_new_resource_and_then_deletes_the_old() {
    var named = TOPIC_AND_QUEUE.replace("DisplayName:", "TopicName: first\n      DisplayName:");
    var id = created(named);
    region.updates("news", named.replace("first", "second"));
    region.comesToRest();

    assertThat(physicalId("Topic")).isNotEqualTo(id);
    assertThat(region.factory.things().get("Topic")).doesNotContain(" and ");
    assertThat(region.events("news"))
        .containsSubsequence(
            "Topic UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical"
                + " resource; hence creating one.",
            "Topic UPDATE_IN_PROGRESS: Resource creation Initiated",
            "Topic UPDATE_COMPLETE",
            "news UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "Topic DELETE_IN_PROGRESS",
            "Topic DELETE_COMPLETE",
            "news UPDATE_COMPLETE");
  }

  @Test
  void an_update_that_fails_is_taken_back_to_the_last_good_state() {
    created(TOPIC_AND_QUEUE);
    var before = region.factory.things();
    region.factory.refused.add("update Topic");
    region.updates(
        "news",
        TOPIC_AND_QUEUE
            .replace("news of", "all about")
            .replace("DelaySeconds: 5", "DelaySeconds: 6")
            .replace("Outputs:", "  Other: {Type: 'AWS::Logs::LogGroup'}\nOutputs:"));
    region.comesToRest();

    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(region.factory.things()).isEqualTo(before);
    assertThat(region.events("news"))
        .containsSubsequence(
            "news UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [Topic]."
                + " ",
            "news UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            "news UPDATE_ROLLBACK_COMPLETE");
  }

  @Test
  void a_rollback_that_fails_can_be_continued() {
    created(TOPIC_AND_QUEUE);
    var before = region.factory.things();
    region.factory.refused.add("update Topic");
    region.updates(
        "news",
        TOPIC_AND_QUEUE
            .replace("news of", "all about")
            .replace("DelaySeconds: 5", "DelaySeconds: 6"));
    region.passes(Duration.ofSeconds(5));
    region.factory.refused.add("update Queue");
    region.comesToRest();
    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);

    region.factory.refused.clear();
    region.call(() -> region.cloudFormation.continueUpdateRollback(r -> r.stackName("news")));
    region.comesToRest();

    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(region.factory.things()).isEqualTo(before);
  }

  @Test
  void an_update_without_changes_is_refused() {
    created(TOPIC_AND_QUEUE);

    assertThatThrownBy(() -> region.updates("news", TOPIC_AND_QUEUE))
        .hasMessageContaining("No updates are to be performed.");
  }

  @Test
  void a_stack_is_deleted_in_the_order_of_its_needs() {
    created(TOPIC_AND_QUEUE);
    var id = region.stack("news").stackId();
    region.deletes("news");
    region.comesToRest();

    assertThat(region.factory.things()).isEmpty();
    assertThat(region.events(id))
        .containsSubsequence(
            "news DELETE_IN_PROGRESS: User Initiated",
            "Topic DELETE_COMPLETE",
            "Queue DELETE_IN_PROGRESS",
            "Queue DELETE_COMPLETE",
            "news DELETE_COMPLETE");
    assertThatThrownBy(() -> region.stack("news"))
        .hasMessageContaining("Stack with id news does not exist");
    assertThat(region.stack(id).stackStatus()).isEqualTo(StackStatus.DELETE_COMPLETE);
  }

  @Test
  void a_deletion_that_fails_can_leave_the_resource() {
    created(TOPIC_AND_QUEUE);
    region.factory.refused.add("delete Queue");
    region.deletes("news");
    region.comesToRest();

    var stack = region.stack("news");
    assertThat(stack.stackStatus()).isEqualTo(StackStatus.DELETE_FAILED);
    assertThat(stack.stackStatusReason())
        .isEqualTo("The following resource(s) failed to delete: [Queue]. ");
    assertThat(region.factory.things()).containsOnlyKeys("Queue");

    region.call(
        () -> region.cloudFormation.deleteStack(r -> r.stackName("news").retainResources("Queue")));
    region.comesToRest();
    assertThat(region.stack(stack.stackId()).stackStatus()).isEqualTo(StackStatus.DELETE_COMPLETE);
    assertThat(region.factory.things()).containsOnlyKeys("Queue");
  }

  @Test
  void a_deletion_that_failed_succeeds_once_its_cause_is_gone() {
    created(TOPIC_AND_QUEUE);
    var id = region.stack("news").stackId();
    region.factory.refused.add("delete Topic");
    region.deletes("news");
    region.comesToRest();
    region.deletes("news");
    region.comesToRest();
    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.DELETE_FAILED);

    region.factory.refused.clear();
    region.deletes("news");
    region.comesToRest();

    assertThat(region.stack(id).stackStatus()).isEqualTo(StackStatus.DELETE_COMPLETE);
    assertThat(region.factory.things()).isEmpty();
    assertThat(region.events(id).stream().filter(e -> e.equals("Topic DELETE_IN_PROGRESS")))
        .as("one attempt for each call")
        .hasSize(3);
    assertThat(region.events(id))
        .containsSubsequence(
            "news DELETE_FAILED: The following resource(s) failed to delete: [Topic]. ",
            "news DELETE_IN_PROGRESS: User Initiated",
            "Topic DELETE_COMPLETE",
            "Queue DELETE_COMPLETE",
            "news DELETE_COMPLETE");
  }

  @Test
  void what_is_to_be_retained_stays_when_its_stack_goes() {
    created(TOPIC_AND_QUEUE.replace("  Queue:", "  Queue:\n    DeletionPolicy: Retain"));
    var id = region.stack("news").stackId();
    region.deletes("news");
    region.comesToRest();

    assertThat(region.factory.things()).containsOnlyKeys("Queue");
    assertThat(region.events(id)).contains("Queue DELETE_SKIPPED");
  }

  @Test
  void a_protected_stack_is_not_deleted() {
    created(TOPIC_AND_QUEUE);
    region.call(
        () ->
            region.cloudFormation.updateTerminationProtection(
                r -> r.stackName("news").enableTerminationProtection(true)));

    assertThatThrownBy(() -> region.deletes("news"))
        .hasMessageContaining(
            "Stack [news] cannot be deleted while TerminationProtection is enabled");
  }

  @Test
  void cloudformations_own_tags_are_not_held_against_a_type_that_refuses_tags_of_aws() {
    region.creates(
        "costs",
        """
        Resources:
          Costs:
            Type: AWS::CE::AnomalyMonitor
            Properties: {MonitorName: costs, MonitorType: DIMENSIONAL, MonitorDimension: SERVICE}
        """);

    region.comesToRest();
    assertThat(region.stack("costs").stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void a_tag_that_begins_with_aws_is_refused_when_a_template_writes_it() {
    var template =
        """
        Resources:
          Costs:
            Type: AWS::CE::AnomalyMonitor
            Properties:
              MonitorName: costs
              MonitorType: DIMENSIONAL
              MonitorDimension: SERVICE
              ResourceTags: [{Key: "aws:team", Value: web}]
        """;

    assertThatThrownBy(() -> region.creates("costs", template))
        .hasMessageContaining("#/ResourceTags/0/Key");
  }

  @Test
  void a_type_that_is_only_recorded_says_so_in_its_event() {
    region.creates(
        "alarms",
        """
        Resources:
          Guard:
            Type: AWS::CloudWatch::Alarm
            Properties: {AlarmName: guard, ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1}
        Outputs:
          Arn: {Value: !GetAtt Guard.Arn}
        """);
    region.comesToRest();

    assertThat(region.events("alarms"))
        .anyMatch(e -> e.startsWith("Guard CREATE_COMPLETE: RECORDED: "));
    assertThat(region.stack("alarms").outputs().getFirst().outputValue())
        .isEqualTo("arn:aws:cloudwatch:ap-south-1:123456789012:alarm:guard");
    assertThat(
            region
                .call(
                    () -> region.cloudFormation.describeStackResources(r -> r.stackName("alarms")))
                .stackResources()
                .getFirst()
                .physicalResourceId())
        .isEqualTo("guard");
  }

  @Test
  void a_defect_while_a_resource_is_made_fails_it_and_rolls_its_stack_back() {
    region.factory.broken.add("create Topic");
    region.creates("news", TOPIC_AND_QUEUE);
    region.comesToRest();
    assertThat(region.events("news"))
        .anyMatch(e -> e.startsWith("Topic CREATE_FAILED: Internal Failure ("))
        .endsWith("news ROLLBACK_COMPLETE");
    assertThat(region.factory.things()).isEmpty();
  }

  @Test
  void a_defect_while_a_resource_is_looked_at_fails_it_and_rolls_its_stack_back() {
    region.creates("news", TOPIC_AND_QUEUE);
    region.passes(Duration.ofSeconds(2));
    region.factory.broken.add("look at Queue");
    region.comesToRest();
    assertThat(region.events("news"))
        .anyMatch(e -> e.startsWith("Queue CREATE_FAILED: Internal Failure ("))
        .endsWith("news ROLLBACK_COMPLETE");
    assertThat(region.factory.things()).isEmpty();
  }

  @Test
  void a_defect_before_an_update_is_begun_fails_it_and_rolls_its_stack_back() {
    region.creates("news", TOPIC_AND_QUEUE);
    region.comesToRest();
    var before = region.factory.things();
    region.beginsUpdate("news", TOPIC_AND_QUEUE.replace("DelaySeconds: 5", "DelaySeconds: 6"));
    region.factory.broken.add("compare Queue");
    region.comesToRest();
    assertThat(region.events("news"))
        .anyMatch(e -> e.startsWith("Queue UPDATE_FAILED: Internal Failure ("))
        .endsWith("news UPDATE_ROLLBACK_COMPLETE");
    assertThat(region.factory.things()).isEqualTo(before);
  }

  @Test
  void a_defect_at_the_end_of_a_deployment_takes_it_back() {
    // There is no such region, which its CloudFormation's directory does not say.
    region.beginsCreation(
        "news",
        TOPIC_AND_QUEUE
            + """
              Elsewhere:
                Value: !GetStackOutput {Region: eu-west-3, StackName: other, OutputName: X}
            """);
    region.comesToRest();
    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(region.events("news")).anyMatch(e -> e.contains("Internal Failure ("));
    assertThat(region.factory.things()).isEmpty();
  }

  @Test
  void what_a_resource_depends_on_is_no_change_of_it() {
    region.creates("news", TOPIC_AND_QUEUE);
    region.comesToRest();
    var reordered =
        TOPIC_AND_QUEUE.replace("  Queue:\n", "  Log:\n    Type: AWS::Logs::LogGroup\n  Queue:\n");
    region.updates("news", reordered);
    region.comesToRest();
    assertThatThrownBy(
            () ->
                region.updates(
                    "news", reordered.replace("SQS::Queue\n", "SQS::Queue\n    DependsOn: Log\n")))
        .hasMessageContaining("No updates are to be performed.");
  }

  @Test
  void tags_of_the_stack_are_tags_of_its_resources() {
    region.call(
        () ->
            region.cloudFormation.createStack(
                r ->
                    r.stackName("news")
                        .templateBody(TOPIC_AND_QUEUE)
                        .tags(Tag.builder().key("Project").value("wellness").build())));
    region.comesToRest();

    var properties =
        region
            .call(() -> region.cloudFormation.describeStackEvents(r -> r.stackName("news")))
            .stackEvents()
            .stream()
            .filter(e -> e.logicalResourceId().equals("Topic"))
            .findFirst()
            .orElseThrow()
            .resourceProperties();
    assertThat(properties)
        .contains("{\"Key\":\"Project\",\"Value\":\"wellness\"}", "aws:cloudformation:logical-id");
  }

  private String created(String template) {
    region.creates("news", template);
    region.comesToRest();
    assertThat(region.stack("news").stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
    return physicalId("Topic");
  }

  private String physicalId(String logicalId) {
    var resource =
        region
            .call(
                () ->
                    region.cloudFormation.describeStackResource(
                        r -> r.stackName("news").logicalResourceId(logicalId)))
            .stackResourceDetail();
    assertThat(resource.resourceStatus())
        .isIn(ResourceStatus.CREATE_COMPLETE, ResourceStatus.UPDATE_COMPLETE);
    return resource.physicalResourceId();
  }
}
