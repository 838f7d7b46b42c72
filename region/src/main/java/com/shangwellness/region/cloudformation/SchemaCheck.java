package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Checks values against a resource schema, in the words of CloudFormation's validator: {@code
 * #/ScheduleExpression: failed validation constraint for keyword [pattern]}. Values that are not
 * known before the deployment count as right.
 */
final class SchemaCheck {

  private static final Pattern WHOLE = Pattern.compile("-?\\d+(\\.0+)?");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  private final ObjectNode schema;

  SchemaCheck(ObjectNode schema) {
    this.schema = schema;
  }

  List<String> problems(ObjectNode properties) {
    var problems = new ArrayList<String>();
    check("#", schema, properties, problems);
    return problems;
  }

  /** {@code said}, or the definition that it refers to. */
  JsonNode resolve(JsonNode said) {
    var reference = said.path("$ref").asText("");
    if (reference.isEmpty()) {
      return said;
    }
    var target =
        reference.startsWith("#/definitions/")
            ? schema.path("definitions").path(reference.substring("#/definitions/".length()))
            : schema.at(reference.substring(1));
    return resolve(target);
  }

  private void check(String at, JsonNode said, JsonNode value, List<String> problems) {
    var rule = resolve(said);
    if (Values.isUnknown(value) || value.isNull()) {
      return;
    }
    if (!rule.path("type").isMissingNode() && !isOfType(rule.path("type"), value)) {
      problems.add(
          at + ": expected type: " + expected(rule.path("type")) + ", found: " + found(value));
      return;
    }
    alternatives(at, rule, value, problems);
    if (value instanceof ObjectNode object) {
      object(at, rule, object, problems);
    } else if (value.isArray()) {
      array(at, rule, value, problems);
    } else {
      scalar(at, rule, value, problems);
    }
  }

  private void alternatives(String at, JsonNode rule, JsonNode value, List<String> problems) {
    for (var keyword : List.of("anyOf", "oneOf")) {
      var choices = rule.path(keyword);
      if (!choices.isEmpty()) {
        boolean fits = false;
        for (var choice : choices) {
          fits |= fits(at, choice, value);
        }
        if (!fits) {
          problems.add(at + ": failed validation constraint for keyword [" + keyword + "]");
        }
      }
    }
  }

  private boolean fits(String at, JsonNode choice, JsonNode value) {
    var problems = new ArrayList<String>();
    check(at, choice, value, problems);
    return problems.isEmpty();
  }

  private void object(String at, JsonNode rule, ObjectNode value, List<String> problems) {
    for (var name : rule.path("required")) {
      if (!value.has(name.asText())) {
        problems.add(at + ": required key [" + name.asText() + "] not found");
      }
    }
    boolean closed =
        rule.path("additionalProperties").isBoolean()
            && !rule.path("additionalProperties").asBoolean();
    value.forEachEntry(
        (name, member) -> {
          var known = rule.path("properties").path(name);
          var byPattern = byPattern(rule, name);
          if (!known.isMissingNode()) {
            check(at + "/" + name, known, member, problems);
          } else if (!byPattern.isMissingNode()) {
            check(at + "/" + name, byPattern, member, problems);
          } else if (closed && (rule.has("properties") || rule.has("patternProperties"))) {
            problems.add(at + ": extraneous key [" + name + "] is not permitted");
          } else if (rule.path("additionalProperties").isObject()) {
            check(at + "/" + name, rule.path("additionalProperties"), member, problems);
          }
        });
  }

