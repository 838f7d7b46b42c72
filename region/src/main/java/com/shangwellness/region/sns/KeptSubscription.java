package com.shangwellness.region.sns;

import com.shangwellness.region.patterns.ContentPattern;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.Subscription;

/**
 * Who hears of a topic's messages.
 *
 * @param arn its ARN, also while it waits to be confirmed
 * @param topicArn the topic's ARN
 * @param protocol {@code email}, {@code email-json}, {@code http} or {@code https}
 * @param endpoint an address or a URL
 * @param attributes those that were set, by AWS's names
 * @param confirmed whether it hears already
 * @param token what confirms it
 */
record KeptSubscription(
    String arn,
    String topicArn,
    String protocol,
    String endpoint,
    Map<String, String> attributes,
    boolean confirmed,
    String token) {

  /** What stands in lists for the ARN of a subscription that waits to be confirmed. */
  private static final String PENDING = "PendingConfirmation";

  boolean isMail() {
    return protocol.startsWith("email");
  }

  boolean raw() {
    return Boolean.parseBoolean(attributes.getOrDefault("RawMessageDelivery", "false"));
  }

  boolean filtersBody() {
    return attributes.getOrDefault("FilterPolicyScope", "").equals("MessageBody");
  }

  Optional<ContentPattern> filter() {
    return Optional.ofNullable(attributes.get("FilterPolicy"))
        .filter(policy -> !policy.isBlank() && !policy.equals("{}"))
        .map(ContentPattern::parse);
  }

  KeptSubscription withConfirmation() {
    return new KeptSubscription(arn, topicArn, protocol, endpoint, attributes, true, token);
  }

  KeptSubscription withAttributes(Map<String, String> changed) {
    return new KeptSubscription(
        arn, topicArn, protocol, endpoint, Map.copyOf(changed), confirmed, token);
  }

  /** As lists show it. */
  Subscription shown(String owner) {
    return Subscription.builder()
        .subscriptionArn(confirmed ? arn : PENDING)
        .owner(owner)
        .protocol(protocol)
        .endpoint(endpoint)
        .topicArn(topicArn)
        .build();
  }
}
