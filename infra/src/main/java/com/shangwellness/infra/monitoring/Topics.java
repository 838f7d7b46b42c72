package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Publisher;
import com.shangwellness.infra.settings.ContactSettings;
import java.util.List;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.sns.subscriptions.SmsSubscription;
import software.constructs.Construct;

/**
 * How people are told: everything to the team by mail, and what hurts users also to the emergency
 * phone.
 */
final class Topics extends Construct {
  private final Topic alerts;
  private final Topic emergency;

  Topics(Construct scope, Names names, ContactSettings contacts, IKey key) {
    super(scope, "Topics");
    this.alerts = topic("Alerts", names, "alerts", key, List.of(Publisher.values()));
    this.emergency = topic("Emergency", names, "emergency", key, List.of(Publisher.ALARMS));
    alerts.addSubscription(new EmailSubscription(contacts.team()));
    emergency.addSubscription(new EmailSubscription(contacts.team()));
    contacts.phone().ifPresent(phone -> emergency.addSubscription(new SmsSubscription(phone)));
  }

  /** For the team. */
  ITopic alerts() {
    return alerts;
  }

  /** For whoever must act now. */
  ITopic emergency() {
    return emergency;
  }

  private Topic topic(String id, Names names, String what, IKey key, List<Publisher> publishers) {
    var topic =
        Topic.Builder.create(this, id)
            .topicName(names.topic(what))
            .displayName(names.base() + " " + what)
            .masterKey(key)
            .enforceSsl(true)
            .build();
    for (var publisher : publishers) {
      topic.addToResourcePolicy(
          PolicyStatement.Builder.create()
              .sid(publisher.statement())
              .principals(List.of(publisher.toTopic(names)))
              .actions(List.of("sns:Publish"))
              .resources(List.of(topic.getTopicArn()))
              .build());
    }
    return topic;
  }
}
