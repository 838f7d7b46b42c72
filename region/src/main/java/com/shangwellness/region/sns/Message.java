package com.shangwellness.region.sns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * A message as one subscriber is to get it.
 *
 * @param type {@code Notification} or {@code SubscriptionConfirmation}
 * @param id its id, the same for every subscriber
 * @param topicArn the topic's ARN
 * @param subject empty for none
 * @param text what it says, for this subscriber's protocol
 * @param time when it was published
 * @param attributes its attributes
 * @param token what confirms a subscription; empty in a notification
 */
record Message(
    String type,
    String id,
    String topicArn,
    String subject,
    String text,
    Instant time,
    Map<String, MessageAttributeValue> attributes,
    String token) {

  static final String NOTIFICATION = "Notification";
  static final String CONFIRMATION = "SubscriptionConfirmation";

  /**
   * The body of an HTTP notification and of {@code email-json} (SNS guide, "HTTP/HTTPS notification
   * JSON format"), without a signature: see {@link Sns}.
   *
   * @param links the links to confirm or to unsubscribe
   */
  ObjectNode json(Links links, String subscriptionArn) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("Type", type).put("MessageId", id);
    if (type.equals(CONFIRMATION)) {
      json.put("Token", token);
    }
    json.put("TopicArn", topicArn);
    if (!subject.isEmpty()) {
      json.put("Subject", subject);
    }
    json.put("Message", text);
    if (type.equals(CONFIRMATION)) {
      json.put("SubscribeURL", links.confirm(topicArn, token));
    }
    json.put("Timestamp", Times.text(time));
    if (type.equals(NOTIFICATION)) {
      json.put("UnsubscribeURL", links.unsubscribe(subscriptionArn));
    }
    if (!attributes.isEmpty()) {
      var all = json.putObject("MessageAttributes");
      attributes.forEach(
          (name, value) ->
              all.putObject(name).put("Type", value.dataType()).put("Value", text(value)));
    }
    return json;
  }

  private static String text(MessageAttributeValue value) {
    return Optional.ofNullable(value.stringValue())
        .orElseGet(() -> Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
  }
}
