package com.shangwellness.region.sns;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.model.Tag;

/** Topics with their attributes and tags. */
final class Topics {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String POLICY = KeptTopic.POLICY;
  private static final String DELIVERY_POLICY = "DeliveryPolicy";

  /** What may be set (API reference, SetTopicAttributes); of FIFO topics nothing. */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          POLICY,
          "DisplayName",
          DELIVERY_POLICY,
          "KmsMasterKeyId",
          "SignatureVersion",
          "TracingConfig",
          "DataProtectionPolicy");

  private static final Set<String> FIFO =
      Set.of("FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope", "ArchivePolicy");

  private final Table<KeptTopic> topics;
  private final Place place;

  Topics(Table<KeptTopic> topics, Place place) {
    this.topics = topics;
    this.place = place;
  }

  /** The topic of that name, new or with the same attributes and tags as asked for. */
  KeptTopic create(CreateTopicRequest request) {
    var name = request.name() == null ? "" : request.name();
    if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
      throw Refusals.invalid(
          name.endsWith(".fifo")
              ? "Topic Name Reason: this region has no FIFO topics"
              : "Topic Name");
    }
    var attributes = new TreeMap<String, String>();
    request.attributes().forEach((key, value) -> set(attributes, key, value));
    var tags = new TreeMap<String, String>();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    var arn = place.arn("sns", name);
    var found = topics.get(arn);
    if (found.isEmpty()) {
      return put(new KeptTopic(arn, Map.copyOf(attributes), Map.copyOf(tags)));
    }
    attributes.forEach(
        (key, value) -> {
          if (!value.equals(found.get().attributes().get(key))) {
            throw Refusals.invalid(
                "Attributes Reason: Topic already exists with different attributes");
          }
        });
    if (!tags.isEmpty() && !tags.equals(found.get().tags())) {
      throw Refusals.invalid("Tags Reason: Topic already exists with different tags");
    }
    return found.get();
  }

  private KeptTopic put(KeptTopic topic) {
    return topics.put(topic.arn(), topic);
  }

  private static void set(Map<String, String> attributes, String name, String value) {
    if (FIFO.contains(name)) {
      if (!"false".equals(value)) {
        throw Refusals.invalid(name + " Reason: this region has no FIFO topics");
      }
      return;
    }
    if (!ATTRIBUTES.contains(name) && !name.matches(".*(SuccessFeedback|FailureFeedback)\\w+")) {
      throw Refusals.invalid("AttributeName");
    }
    check(name, value == null ? "" : value);
    if (value == null || value.isEmpty()) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  private static void check(String name, String value) {
    switch (name) {
      case POLICY -> TopicPolicy.check(value);
      case DELIVERY_POLICY -> {
        try {
          if (!value.isEmpty()) {
            DeliveryPolicy.parse(value);
          }
        } catch (IllegalArgumentException e) {
          throw Refusals.invalid("DeliveryPolicy: " + e.getMessage());
        }
      }
      case "DisplayName" -> {
        if (value.length() > 100) {
          throw Refusals.invalid("DisplayName Reason: must be at most 100 characters");
        }
      }
      case "SignatureVersion" -> {
        if (!value.matches("[12]?")) {
          throw Refusals.invalid("SignatureVersion");
        }
      }
      default -> {
        // Any text.
      }
    }
  }

  KeptTopic get(String arn) {
    if (arn == null || !arn.startsWith("arn:") || arn.split(":", -1).length != 6) {
      throw Refusals.invalid("TopicArn Reason: An ARN must have at least 6 elements, not 1");
    }
    return topics.get(arn).orElseThrow(() -> Refusals.missing("Topic"));
  }

  List<KeptTopic> all() {
    return topics.values();
  }

  void delete(String arn) {
    topics.remove(arn);
  }

  void set(String arn, String name, String value) {
    var topic = get(arn);
    var changed = new HashMap<>(topic.attributes());
    set(changed, name, value);
    put(topic.withAttributes(changed));
  }

  /** Everything that GetTopicAttributes tells, but for the subscriptions. */
  Map<String, String> attributes(KeptTopic topic) {
    var all = new TreeMap<>(topic.attributes());
    all.put("TopicArn", topic.arn());
    all.put("Owner", place.account());
    all.putIfAbsent("DisplayName", "");
    all.putIfAbsent(POLICY, policyOf(topic).text());
    all.put("EffectiveDeliveryPolicy", effective(topic));
    return all;
  }

  private TopicPolicy policyOf(KeptTopic topic) {
    return Optional.ofNullable(topic.attributes().get(POLICY))
        .map(TopicPolicy::new)
        .orElseGet(() -> TopicPolicy.usual(topic.arn(), place.account()));
  }

  /** Adds a statement to a topic's policy. */
  void permit(AddPermissionRequest request) {
    var topic = get(request.topicArn());
    put(topic.withPolicy(policyOf(topic).with(request).text()));
  }

  /** Takes the statement of that label away. */
  void forbid(String arn, String label) {
    var topic = get(arn);
    put(topic.withPolicy(policyOf(topic).without(label).text()));
  }

  private static String effective(KeptTopic topic) {
    var policy =
        topic.attributes().containsKey(DELIVERY_POLICY)
            ? DeliveryPolicy.parse(topic.attributes().get(DELIVERY_POLICY))
            : DeliveryPolicy.DEFAULT;
    var json = JSON.createObjectNode();
    json.putObject("http")
        .put("disableSubscriptionOverrides", false)
        .putObject("defaultHealthyRetryPolicy")
        .put("minDelayTarget", policy.minDelay())
        .put("maxDelayTarget", policy.maxDelay())
        .put("numRetries", policy.retries())
        .put("numMaxDelayRetries", policy.atMax())
        .put("numMinDelayRetries", policy.atMin())
        .put("numNoDelayRetries", policy.noDelay())
        .put("backoffFunction", policy.backoff());
    return json.toString();
  }

  /** The topic that is tagged. */
  KeptTopic tagged(String arn) {
    return topics
        .get(arn)
        .orElseThrow(
            () -> AwsErrors.of(ResourceNotFoundException.builder(), "Resource does not exist"));
  }

  void tag(String arn, List<Tag> tags) {
    var topic = tagged(arn);
    var changed = new HashMap<>(topic.tags());
    tags.forEach(tag -> changed.put(tag.key(), tag.value()));
    put(topic.withTags(changed));
  }

  void untag(String arn, List<String> keys) {
    var topic = tagged(arn);
    var changed = new HashMap<>(topic.tags());
    changed.keySet().removeAll(keys);
    put(topic.withTags(changed));
  }
}
