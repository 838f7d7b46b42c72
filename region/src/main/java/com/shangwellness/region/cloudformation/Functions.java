package com.shangwellness.region.cloudformation;

import static com.shangwellness.region.cloudformation.Values.NODES;
import static com.shangwellness.region.cloudformation.Values.UNKNOWN;
import static com.shangwellness.region.cloudformation.Values.isNone;
import static com.shangwellness.region.cloudformation.Values.isUnknown;
import static com.shangwellness.region.cloudformation.Values.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Evaluates the functions of a template. A function one of whose arguments is not known yet is not
 * known yet itself.
 */
final class Functions {

  private final Scope scope;
  private final Logic logic;

  Functions(Scope scope) {
    this.scope = scope;
    this.logic = new Logic(this, scope.template());
  }

  /** {@code json} with every function replaced by its value. */
  JsonNode evaluate(JsonNode json) {
    var function = Values.function(json);
    if (function.isPresent()) {
      return apply(function.get(), json.path(function.get()));
    }
    if (json instanceof ObjectNode object) {
      var result = NODES.objectNode();
      object.forEachEntry(
          (name, member) -> {
            var value = evaluate(member);
            if (!isNone(value)) {
              result.set(name, value);
            }
          });
      return result;
    }
    if (json.isArray()) {
      var result = NODES.arrayNode();
      for (var item : json) {
        var value = evaluate(item);
        if (!isNone(value)) {
          result.add(value);
        }
      }
      return result;
    }
    return json;
  }

  /** {@link #evaluate} for an object, such as a resource's properties. */
  ObjectNode evaluateObject(ObjectNode json) {
    var result = NODES.objectNode();
    json.forEachEntry(
        (name, member) -> {
          var value = evaluate(member);
          if (!isNone(value)) {
            result.set(name, value);
          }
        });
    return result;
  }

  /** Whether the template's condition {@code name} holds. */
  boolean condition(String name) {
    return logic.condition(name);
  }

  /** Whether {@code json}, a function that is true or false, is true. */
  boolean holds(JsonNode json) {
    return logic.holds(json);
  }

