package com.shangwellness.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Subscription;
import software.amazon.awscdk.services.sns.SubscriptionProtocol;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * A topic that people are told by, under a key of ours that each publisher may use. AWS's own key
 * for topics admits no alarm: CloudWatch would drop what it has to say, and nobody would hear.
 */
public final class AlertTopic extends Construct {
  private final Key key;
  private final Topic topic;

  /**
   * Adds the topic, its key, and the subscription, which its receiver confirms by a click.
   *
   * @param what the last part of the topic's name
   * @param mail who is told
   * @param publishers who publishes to it
   */
  public AlertTopic(
      Construct scope,
      String id,
      Names names,
      String what,
      String mail,
      List<Publisher> publishers) {
    super(scope, id);
    this.key =
        Key.Builder.create(this, "Key")
            .description("Encrypts what " + names.topic(what) + " tells people")
            .enableKeyRotation(true)
            .pendingWindow(Duration.days(7))
            // A message is read once: nothing is lost with this key.
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    this.topic =
        Topic.Builder.create(this, "Topic")
            .topicName(names.topic(what))
            .masterKey(key)
            .enforceSsl(true)
            .build();
    for (var publisher : publishers) {
      key.addToResourcePolicy(
          allow(publisher.toKey(names), List.of("kms:Decrypt", "kms:GenerateDataKey"), "*"));
      topic.addToResourcePolicy(
          allow(publisher.toTopic(names), List.of("sns:Publish"), topic.getTopicArn()));
    }
    Subscription.Builder.create(this, "Mail")
        .topic(topic)
        .protocol(SubscriptionProtocol.EMAIL)
        .endpoint(mail)
        .build();
  }

  /** Has a phone told by text message as well. */
  public void phone(String number) {
    Subscription.Builder.create(this, "Phone")
        .topic(topic)
        .protocol(SubscriptionProtocol.SMS)
        .endpoint(number)
        .build();
  }

  /** The topic. */
  public Topic topic() {
    return topic;
  }

  /** The key that a role has to use before it publishes. */
  public Key key() {
    return key;
  }

  private static PolicyStatement allow(
      ServicePrincipal who, List<String> actions, String resource) {
    return PolicyStatement.Builder.create()
        .principals(List.of(who))
        .actions(actions)
        .resources(List.of(resource))
        .build();
  }
}
