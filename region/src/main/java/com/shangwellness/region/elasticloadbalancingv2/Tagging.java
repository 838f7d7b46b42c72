package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.codec.AwsErrors;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTagKeysException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTagsException;

/** The tags of load balancers, listeners, rules and target groups. */
final class Tagging {

  private static final int MOST = 50;

  private final Inventory inventory;

  Tagging(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Checks the tags of something that is about to be made. */
  static void check(List<Tag> tags) {
    if (tags.stream().map(Tag::key).distinct().count() < tags.size()) {
      throw AwsErrors.of(
          DuplicateTagKeysException.builder(), "A tag key cannot be specified more than once");
    }
    if (tags.size() > MOST) {
      throw tooMany();
    }
  }

  private static RuntimeException tooMany() {
    return AwsErrors.of(
        TooManyTagsException.builder(), "The limit for tags on this resource is " + MOST);
  }

  void add(Collection<String> arns, List<Tag> tags) {
    check(tags);
    arns.forEach(this::requireResource);
    for (var arn : arns) {
      var all = new LinkedHashMap<>(of(arn));
      tags.forEach(tag -> all.put(tag.key(), tag.value() == null ? "" : tag.value()));
      if (all.size() > MOST) {
        throw tooMany();
      }
      if (!all.isEmpty()) {
        inventory.tags.put(arn, new Inventory.Values(all));
      }
    }
  }

  void remove(Collection<String> arns, Collection<String> keys) {
    arns.forEach(this::requireResource);
    for (var arn : arns) {
      var rest = new LinkedHashMap<>(of(arn));
      rest.keySet().removeAll(keys);
      inventory.tags.put(arn, new Inventory.Values(rest));
    }
  }

  List<TagDescription> describe(Collection<String> arns) {
    arns.forEach(this::requireResource);
    return arns.stream()
        .map(arn -> TagDescription.builder().resourceArn(arn).tags(list(of(arn))).build())
        .toList();
  }

  private static List<Tag> list(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private Map<String, String> of(String arn) {
    return inventory.tags.get(arn).map(Inventory.Values::values).orElse(Map.of());
  }

  private void requireResource(String arn) {
    if (arn.contains(":targetgroup/")) {
      var unused = inventory.group(arn);
    } else if (arn.contains(":listener-rule/")) {
      var unused = inventory.rule(arn);
    } else if (arn.contains(":listener/")) {
      var unused = inventory.listener(arn);
    } else {
      var unused = inventory.loadBalancer(arn);
    }
  }
}
