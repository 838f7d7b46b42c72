package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import com.shangwellness.region.eventbridge.EventBridge;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.sns.Sns;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks of what tells people: topics, subscriptions, rules, metric filters. */
class NoticesTypesTest {

  private static final String TEMPLATE =
      """
      Resources:
        Topic:
          Type: AWS::SNS::Topic
          Properties: {TopicName: alerts, DisplayName: COLOUR, Tags: [{Key: c, Value: COLOUR}],
            KmsMasterKeyId: alias/ours}
        Policy:
          Type: AWS::SNS::TopicPolicy
          Properties:
            Topics: [!Ref Topic]
            PolicyDocument:
              Statement: [{Effect: Allow, Action: "sns:Publish", Resource: !Ref Topic,
                Principal: {Service: cloudwatch.amazonaws.com}}]
        Mail:
          Type: AWS::SNS::Subscription
          Properties: {TopicArn: !Ref Topic, Protocol: email, Endpoint: devops@company.com,
            FilterPolicyScope: MessageBody, FilterPolicy: {detail: {state: [COLOUR]}}}
        Rule:
          Type: AWS::Events::Rule
          Properties:
            Description: COLOUR
            EventPattern: {source: [aws.backup], detail: {state: [FAILED, COLOUR]}}
            Targets: [{Id: people, Arn: !Ref Topic}]
        Group:
          Type: AWS::Logs::LogGroup
          Properties: {LogGroupName: /app}
        Errors:
          Type: AWS::Logs::MetricFilter
          Properties:
            LogGroupName: !Ref Group
            FilterPattern: '{ $.level = "COLOUR" }'
            MetricTransformations: [{MetricName: Errors, MetricNamespace: App, MetricValue: "1",
              Dimensions: [{Key: Route, Value: $.route}]}]
      Outputs:
        Name: {Value: !GetAtt Topic.TopicName}
        RuleArn: {Value: !GetAtt Rule.Arn}
      """;

  private static final Place MUMBAI = new Place("123456789012", "ap-south-1");

  @TempDir Path folder;

  @Test
  void they_act_are_changed_and_leave_nothing() {
    var stacks = new TestStacks(MUMBAI);
    var mails = new ArrayList<String>();
    var sns =
        new Sns(
            MUMBAI,
            stacks.timeline,
            stacks.store,
            stacks.ids,
            new Sns.Ways(
                (name, mail) -> mails.add(mail),
                (to, headers, body, answer) -> {},
                (text, version, answer) -> answer.accept(Optional.empty()),
                URI.create("http://127.0.0.1:4566")),
            MetricSink.NONE);
    var logs = new CloudWatchLogs(MUMBAI, stacks.timeline, stacks.store, folder);
    var events =
        new EventBridge(
            MUMBAI,
            stacks.timeline,
            stacks.store,
            stacks.ids,
            Map.of(
                "sns",
                (rule, arn, event, input) -> sns.publish(r -> r.topicArn(arn).message(input))),
            MetricSink.NONE);
    stacks.of(
        ResourceTypes.all(SnsTypes.types(sns), EventsTypes.types(events), LogsTypes.types(logs)));

    stacks.creates("watch", TEMPLATE.replace("COLOUR", "blue"));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.status("watch"))
        .as(stacks.events("watch").toString())
        .isEqualTo("CREATE_COMPLETE");
    assertThat(stacks.outputs("watch")).containsEntry("Name", "alerts");
    var topic = stacks.id("watch", "Topic");
    assertThat(stacks.call(() -> sns.getTopicAttributes(r -> r.topicArn(topic))).attributes())
        .containsEntry("DisplayName", "blue")
        .containsEntry("SubscriptionsConfirmed", "1")
        .hasEntrySatisfying("Policy", p -> assertThat(p).contains("cloudwatch.amazonaws.com"));
    mails.clear();
    tell(stacks, events, "blue");
    tell(stacks, events, "FAILED");
    assertThat(mails).singleElement().satisfies(m -> assertThat(m).contains("blue"));
    assertThat(filter(stacks, logs)).isEqualTo("{ $.level = \"blue\" } {Route=$.route}");

    stacks.updates("watch", TEMPLATE.replace("COLOUR", "green"));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.status("watch"))
        .as(stacks.events("watch").toString())
        .isEqualTo("UPDATE_COMPLETE");
    assertThat(stacks.call(() -> sns.getTopicAttributes(r -> r.topicArn(topic))).attributes())
        .containsEntry("DisplayName", "green");
    mails.clear();
    tell(stacks, events, "blue");
    tell(stacks, events, "green");
    assertThat(mails).singleElement().satisfies(m -> assertThat(m).contains("green"));
    assertThat(filter(stacks, logs)).startsWith("{ $.level = \"green\" }");

    stacks.deletes("watch");
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.isGone("watch")).isTrue();
    assertThat(stacks.call(() -> sns.listTopics(r -> {})).topics()).isEmpty();
    assertThat(stacks.call(() -> sns.listSubscriptions(r -> {})).subscriptions()).isEmpty();
    assertThat(stacks.call(() -> events.listRules(r -> {})).rules()).isEmpty();
    assertThat(stacks.call(() -> logs.describeMetricFilters(r -> {})).metricFilters()).isEmpty();
  }

  private static void tell(TestStacks stacks, EventBridge events, String state) {
    stacks.call(
        () -> {
          events.emit("aws.backup", "t", List.of(), "{\"state\":\"" + state + "\"}");
          return "told";
        });
    stacks.passes(Duration.ZERO);
  }

  private static String filter(TestStacks stacks, CloudWatchLogs logs) {
    var filter = stacks.call(() -> logs.describeMetricFilters(r -> {})).metricFilters().getFirst();
    return filter.filterPattern() + " " + filter.metricTransformations().getFirst().dimensions();
  }
}
