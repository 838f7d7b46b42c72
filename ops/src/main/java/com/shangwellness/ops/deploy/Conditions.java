package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Evaluates those intrinsic functions of a template that choose by a parameter's value. */
final class Conditions {
  private final JsonNode template;
  private final Map<String, String> parameters;

  Conditions(JsonNode template, Map<String, String> parameters) {
    this.template = template;
    this.parameters = parameters;
  }

  /** {@code node} with choices made and parameters filled in; everything else as it stands. */
  JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(resolve(item)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      var function = node.properties().iterator().next();
      return call(function.getKey(), function.getValue(), node);
    }
    return fields(node);
  }

  private JsonNode call(String name, JsonNode argument, JsonNode whole) {
    return switch (name) {
      case "Ref" -> parameter(argument.asText(), whole);
      case "Fn::If" -> resolve(argument.get(isTrue(argument.get(0).asText()) ? 1 : 2));
      case "Fn::FindInMap" -> found(resolve(argument), whole);
      default -> fields(whole);
    };
  }

  private JsonNode parameter(String name, JsonNode whole) {
    var value = parameters.get(name);
    return value == null ? whole : JsonNodeFactory.instance.textNode(value);
  }

  private JsonNode found(JsonNode path, JsonNode whole) {
    var value = template.path("Mappings");
    for (var step : path) {
      value = value.path(step.asText());
    }
    return value.isMissingNode() ? whole : value;
  }

  private ObjectNode fields(JsonNode node) {
    var object = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(f -> object.set(f.getKey(), resolve(f.getValue())));
    return object;
  }

  private boolean isTrue(String condition) {
    return holds(template.path("Conditions").path(condition));
  }

  private boolean holds(JsonNode condition) {
    if (condition.has("Fn::Equals")) {
      var sides = resolve(condition.get("Fn::Equals"));
      return sides.get(0).asText().equals(sides.get(1).asText());
    }
    if (condition.has("Fn::Not")) {
      return !holds(condition.get("Fn::Not").get(0));
    }
    if (condition.has("Condition")) {
      return isTrue(condition.get("Condition").asText());
    }
    return false;
  }
}
