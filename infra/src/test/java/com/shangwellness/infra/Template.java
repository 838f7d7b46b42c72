package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A synthesized template, asked in the words of CloudFormation. */
public record Template(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Template read(Path file) {
    try {
      return new Template(JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All resources of a type, as the template has them. */
  public List<JsonNode> resources(String type) {
    var found = new ArrayList<JsonNode>();
    json.get("Resources")
        .forEach(
            resource -> {
              if (resource.get("Type").asText().equals(type)) {
                found.add(resource);
              }
            });
    return found;
  }

  /** The only resource of a type. */
  public JsonNode only(String type) {
    var found = resources(type);
    assertThat(found).as(type).hasSize(1);
    return found.getFirst();
  }

  /** The properties of the only resource of a type. */
  public JsonNode properties(String type) {
    return only(type).get("Properties");
  }

  /** The properties of all resources of a type. */
  public List<JsonNode> allProperties(String type) {
    return resources(type).stream().map(r -> r.get("Properties")).toList();
  }

  /** The resource that a {@code Ref} or {@code Fn::GetAtt} points to. */
  public JsonNode target(JsonNode reference) {
    var id = reference.has("Ref") ? reference.get("Ref") : reference.get("Fn::GetAtt").get(0);
    return json.get("Resources").get(id.asText());
  }

  /** The value of a tag, in a list of keys and values. */
  public static String valueOf(JsonNode list, String key) {
    return named(list, "Key", key).get("Value").asText();
  }

  /** The element of a list whose {@code field} is {@code value}. */
  public static JsonNode named(Iterable<JsonNode> list, String field, String value) {
    for (var element : list) {
      if (element.path(field).asText().equals(value)) {
        return element;
      }
    }
    throw new AssertionError("No element with " + field + " " + value + " in " + list);
  }

  /** The names of the outputs. */
  public Set<String> outputs() {
    var names = new TreeSet<String>();
    json.get("Outputs").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
