package com.shangwellness.region.cloudformation.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.Properties;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/**
 * Lifecycle rules as S3's API has them, from CloudFormation's, which are flatter. The older
 * properties that have a list beside them ({@code Transition}, {@code
 * NoncurrentVersionExpirationInDays}) are refused.
 */
final class BucketLifecycle {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private BucketLifecycle() {}

  /**
   * The rule that {@code given} describes.
   *
   * @throws IllegalArgumentException when it has a property that a rule has no member for
   */
  static LifecycleRule rule(Properties given) {
    ObjectNode rule = given.json().deepCopy();
    var expiration =
        moved(
            rule,
            Map.of(
                "ExpirationInDays", "Days",
                "ExpirationDate", "Date",
                "ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker"));
    if (!expiration.isEmpty()) {
      rule.set("Expiration", expiration);
    }
    for (var transition : rule.path("Transitions")) {
      rename(transition, Map.of("TransitionInDays", "Days", "TransitionDate", "Date"));
    }
    for (var transition : rule.path("NoncurrentVersionTransitions")) {
      rename(transition, Map.of("TransitionInDays", "NoncurrentDays"));
    }
    rule.set("Filter", filter(rule));
    return new Properties(rule).fill(LifecycleRule.builder()).build();
  }

  // A filter has one condition, or an And of several; none is the prefix of every key.
  private static ObjectNode filter(ObjectNode rule) {
    var conditions =
        moved(
            rule,
            Map.of(
                "Prefix", "Prefix",
                "ObjectSizeGreaterThan", "ObjectSizeGreaterThan",
                "ObjectSizeLessThan", "ObjectSizeLessThan"));
    var tags = rule.remove("TagFilters");
    int count = conditions.size() + (tags == null ? 0 : tags.size());
    if (count == 0) {
      return NODES.objectNode().put("Prefix", "");
    }
    if (count > 1) {
      return NODES
          .objectNode()
          .set("And", tags == null ? conditions : conditions.set("Tags", tags));
    }
    return tags == null || tags.isEmpty() ? conditions : conditions.set("Tag", tags.get(0));
  }

  private static ObjectNode moved(ObjectNode from, Map<String, String> names) {
    var to = NODES.objectNode();
    names.forEach(
        (property, member) -> {
          var value = from.remove(property);
          if (value != null) {
            to.set(member, value);
          }
        });
    return to;
  }

  private static void rename(JsonNode item, Map<String, String> names) {
    if (item instanceof ObjectNode object) {
      object.setAll(moved(object, names));
    }
  }
}