  private static JsonNode byPattern(JsonNode rule, String name) {
    for (var entry : rule.path("patternProperties").properties()) {
      if (matches(entry.getKey(), name)) {
        return entry.getValue();
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  private void array(String at, JsonNode rule, JsonNode value, List<String> problems) {
    bound(
        at,
        "minItems",
        value.size() < rule.path("minItems").asInt(0),
        "minimum item count: " + rule.path("minItems").asInt() + ", found: " + value.size(),
        problems);
    bound(
        at,
        "maxItems",
        value.size() > rule.path("maxItems").asInt(Integer.MAX_VALUE),
        "maximum item count: " + rule.path("maxItems").asInt() + ", found: " + value.size(),
        problems);
    for (int i = 0; i < value.size(); i++) {
      check(at + "/" + i, rule.path("items"), value.get(i), problems);
    }
  }

  private static void bound(
      String at, String keyword, boolean broken, String words, List<String> problems) {
    if (broken) {
      problems.add(at + ": expected " + words + " (" + keyword + ")");
    }
  }

  private static void scalar(String at, JsonNode rule, JsonNode value, List<String> problems) {
    var text = value.asText();
    if (rule.has("enum") && !among(rule.path("enum"), text, false)) {
      problems.add(
          at
              + ": "
              + text
              + " is not a valid enum value; it must be one of "
              + texts(rule.path("enum")));
    }
    if (rule.has("enumCaseInsensitive") && !among(rule.path("enumCaseInsensitive"), text, true)) {
      problems.add(
          at
              + ": "
              + text
              + " is not a valid enum value; it must be one of "
              + texts(rule.path("enumCaseInsensitive")));
    }
    if (rule.has("const") && !rule.path("const").asText().equals(text)) {
      problems.add(at + ": failed validation constraint for keyword [const]");
    }
    // A dynamic reference is only known when it is used.
    if (DynamicReferences.in(text)) {
      return;
    }
    if (rule.has("pattern") && !matches(rule.path("pattern").asText(), text)) {
      problems.add(
          at + ": string [" + text + "] does not match pattern " + rule.path("pattern").asText());
    }
    bound(
        at,
        "minLength",
        text.length() < rule.path("minLength").asInt(0),
        "minLength: " + rule.path("minLength").asInt() + ", actual: " + text.length(),
        problems);
    bound(
        at,
        "maxLength",
        text.length() > rule.path("maxLength").asInt(Integer.MAX_VALUE),
        "maxLength: " + rule.path("maxLength").asInt() + ", actual: " + text.length(),
        problems);
    if (NUMBER.matcher(text).matches()) {
      double number = Double.parseDouble(text);
      bound(
          at,
          "minimum",
          rule.has("minimum") && number < rule.path("minimum").asDouble(),
          text + " to be at least " + rule.path("minimum").asText(),
          problems);
      bound(
          at,
          "maximum",
          rule.has("maximum") && number > rule.path("maximum").asDouble(),
          text + " to be at most " + rule.path("maximum").asText(),
          problems);
    }
  }

  private static boolean among(JsonNode allowed, String text, boolean ignoringCase) {
    for (var one : allowed) {
      if (ignoringCase ? one.asText().equalsIgnoreCase(text) : one.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  // The schemas' patterns are ECMAScript's; the few that Java does not read are not applied.
  private static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return true;
    }
  }

  private static boolean isOfType(JsonNode types, JsonNode value) {
    if (types.isTextual()) {
      return isOfType(types.asText(), value);
    }
    for (var type : types) {
      if (isOfType(type.asText(), value)) {
        return true;
      }
    }
    return false;
  }

  // CloudFormation takes "80" for 80 and "true" for true, and the other way round.
  private static boolean isOfType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      // A single value is taken for a list of one.
      case "array" -> value.isArray() || value.isValueNode();
      case "string" -> value.isValueNode();
      case "integer" -> value.isValueNode() && isWhole(value.asText());
      case "number" -> value.isValueNode() && isNumber(value.asText());
      case "boolean" ->
          value.isValueNode() && value.asText().toLowerCase(Locale.ROOT).matches("true|false");
      default -> true;
    };
  }

  private static boolean isWhole(String text) {
    return WHOLE.matcher(text).matches() || DynamicReferences.in(text);
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches() || DynamicReferences.in(text);
  }

  private static String expected(JsonNode types) {
    var name = types.isTextual() ? types.asText() : texts(types).toString();
    return switch (name) {
      case "object" -> "JSONObject";
      case "array" -> "JSONArray";
      case "string" -> "String";
      case "integer", "number" -> "Number";
      case "boolean" -> "Boolean";
      default -> name;
    };
  }

  private static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "JSONObject";
      case ARRAY -> "JSONArray";
      case NUMBER -> "Number";
      case BOOLEAN -> "Boolean";
      default -> "String";
    };
  }
}
