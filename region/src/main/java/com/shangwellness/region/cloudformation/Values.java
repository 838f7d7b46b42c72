package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.Optional;

/** The values that the functions of a template are made of, and two that JSON does not have. */
final class Values {

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What {@code AWS::NoValue} gives: the member that it is the value of is not there. */
  static final JsonNode NONE = new POJONode("AWS::NoValue");

  /** What is only known once something else has been deployed. */
  static final JsonNode UNKNOWN = new POJONode("known after deployment");

  private Values() {}

  static boolean isUnknown(JsonNode value) {
    return UNKNOWN.equals(value);
  }

  static boolean isNone(JsonNode value) {
    return NONE.equals(value);
  }

  /** Whether something in {@code value} is only known after the deployment. */
  static boolean hasUnknown(JsonNode value) {
    if (isUnknown(value)) {
      return true;
    }
    for (var inner : value) {
      if (hasUnknown(inner)) {
        return true;
      }
    }
    return false;
  }

  static JsonNode text(String text) {
    return NODES.textNode(text);
  }

  static JsonNode truth(boolean value) {
    return NODES.booleanNode(value);
  }

  /** The only member of an object that is a function; empty when {@code json} is none. */
  static Optional<String> function(JsonNode json) {
    if (!(json instanceof ObjectNode object) || object.size() != 1) {
      return Optional.empty();
    }
    var name = object.fieldNames().next();
    return name.equals("Ref") || name.equals("Condition") || name.startsWith("Fn::")
        ? Optional.of(name)
        : Optional.empty();
  }
}