  private JsonNode apply(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" -> scope.ref(literal(function, argument));
      case "Condition" -> Values.truth(condition(literal(function, argument)));
      case "Fn::GetAtt" -> getAtt(argument);
      case "Fn::Sub" -> sub(argument);
      case "Fn::Join" -> join(argument);
      case "Fn::Select" -> select(argument);
      case "Fn::Split" -> split(argument);
      case "Fn::If" -> ifThenElse(argument);
      case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Fn::Contains" ->
          Values.truth(holds(NODES.objectNode().set(function, argument)));
      case "Fn::FindInMap" -> findInMap(argument);
      case "Fn::Base64" -> known(argument, this::base64);
      case "Fn::Cidr" -> known(argument, Cidr::split);
      case "Fn::GetAZs" -> known(argument, this::zones);
      case "Fn::ImportValue" -> known(argument, name -> scope.imported(name.asText()));
      case "Fn::GetStackOutput" -> known(argument, this::stackOutput);
      case "Fn::Length" -> known(argument, list -> NODES.numberNode(list.size()));
      case "Fn::ToJsonString" -> known(argument, value -> text(value.toString()));
      default ->
          throw Invalid.template(
              "unknown function " + function + "; this region does not evaluate it");
    };
  }

  /** {@code function} of the argument's value, once all of it is known. */
  private JsonNode known(JsonNode argument, Function<JsonNode, JsonNode> function) {
    var value = evaluate(argument);
    return Values.hasUnknown(value) ? UNKNOWN : function.apply(value);
  }

  private static String literal(String function, JsonNode argument) {
    if (!argument.isTextual()) {
      throw Invalid.template("every " + function + " object must have a single String value.");
    }
    return argument.asText();
  }

  private JsonNode getAtt(JsonNode argument) {
    if (argument.isTextual() && argument.asText().contains(".")) {
      int dot = argument.asText().indexOf('.');
      return scope.attribute(
          argument.asText().substring(0, dot), argument.asText().substring(dot + 1));
    }
    if (argument.size() == 2 && argument.path(0).isTextual()) {
      return known(
          argument.path(1), name -> scope.attribute(argument.path(0).asText(), name.asText()));
    }
    throw Invalid.template(
        "every Fn::GetAtt object requires two non-empty parameters, the resource name and the"
            + " resource attribute");
  }

  private JsonNode sub(JsonNode argument) {
    boolean hasVariables = argument.isArray();
    var pattern = hasVariables ? argument.path(0) : argument;
    if (!pattern.isTextual()
        || (hasVariables && (argument.size() != 2 || !argument.path(1).isObject()))) {
      throw Invalid.template(
          "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a"
              + " string as first argument, and an optional second argument to specify a mapping of"
              + " values to replace in the string");
    }
    var result = new StringBuilder();
    var matcher = References.IN_SUB.matcher(pattern.asText());
    while (matcher.find()) {
      var name = matcher.group(2).strip();
      if (!matcher.group(1).isEmpty()) {
        matcher.appendReplacement(
            result, java.util.regex.Matcher.quoteReplacement("${" + name + "}"));
        continue;
      }
      var value = variable(name, hasVariables ? argument.path(1) : NODES.objectNode());
      if (isUnknown(value)) {
        return UNKNOWN;
      }
      matcher.appendReplacement(
          result, java.util.regex.Matcher.quoteReplacement(plain("Fn::Sub", value)));
    }
    return text(matcher.appendTail(result).toString());
  }

  private JsonNode variable(String name, JsonNode variables) {
    if (variables.has(name)) {
      return evaluate(variables.path(name));
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? scope.ref(name)
        : scope.attribute(name.substring(0, dot), name.substring(dot + 1));
  }

  private JsonNode join(JsonNode argument) {
    if (argument.size() != 2 || !argument.path(0).isTextual()) {
      throw Invalid.template(
          "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of"
              + " strings to be joined or a function that returns a list of strings (such as"
              + " Fn::GetAZs) to be joined.");
    }
    return known(
        argument.path(1),
        list -> {
          var parts = new ArrayList<String>();
          list.forEach(part -> parts.add(plain("Fn::Join", part)));
          return text(String.join(argument.path(0).asText(), parts));
        });
  }

  private JsonNode select(JsonNode argument) {
    if (argument.size() != 2) {
      throw Invalid.template(
          "Fn::Select requires a list argument with two elements: an integer index and a list");
    }
    var index = evaluate(argument.path(0));
    var list = evaluate(argument.path(1));
    if (isUnknown(list)) {
      return UNKNOWN;
    }
    var position = index.asText().matches("\\d{1,6}") ? Integer.parseInt(index.asText()) : -1;
    if (!list.isArray() || position < 0 || position >= list.size()) {
      throw Invalid.template(
          "Fn::Select cannot select nonexistent value at index " + index.asText());
    }
    return list.path(position);
  }

  private JsonNode split(JsonNode argument) {
    if (argument.size() != 2 || !argument.path(0).isTextual()) {
      throw Invalid.template(
          "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string"
              + " to be split or a function that returns a string to be split.");
    }
    return known(
        argument.path(1),
        value -> {
          var parts = NODES.arrayNode();
          List.of(value.asText().split(Pattern.quote(argument.path(0).asText()), -1))
              .forEach(parts::add);
          return parts;
        });
  }

  private JsonNode ifThenElse(JsonNode argument) {
    if (argument.size() != 3) {
      throw Invalid.template(
          "Fn::If requires a list argument with three elements: a condition name and two values");
    }
    return evaluate(argument.path(condition(argument.path(0).asText()) ? 1 : 2));
  }

  private JsonNode findInMap(JsonNode argument) {
    if (argument.size() < 3) {
      throw Invalid.template(
          "every Fn::FindInMap object requires three parameters, the map name, map key and the"
              + " attribute for return value");
    }
    var map = evaluate(argument.path(0));
    var first = evaluate(argument.path(1));
    var second = evaluate(argument.path(2));
    if (isUnknown(map) || isUnknown(first) || isUnknown(second)) {
      return UNKNOWN;
    }
    var found =
        scope
            .template()
            .section("Mappings")
            .path(map.asText())
            .path(first.asText())
            .path(second.asText());
    if (!found.isMissingNode()) {
      return found;
    }
    if (argument.path(3).has("DefaultValue")) {
      return evaluate(argument.path(3).path("DefaultValue"));
    }
    throw Invalid.template(
        "Unable to get mapping for "
            + map.asText()
            + "::"
            + first.asText()
            + "::"
            + second.asText());
  }

  private JsonNode base64(JsonNode value) {
    var bytes = plain("Fn::Base64", value).getBytes(StandardCharsets.UTF_8);
    return text(Base64.getEncoder().encodeToString(bytes));
  }

  private JsonNode zones(JsonNode region) {
    var zones = NODES.arrayNode();
    scope.zones(region.asText()).forEach(zones::add);
    return zones;
  }

  private JsonNode stackOutput(JsonNode said) {
    var unknown = new java.util.TreeSet<String>();
    said.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(Set.of("StackName", "OutputName", "Region", "RoleArn"));
    if (!unknown.isEmpty() || !said.has("StackName") || !said.has("OutputName")) {
      throw Invalid.template(
          "every Fn::GetStackOutput object requires StackName and OutputName, and may have Region"
              + " and RoleArn");
    }
    return scope.stackOutput(
        said.path("StackName").asText(),
        said.path("OutputName").asText(),
        said.path("Region").asText(""));
  }

  private static String plain(String function, JsonNode value) {
    if (value.isValueNode() && !isNone(value)) {
      return value.asText();
    }
    throw Invalid.template(function + " needs a String where it has " + value);
  }
}
