package com.shangwellness.region.sns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
   * What is signed: names and values of what tells one message from another, in the order of the
   * names (SNS guide, "Verifying the signatures of Amazon SNS messages").
   */
  String toSign(Links links) {
    var fields = new TreeMap<String, String>();
    fields.put("Message", text);
    fields.put("MessageId", id);
    fields.put("Timestamp", Times.text(time));
    fields.put("TopicArn", topicArn);
    fields.put("Type", type);
    if (type.equals(CONFIRMATION)) {
      fields.put("SubscribeURL", links.confirm(topicArn, token));
      fields.put("Token", token);
    } else if (!subject.isEmpty()) {
      fields.put("Subject", subject);
    }
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "\n" + field.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * The body of an HTTP notification and of {@code email-json} (SNS guide, "HTTP/HTTPS notification
   * JSON format").
   *
   * @param links the links to confirm, to unsubscribe and to the certificate
   * @param version of the signature
   */
  ObjectNode json(Links links, String subscriptionArn, String version, Signer.Signature signature) {
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
    json.put("SignatureVersion", version);
    json.put("Signature", signature.value());
    json.put("SigningCertURL", links.certificate(signature.certificate()));
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
