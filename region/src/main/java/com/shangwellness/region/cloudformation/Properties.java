package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.SdkMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The properties of a resource as its template gives them, every function resolved. A path names
 * members inside one another: {@code VpcConfig.SubnetIds}.
 *
 * @param json the properties; not to be changed
 */
public record Properties(ObjectNode json) {

  /** No properties at all. */
  static Properties none() {
    return new Properties(JsonNodeFactory.instance.objectNode());
  }

  /** Whether something is said at {@code path}. */
  public boolean has(String path) {
    return !at(path).isMissingNode();
  }

  /** The text at {@code path}; a number or a boolean as text. Empty when nothing is said. */
  public Optional<String> text(String path) {
    var value = at(path);
    return value.isMissingNode() ? Optional.empty() : Optional.of(textOf(value));
  }

  /**
   * The text at {@code path}.
   *
   * @throws IllegalArgumentException when nothing is said there, naming the path
   */
  public String require(String path) {
    return text(path)
        .orElseThrow(() -> new IllegalArgumentException("the property " + path + " is required"));
  }

  /** Whether {@code path} says true (or {@code "true"}); false when nothing is said. */
  public boolean is(String path) {
    return text(path).map(Boolean::parseBoolean).orElse(false);
  }

  /** The whole number at {@code path}. */
  public Optional<Integer> number(String path) {
    return text(path).map(Integer::valueOf);
  }

  /** The texts of the list at {@code path}; none when nothing is said. */
  public List<String> texts(String path) {
    var texts = new ArrayList<String>();
    items(path).forEach(item -> texts.add(textOf(item)));
    return texts;
  }

  /** The properties inside the object at {@code path}. */
  public Optional<Properties> object(String path) {
    return at(path) instanceof ObjectNode object
        ? Optional.of(new Properties(object))
        : Optional.empty();
  }

  /** The objects of the list at {@code path}; none when nothing is said. */
  public List<Properties> objects(String path) {
    var objects = new ArrayList<Properties>();
    for (var item : items(path)) {
      if (item instanceof ObjectNode object) {
        objects.add(new Properties(object));
      }
    }
    return objects;
  }

  /** The tags of the property {@code Tags}, a list of keys and values or a map, in their order. */
  public Map<String, String> tags() {
    var tags = new LinkedHashMap<String, String>();
    if (at("Tags") instanceof ObjectNode map) {
      map.forEachEntry((key, value) -> tags.put(key, textOf(value)));
    } else {
      objects("Tags").forEach(tag -> tags.put(tag.require("Key"), tag.text("Value").orElse("")));
    }
    return tags;
  }

  /**
   * Fills an SDK builder from all of these properties and returns it: {@code
   * properties.object("VpcConfig").map(vpc -> vpc.fill(VpcConfig.builder()).build())}.
   *
   * @throws IllegalArgumentException when a property has no member there, or is not of its type
   */
  public <B extends SdkPojo> B fill(B builder) {
    var rest = SdkMapping.fill(builder, json, Map.of());
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "the properties " + rest + " have no member in " + SdkMapping.nameOf(builder));
    }
    return builder;
  }

  private JsonNode at(String path) {
    JsonNode node = json;
    for (var name : path.split("\\.", -1)) {
      node = node.path(name);
    }
    return node;
  }

  private Iterable<JsonNode> items(String path) {
    var value = at(path);
    // A single value where a list belongs is a list of one, as CloudFormation takes it.
    return value.isValueNode() ? List.of(value) : value;
  }

  private static String textOf(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
