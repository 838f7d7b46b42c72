package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a state works on.
 *
 * @param value its data
 * @param context the context object: the execution, the state, the state machine
 */
record Data(JsonNode value, JsonNode context) {

  Data with(JsonNode changed) {
    return new Data(changed, context);
  }

  /**
   * These data with {@code result} at {@code path}; as they are without a path (a ResultPath that
   * is null discards the result).
   */
  Data with(Optional<DataPath> path, JsonNode result) {
    if (path.isEmpty()) {
      return this;
    }
    var place = path.orElseThrow().path().place();
    if (place.matches()) {
      return with(result);
    }
    if (!(value.deepCopy() instanceof ObjectNode copy)) {
      throw new StateError(
          "States.ResultPathMatchFailure",
          "Unable to apply ReferencePath " + path.orElseThrow().text() + " to input " + value);
    }
    var object = copy;
    for (; !place.tail().matches(); place = place.tail()) {
      var inner = object.get(place.getMatchingProperty());
      object =
          inner instanceof ObjectNode there ? there : object.putObject(place.getMatchingProperty());
    }
    object.set(place.getMatchingProperty(), result);
    return with(copy);
  }
}
