package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A template that has been read and whose structure is sound.
 *
 * @param text the template as it was given
 * @param root the same as JSON; not to be changed
 */
record Template(String text, ObjectNode root) {

  /** The resource {@code name} of a template. */
  record Definition(String name, ObjectNode json) {

    String type() {
      return json.path("Type").asText();
    }

    ObjectNode properties() {
      return json.path("Properties") instanceof ObjectNode object
          ? object
          : JsonNodeFactory.instance.objectNode();
    }

    /** The condition under which it exists; empty text when always. */
    String condition() {
      return json.path("Condition").asText("");
    }

    /** What happens to it when it leaves the stack; empty text when nothing is said. */
    String deletionPolicy() {
      return json.path("DeletionPolicy").asText("");
    }

    /** What happens to the old one when it is replaced; empty text when nothing is said. */
    String replacePolicy() {
      return json.path("UpdateReplacePolicy").asText("");
    }

    List<String> dependsOn() {
      var names = new ArrayList<String>();
      var said = json.path("DependsOn");
      if (said.isTextual()) {
        names.add(said.asText());
      }
      said.forEach(name -> names.add(name.asText()));
      return names;
    }
  }

  /** The section {@code name}; empty when the template has none. */
  ObjectNode section(String name) {
    return root.path(name) instanceof ObjectNode object
        ? object
        : JsonNodeFactory.instance.objectNode();
  }

  /** Its resources, in the template's order. */
  Map<String, Definition> resources() {
    var definitions = new LinkedHashMap<String, Definition>();
    section("Resources")
        .forEachEntry(
            (name, json) -> definitions.put(name, new Definition(name, (ObjectNode) json)));
    return definitions;
  }

  String description() {
    return root.path("Description").asText("");
  }

  /** The resources that {@code definition} needs before it can be made. */
  Set<String> dependencies(Definition definition) {
    var resources = section("Resources");
    var names = new TreeSet<>(definition.dependsOn());
    for (var reference : References.in(definition.properties())) {
      if (resources.has(reference.name())) {
        names.add(reference.name());
      }
    }
    names.remove(definition.name());
    return names;
  }

  /** The transforms that it names. */
  List<String> transforms() {
    JsonNode said = root.path("Transform");
    var names = new LinkedHashSet<String>();
    if (said.isTextual()) {
      names.add(said.asText());
    }
    said.forEach(name -> names.add(name.asText()));
    return List.copyOf(names);
  }
}
