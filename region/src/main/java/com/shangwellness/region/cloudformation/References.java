package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what a part of a template refers to: by Ref, Fn::GetAtt and inside Fn::Sub. */
final class References {

  /** What {@code ${…}} inside Fn::Sub looks like; {@code ${!…}} is literal text. */
  static final Pattern IN_SUB = Pattern.compile("\\$\\{(!?)([^}]*)}");

  /**
   * One reference.
   *
   * @param function {@code Ref}, {@code Fn::GetAtt} or {@code Fn::Sub}
   * @param name the parameter or resource
   * @param attribute the resource's attribute; empty for the thing itself
   */
  record Reference(String function, String name, String attribute) {}

  private final Set<Reference> found = new LinkedHashSet<>();

  private References() {}

  /** All references in {@code json}, in order. */
  static Set<Reference> in(JsonNode json) {
    var references = new References();
    references.walk(json);
    return references.found;
  }

  private void walk(JsonNode json) {
    if (json instanceof ObjectNode object) {
      if (object.size() == 1 && object.path("Ref").isTextual()) {
        found.add(new Reference("Ref", object.path("Ref").asText(), ""));
      } else if (object.size() == 1 && object.has("Fn::GetAtt")) {
        getAtt(object.path("Fn::GetAtt"));
      } else if (object.size() == 1 && object.has("Fn::Sub")) {
        sub(object.path("Fn::Sub"));
      } else {
        object.forEach(this::walk);
      }
    } else {
      json.forEach(this::walk);
    }
  }

  private void getAtt(JsonNode value) {
    if (value.isTextual()) {
      found.add(dotted("Fn::GetAtt", value.asText()));
    } else if (value.size() == 2 && value.path(0).isTextual()) {
      found.add(new Reference("Fn::GetAtt", value.path(0).asText(), value.path(1).asText("")));
      walk(value.path(1));
    }
  }

  private void sub(JsonNode value) {
    var text = value.isArray() ? value.path(0).asText() : value.asText();
    var variables = value.path(1);
    var matcher = IN_SUB.matcher(text);
    while (matcher.find()) {
      var name = matcher.group(2).strip();
      if (matcher.group(1).isEmpty() && !variables.has(name)) {
        found.add(dotted("Fn::Sub", name));
      }
    }
    variables.forEach(this::walk);
  }

  private static Reference dotted(String function, String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new Reference(function, text, "")
        : new Reference(function, text.substring(0, dot), text.substring(dot + 1));
  }
}
