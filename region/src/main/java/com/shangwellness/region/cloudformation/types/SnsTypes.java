package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.TypeDraft;
import com.shangwellness.region.cloudformation.Update;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Tag;

/** The resource types of Amazon SNS. */
public final class SnsTypes {

  /** The properties of a topic that are attributes of the same name. */
  private static final List<String> TOPIC =
      List.of(
          "ArchivePolicy",
          "ContentBasedDeduplication",
          "DataProtectionPolicy",
          "DisplayName",
          "FifoThroughputScope",
          "FifoTopic",
          "KmsMasterKeyId",
          "SignatureVersion",
          "TracingConfig");

  /** Those of a subscription. */
  private static final List<String> SUBSCRIPTION =
      List.of(
          "DeliveryPolicy",
          "FilterPolicy",
          "FilterPolicyScope",
          "RawMessageDelivery",
          "RedrivePolicy",
          "ReplayPolicy",
          "SubscriptionRoleArn");

  private SnsTypes() {}

  /** The types, acting through {@code sns}. */
  public static ResourceTypes types(SnsClient sns) {
    return ResourceTypes.of(
        topic(sns),
        type("AWS::SNS::TopicPolicy")
            .createWith(policy -> put(sns, policy))
            .byHand("PolicyDocument", "Topics")
            .attributeOnceStable("Id", id -> id)
            .updateWith(
                change -> {
                  removePolicy(sns, change.before().texts("Topics"));
                  put(sns, change.resource());
                })
            .deleteWith(policy -> removePolicy(sns, policy.properties().texts("Topics"))),
        type("AWS::SNS::TopicInlinePolicy")
            .createWith(policy -> setPolicy(sns, policy.properties().require("TopicArn"), policy))
            .byHand("PolicyDocument", "TopicArn")
            .ref(arn -> arn)
            .updateWith(change -> setPolicy(sns, change.id(), change.resource()))
            .delete(arn -> removePolicy(sns, List.of(arn))),
        subscription(sns));
  }

  private static TypeDraft<CreateTopicResponse> topic(SnsClient sns) {
    return type("AWS::SNS::Topic")
        .create(
            CreateTopicRequest::builder,
            (request, topic) -> request.attributes(attributes(TOPIC, topic.properties())),
            sns::createTopic)
        .rename("TopicName", "Name")
        .named("TopicName", 256)
        .byHand(TOPIC.toArray(String[]::new))
        .ignore("DeliveryStatusLogging", "no delivery is logged")
        .ref(CreateTopicResponse::topicArn)
        .attribute("TopicArn", CreateTopicResponse::topicArn)
        .attribute("TopicName", topic -> topic.topicArn().replaceAll(".*:", ""))
        .setting("Subscription", topic -> subscribe(sns, topic))
        .updateWith(
            change ->
                changed(TOPIC, change)
                    .forEach(
                        (name, value) ->
                            sns.setTopicAttributes(
                                r ->
                                    r.topicArn(change.id())
                                        .attributeName(name)
                                        .attributeValue(value))))
        .onChange("Tags", change -> retag(sns, change))
        .delete(arn -> sns.deleteTopic(r -> r.topicArn(arn)));
  }

  private static TypeDraft<SubscribeResponse> subscription(SnsClient sns) {
    return type("AWS::SNS::Subscription")
        .create(
            SubscribeRequest::builder,
            (request, subscription) ->
                request
                    .attributes(attributes(SUBSCRIPTION, subscription.properties()))
                    .returnSubscriptionArn(true),
            sns::subscribe)
        .byHand(SUBSCRIPTION.toArray(String[]::new))
        .ignore("Region", "a topic is subscribed to where it is")
        .ref(SubscribeResponse::subscriptionArn)
        .attribute("Arn", SubscribeResponse::subscriptionArn)
        .updateWith(
            change ->
                changed(SUBSCRIPTION, change)
                    .forEach(
                        (name, value) ->
                            sns.setSubscriptionAttributes(
                                r ->
                                    r.subscriptionArn(change.id())
                                        .attributeName(name)
                                        .attributeValue(value))))
        .delete(arn -> sns.unsubscribe(r -> r.subscriptionArn(arn)));
  }

  private static Map<String, String> attributes(List<String> names, Properties properties) {
    var attributes = new TreeMap<String, String>();
    names.forEach(name -> properties.text(name).ifPresent(value -> attributes.put(name, value)));
    return attributes;
  }

  /** What has another value now; without one, an empty one. */
  private static Map<String, String> changed(List<String> names, Update change) {
    var changed = new TreeMap<String, String>();
    names.stream()
        .filter(change::changes)
        .forEach(name -> changed.put(name, change.properties().text(name).orElse("")));
    return changed;
  }

  private static void subscribe(SnsClient sns, Resource topic) {
    for (var one : topic.properties().objects("Subscription")) {
      sns.subscribe(
          r ->
              r.topicArn(topic.id())
                  .protocol(one.require("Protocol"))
                  .endpoint(one.require("Endpoint")));
    }
  }

  private static String put(SnsClient sns, Resource policy) {
    policy.properties().texts("Topics").forEach(topic -> setPolicy(sns, topic, policy));
    return policy.id();
  }

  private static String setPolicy(SnsClient sns, String topic, Resource policy) {
    var text = policy.properties().require("PolicyDocument");
    sns.setTopicAttributes(r -> r.topicArn(topic).attributeName("Policy").attributeValue(text));
    return topic;
  }

  private static void removePolicy(SnsClient sns, List<String> topics) {
    topics.forEach(
        topic ->
            sns.setTopicAttributes(
                r -> r.topicArn(topic).attributeName("Policy").attributeValue("")));
  }

  private static void retag(SnsClient sns, Update change) {
    change.retag(
        gone -> sns.untagResource(r -> r.resourceArn(change.id()).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> sns.tagResource(r -> r.resourceArn(change.id()).tags(tags)));
  }
}
