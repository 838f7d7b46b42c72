package com.shangwellness.region.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** Messages that are published: checked, filtered for each subscriber, and sent on their way. */
final class Publications {

  private static final JsonMapper JSON = new JsonMapper();

  /** "256 KB": SNS quotas. */
  static final int LONGEST = 262_144;

  private final Topics topics;
  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final Timeline timeline;
  private final Ids ids;

  Publications(
      Topics topics,
      Subscriptions subscriptions,
      Deliveries deliveries,
      Timeline timeline,
      Ids ids) {
    this.topics = topics;
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
    this.timeline = timeline;
    this.ids = ids;
  }

  /** Publishes, and gives the message's id. */
  String publish(PublishRequest request) {
    var arn = request.topicArn() == null ? request.targetArn() : request.topicArn();
    if (request.phoneNumber() != null) {
      throw Refusals.invalid("PhoneNumber Reason: this region sends no text messages");
    }
    if (arn == null) {
      throw Refusals.invalid("TopicArn or TargetArn Reason: no value for required parameter");
    }
    var topic = topics.get(arn);
    check(request);
    var texts = texts(request);
    var message =
        new Message(
            Message.NOTIFICATION,
            ids.uuid(),
            topic.arn(),
            request.subject() == null ? "" : request.subject(),
            request.message(),
            timeline.now(),
            request.messageAttributes(),
            "");
    deliveries.count(topic.arn(), "NumberOfMessagesPublished");
    for (var subscription : subscriptions.of(topic.arn())) {
      if (subscription.confirmed()) {
        var text = texts.isEmpty() ? request.message() : textFor(subscription.protocol(), texts);
        if (isWanted(subscription, text, message.attributes())) {
          deliveries.send(subscription, withText(message, text));
        } else {
          deliveries.count(topic.arn(), "NumberOfNotificationsFilteredOut");
        }
      }
    }
    return message.id();
  }

  private static Message withText(Message message, String text) {
    return new Message(
        message.type(),
        message.id(),
        message.topicArn(),
        message.subject(),
        text,
        message.time(),
        message.attributes(),
        "");
  }

  /** How long a message is, its attributes included. */
  static int size(String message, Map<String, MessageAttributeValue> attributes) {
    int size = message.getBytes(StandardCharsets.UTF_8).length;
    for (var attribute : attributes.entrySet()) {
      var value = attribute.getValue();
      size += attribute.getKey().length() + String.valueOf(value.dataType()).length();
      size +=
          value.binaryValue() == null
              ? String.valueOf(value.stringValue()).getBytes(StandardCharsets.UTF_8).length
              : value.binaryValue().asByteArrayUnsafe().length;
    }
    return size;
  }

  private static void check(PublishRequest request) {
    var message = request.message();
    if (message == null || message.isEmpty()) {
      throw Refusals.invalid("Empty message");
    }
    if (size(message, request.messageAttributes()) > LONGEST) {
      throw Refusals.invalid("Message too long");
    }
    var subject = request.subject();
    if (subject != null && !subject.matches("[\\p{Graph}&&\\p{ASCII}][\\x20-\\x7E]{0,99}")) {
      throw Refusals.invalid("Subject");
    }
    if (request.messageGroupId() != null || request.messageDeduplicationId() != null) {
      throw Refusals.invalid(
          "MessageGroupId Reason: The request includes MessageGroupId parameter that is not valid"
              + " for this topic type");
    }
    request.messageAttributes().forEach(Publications::check);
  }

  private static void check(String name, MessageAttributeValue value) {
    if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*") || name.length() > 256) {
      throw Refusals.invalidValue("Invalid message attribute name: " + name);
    }
    var type = value.dataType() == null ? "" : value.dataType();
    if (!type.matches("(String|Number|Binary)(\\..{1,250})?")) {
      throw Refusals.invalidValue(
          "The message attribute '"
              + name
              + "' has an invalid message attribute type, the set of supported type prefixes is"
              + " Binary, Number, and String.");
    }
    boolean empty =
        type.startsWith("Binary")
            ? value.binaryValue() == null
            : value.stringValue() == null || value.stringValue().isEmpty();
    if (empty) {
      throw Refusals.invalidValue(
          "The message attribute '"
              + name
              + "' must contain non-empty message attribute value for message attribute type '"
              + type
              + "'.");
    }
    if (type.startsWith("Number") && !value.stringValue().matches("[-+]?[\\d.]+([eE][-+]?\\d+)?")) {
      throw Refusals.invalidValue(
          "Could not cast message attribute '" + name + "' value to number.");
    }
  }

  // The texts by protocol that a message of structure "json" has; none for another structure.
  private static JsonNode texts(PublishRequest request) {
    if (request.messageStructure() == null) {
      return MissingNode.getInstance();
    }
    if (!request.messageStructure().equals("json")) {
      throw Refusals.invalid("MessageStructure");
    }
    try {
      var texts = JSON.readTree(request.message());
      if (texts.isObject() && texts.path("default").isTextual()) {
        return texts;
      }
    } catch (JsonProcessingException e) {
      throw Refusals.invalid("Message Structure - JSON message body failed to parse");
    }
    throw Refusals.invalid("Message Structure - No default entry in JSON message body");
  }

  private static String textFor(String protocol, JsonNode texts) {
    var own = texts.path(protocol);
    return own.isTextual() ? own.asText() : texts.path("default").asText();
  }

  private static boolean isWanted(
      KeptSubscription subscription, String text, Map<String, MessageAttributeValue> attributes) {
    var filter = subscription.filter();
    if (filter.isEmpty()) {
      return true;
    }
    var content = subscription.filtersBody() ? body(text) : content(attributes);
    return content.isObject() && filter.get().matches(content);
  }

  private static JsonNode body(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // A body that is no JSON passes no filter on the body: SNS guide, "Message body".
      return MissingNode.getInstance();
    }
  }

  private static JsonNode content(Map<String, MessageAttributeValue> attributes) {
    var content = JSON.createObjectNode();
    attributes.forEach(
        (name, value) -> {
          if (Set.of("Number", "String.Array").contains(value.dataType())) {
            content.set(name, body(value.stringValue()));
          } else if (value.dataType().startsWith("String")) {
            content.put(name, value.stringValue());
          }
        });
    return content;
  }
}
