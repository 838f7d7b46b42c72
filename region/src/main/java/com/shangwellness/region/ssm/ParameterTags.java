package com.shangwellness.region.ssm;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.ssm.Parameters.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceTypeException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.TooManyTagsErrorException;

/** The tags of parameters. */
final class ParameterTags {

  private final Parameters parameters;

  ParameterTags(Parameters parameters) {
    this.parameters = parameters;
  }

  void add(ResourceTypeForTagging type, String name, List<Tag> tags) {
    var entry = target(type, name);
    parameters.put(new Entry(entry.name(), entry.versions(), tagged(entry.tags(), tags)));
  }

  void remove(ResourceTypeForTagging type, String name, List<String> keys) {
    var entry = target(type, name);
    var tags = new TreeMap<>(entry.tags());
    tags.keySet().removeAll(keys);
    parameters.put(new Entry(entry.name(), entry.versions(), tags));
  }

  List<Tag> list(ResourceTypeForTagging type, String name) {
    return target(type, name).tags().entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private Entry target(ResourceTypeForTagging type, String name) {
    if (type != ResourceTypeForTagging.PARAMETER) {
      throw AwsErrors.of(
          InvalidResourceTypeException.builder(), type + " is not a valid resource type.");
    }
    return parameters
        .find(String.valueOf(name))
        .orElseThrow(
            () ->
                AwsErrors.of(
                    InvalidResourceIdException.builder(),
                    "The resource ID \"" + name + "\" is not valid."));
  }

  /** The tags {@code now} with {@code added}. */
  static Map<String, String> tagged(Map<String, String> now, List<Tag> added) {
    var tags = new TreeMap<>(now);
    added.forEach(tag -> tags.put(tag.key(), requireNonNullElse(tag.value(), "")));
    if (tags.size() > 50) {
      throw AwsErrors.of(TooManyTagsErrorException.builder(), "A parameter has 50 tags at most.");
    }
    return tags;
  }
}
