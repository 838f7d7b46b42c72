package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a definition, or of a part of it.
 *
 * @param json the part
 * @param where its place, for refusals: {@code /States/Look}
 */
record Fields(JsonNode json, String where) {

  /** How a definition is refused. */
  static IllegalArgumentException refused(String code, String what, String where) {
    return new IllegalArgumentException(
        code + ": " + what + " at " + (where.isEmpty() ? "/" : where));
  }

  IllegalArgumentException refused(String what) {
    return refused("SCHEMA_VALIDATION_FAILED", what, where);
  }

  /** Refuses fields that are not among {@code names}. */
  void allow(Set<String> names) {
    if (!(json instanceof ObjectNode object)) {
      throw refused("A JSON object is expected");
    }
    for (var name : (Iterable<String>) object::fieldNames) {
      if (!names.contains(name)) {
        throw refused("Field '" + name + "' is not supported");
      }
    }
  }

  /** Refuses what is written for another query language. */
  void requireJsonPath() {
    if (!json.path("QueryLanguage").asText("JSONPath").equals("JSONPath")) {
      throw refused("QueryLanguage: this region runs definitions with JSONPath only");
    }
  }

  boolean has(String name) {
    return json.has(name);
  }

  JsonNode get(String name) {
    return json.path(name);
  }

  Optional<String> text(String name) {
    var value = json.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw refused("Field '" + name + "' must be a string");
    }
    return Optional.of(value.asText());
  }

  String require(String name) {
    return text(name).orElseThrow(() -> refused("The field '" + name + "' is required"));
  }

  ObjectNode object(String name) {
    if (json.path(name) instanceof ObjectNode object && !object.isEmpty()) {
      return object;
    }
    throw refused("The field '" + name + "' must be an object with at least one member");
  }

  /** The items of a list, each with its place; none when there is no such field. */
  List<Fields> items(String name) {
    var items = new ArrayList<Fields>();
    var list = json.path(name);
    if (!list.isMissingNode() && !list.isArray()) {
      throw refused("Field '" + name + "' must be a list");
    }
    for (var item : list) {
      items.add(new Fields(item, where + "/" + name + "[" + items.size() + "]"));
    }
    return items;
  }

  /** The texts of a list that has at least one. */
  List<String> texts(String name) {
    var texts = items(name).stream().map(item -> item.json().asText()).toList();
    if (texts.isEmpty()) {
      throw refused("The field '" + name + "' must name at least one");
    }
    return texts;
  }

  Optional<Duration> seconds(String name) {
    var value = json.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || value.asLong() < 0 || value.asLong() > 99_999_999) {
      throw refused("Field '" + name + "' must be a whole number from 0 to 99999999");
    }
    return Optional.of(Duration.ofSeconds(value.asLong()));
  }

  int whole(String name, int usual) {
    var value = json.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isInt() || value.asInt() < 0) {
      throw refused("Field '" + name + "' must be a whole number of at least 0");
    }
    return value.asInt();
  }

  double number(String name, double usual, double least) {
    var value = json.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isNumber() || value.asDouble() < least) {
      throw refused("Field '" + name + "' must be a number of at least " + least);
    }
    return value.asDouble();
  }

  /** A path; {@code $} when there is none, nothing when it is null. */
  Optional<DataPath> pathOrNull(String name) {
    var value = json.path(name);
    return value.isNull() ? Optional.empty() : Optional.of(path(name).orElse(DataPath.ALL));
  }

  /** A ResultPath: as {@link #pathOrNull}, and a place that may be written to. */
  Optional<DataPath> resultPath() {
    var path = pathOrNull("ResultPath");
    path.ifPresent(
        p -> {
          if (p.ofContext() || p.text().contains("[")) {
            throw refused("ResultPath: this region does not write to " + p.text());
          }
        });
    return path;
  }

  Optional<DataPath> path(String name) {
    try {
      return text(name).map(DataPath::parse);
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith("SCHEMA") ? e : refused(name + ": " + e.getMessage());
    }
  }

  Optional<PayloadTemplate> template(String name) {
    var value = json.path(name);
    try {
      return value.isMissingNode() ? Optional.empty() : Optional.of(new PayloadTemplate(value));
    } catch (IllegalArgumentException e) {
      throw refused(name + ": " + e.getMessage());
    }
  }

  /** Where an execution goes from here; nothing when it ends. */
  Optional<String> next() {
    var next = text("Next");
    boolean end = json.path("End").asBoolean(false);
    if (next.isPresent() == end) {
      throw refused("A state has either a 'Next' or an 'End' that is true");
    }
    return next;
  }
}
