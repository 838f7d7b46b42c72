package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** The functions of a template that are true or false: conditions and rules. */
final class Logic {

  private final Functions functions;
  private final Template template;
  private final Set<String> underWay = new HashSet<>();

  Logic(Functions functions, Template template) {
    this.functions = functions;
    this.template = template;
  }

  boolean condition(String name) {
    var said = template.section("Conditions").path(name);
    if (said.isMissingNode()) {
      throw Invalid.format("Unresolved condition dependency " + name + " in the template");
    }
    if (!underWay.add(name)) {
      throw Invalid.format("Found circular condition dependency: " + name);
    }
    try {
      return holds(said);
    } finally {
      underWay.remove(name);
    }
  }

  boolean holds(JsonNode json) {
    var function =
        Values.function(json)
            .orElseThrow(() -> Invalid.template("a condition must be a function, but is " + json));
    var argument = json.path(function);
    return switch (function) {
      case "Condition" -> condition(argument.asText());
      case "Fn::And" -> {
        boolean all = true;
        for (var one : several(function, argument)) {
          all &= holds(one);
        }
        yield all;
      }
      case "Fn::Or" -> {
        boolean any = false;
        for (var one : several(function, argument)) {
          any |= holds(one);
        }
        yield any;
      }
      case "Fn::Not" -> !holds(argument.path(0));
      case "Fn::Equals" -> areEqual(argument);
      case "Fn::Contains" -> contains(argument);
      default -> throw Invalid.template(function + " is no condition");
    };
  }

  private static JsonNode several(String function, JsonNode argument) {
    if (!argument.isArray() || argument.size() < 2 || argument.size() > 10) {
      throw Invalid.template(
          "every " + function + " object requires a list of at least 2 and at most 10 conditions");
    }
    return argument;
  }

  private boolean areEqual(JsonNode argument) {
    if (argument.size() != 2) {
      throw Invalid.template("every Fn::Equals object requires a list of 2 string parameters.");
    }
    var left = functions.evaluate(argument.path(0));
    var right = functions.evaluate(argument.path(1));
    if (left.isValueNode() && right.isValueNode()) {
      return left.asText().equals(right.asText());
    }
    return left.equals(right);
  }

  private boolean contains(JsonNode argument) {
    var value = functions.evaluate(argument.path(1)).asText();
    for (var one : functions.evaluate(argument.path(0))) {
      if (one.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }
}
