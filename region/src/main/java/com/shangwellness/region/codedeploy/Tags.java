package com.shangwellness.region.codedeploy;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import software.amazon.awssdk.services.codedeploy.model.ArnNotSupportedException;
import software.amazon.awssdk.services.codedeploy.model.InvalidArnException;
import software.amazon.awssdk.services.codedeploy.model.InvalidTagsToAddException;
import software.amazon.awssdk.services.codedeploy.model.ResourceArnRequiredException;
import software.amazon.awssdk.services.codedeploy.model.Tag;

/** The tags of applications and deployment groups. */
final class Tags {

  private static final int MOST = 50;

  /** The tags of one resource. */
  record Values(Map<String, String> values) {}

  private final Table<Values> table;

  Tags(Place place, Store store) {
    this.table = store.table(place.region() + "/codedeploy.tags", Values.class);
  }

  void add(String arn, List<Tag> more) {
    if (more.isEmpty()) {
      return;
    }
    var values = new TreeMap<>(table.get(arn).map(Values::values).orElse(Map.of()));
    for (var tag : more) {
      if (tag.key() == null || tag.key().isEmpty() || tag.key().startsWith("aws:")) {
        throw Refusals.because(
            InvalidTagsToAddException.builder(), "The specified tags are invalid: " + tag.key());
      }
      values.put(tag.key(), tag.value() == null ? "" : tag.value());
    }
    if (values.size() > MOST) {
      throw Refusals.because(
          InvalidTagsToAddException.builder(), "A resource has at most " + MOST + " tags.");
    }
    table.put(arn, new Values(values));
  }

  void remove(String arn, List<String> keys) {
    table
        .get(arn)
        .ifPresent(
            before -> {
              var values = new TreeMap<>(before.values());
              keys.forEach(values::remove);
              table.put(arn, new Values(values));
            });
  }

  List<Tag> of(String arn) {
    return table.get(arn).map(Values::values).orElse(Map.of()).entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  void forget(String arn) {
    table.remove(arn);
  }

  /** Refuses what is no ARN of ours, or of something that is not there. */
  static String requireArn(
      String arn, Predicate<String> isApplication, BiPredicate<String, String> isGroup) {
    if (arn == null || arn.isEmpty()) {
      throw Refusals.because(
          ResourceArnRequiredException.builder(), "The ARN of the resource is required.");
    }
    var parts = arn.split(":", 7);
    if (!arn.startsWith("arn:aws:codedeploy:") || parts.length < 7) {
      throw Refusals.because(InvalidArnException.builder(), "The ARN is invalid: " + arn);
    }
    int slash = parts[6].lastIndexOf('/');
    boolean there =
        switch (parts[5]) {
          case "application" -> isApplication.test(parts[6]);
          case "deploymentgroup" ->
              slash > 0
                  && isGroup.test(parts[6].substring(0, slash), parts[6].substring(slash + 1));
          default -> false;
        };
    if (!there) {
      throw Refusals.because(
          ArnNotSupportedException.builder(),
          "The ARN is of no application and of no deployment group: " + arn);
    }
    return arn;
  }
}
