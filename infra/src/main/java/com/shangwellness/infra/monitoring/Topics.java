package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Roles;
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
  /** Services that publish: alarms, events, the budget, unusual costs. */
  static final List<String> PUBLISHERS =
      List.of(
          "budgets.amazonaws.com",
          "cloudwatch.amazonaws.com",
          "costalerts.amazonaws.com",
          "events.amazonaws.com");

  private final Topic alerts;
  private final Topic emergency;

  Topics(Construct scope, Names names, ContactSettings contacts, IKey key) {
    super(scope, "Topics");
    this.alerts = topic("Alerts", names, "alerts", key);
    this.emergency = topic("Emergency", names, "emergency", key);
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

  /** {@code Budgets} for {@code budgets.amazonaws.com}. */
  static String title(String service) {
    return Character.toUpperCase(service.charAt(0)) + service.substring(1, service.indexOf('.'));
  }

  private Topic topic(String id, Names names, String what, IKey key) {
    var topic =
        Topic.Builder.create(this, id)
            .topicName(names.topic(what))
            .displayName(names.base() + " " + what)
            .masterKey(key)
            .enforceSsl(true)
            .build();
    for (var publisher : PUBLISHERS) {
      topic.addToResourcePolicy(
          PolicyStatement.Builder.create()
              .sid("PublishFrom" + title(publisher))
              .principals(List.of(Roles.ofThisAccount(names, publisher)))
              .actions(List.of("sns:Publish"))
              .resources(List.of(topic.getTopicArn()))
              .build());
    }
    return topic;
  }
}
