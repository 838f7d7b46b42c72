package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;

/** Puts a stack's tags on its resources; a resource's own tags win. */
final class StackTags {

  private StackTags() {}

  /** Adds {@code tags} to the tags in {@code properties}, which is changed. */
  static void add(
      ObjectNode properties, String property, Schema.TagForm form, Map<String, String> tags) {
    if (tags.isEmpty()) {
      return;
    }
    JsonNode said = properties.path(property);
    if (form == Schema.TagForm.MAP) {
      var map = said instanceof ObjectNode object ? object.deepCopy() : Values.NODES.objectNode();
      tags.forEach(
          (key, value) -> {
            if (!map.has(key)) {
              map.put(key, value);
            }
          });
      properties.set(property, map);
    } else {
      properties.set(property, list(said, tags));
    }
  }

  /** Removes the tags that CloudFormation itself added to {@code properties}, which is changed. */
  static void removeSystems(ObjectNode properties, String property) {
    switch (properties.path(property)) {
      case ObjectNode map -> map.properties().removeIf(tag -> isSystems(tag.getKey()));
      case ArrayNode list -> list.removeIf(tag -> isSystems(tag.path("Key").asText()));
      default -> {}
    }
    if (properties.path(property).isEmpty()) {
      properties.remove(property);
    }
  }

  private static boolean isSystems(String key) {
    return key.startsWith("aws:cloudformation:");
  }

  private static ArrayNode list(JsonNode said, Map<String, String> tags) {
    var list = said.isArray() ? ((ArrayNode) said).deepCopy() : Values.NODES.arrayNode();
    var own = new HashSet<String>();
    list.forEach(tag -> own.add(tag.path("Key").asText()));
    tags.forEach(
        (key, value) -> {
          if (!own.contains(key)) {
            list.add(Values.NODES.objectNode().put("Key", key).put("Value", value));
          }
        });
    return list;
  }
}
