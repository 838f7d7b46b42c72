package com.shangwellness.region.kms;

import com.shangwellness.region.codec.AwsErrors;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagException;

/** Tags of keys. */
final class KeyTags {

  private KeyTags() {}

  static Map<String, String> added(Map<String, String> now, List<Tag> tags) {
    var all = new TreeMap<>(now);
    for (var tag : tags) {
      var key = tag.tagKey() == null ? "" : tag.tagKey();
      // CloudFormation marks what it makes; nobody else may use the prefix.
      boolean reserved = key.startsWith("aws:") && !key.startsWith("aws:cloudformation:");
      if (key.isEmpty() || reserved) {
        throw AwsErrors.of(TagException.builder(), "The tag key " + tag.tagKey() + " is invalid");
      }
      all.put(tag.tagKey(), tag.tagValue() == null ? "" : tag.tagValue());
    }
    if (all.size() > 50) {
      throw AwsErrors.of(TagException.builder(), "A key has 50 tags at most");
    }
    return all;
  }

  static Map<String, String> removed(Map<String, String> now, Collection<String> keys) {
    var all = new TreeMap<>(now);
    all.keySet().removeAll(keys);
    return all;
  }

  static List<Tag> given(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().tagKey(tag.getKey()).tagValue(tag.getValue()).build())
        .toList();
  }
}
