package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON in which the values of members that end with {@code .$} are paths (Amazon States Language,
 * "Payload Template"). Intrinsic functions are not had here.
 *
 * @param json as it is written
 */
record PayloadTemplate(JsonNode json) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String IS_PATH = ".$";

  /**
   * Refuses paths that are none.
   *
   * @throws IllegalArgumentException saying which
   */
  PayloadTemplate {
    check(json);
  }

  private static void check(JsonNode json) {
    json.forEach(PayloadTemplate::check);
    if (json instanceof ObjectNode object) {
      object.forEachEntry(
          (name, value) -> {
            if (name.endsWith(IS_PATH)) {
              if (value.asText().startsWith("States.")) {
                throw new IllegalArgumentException(
                    name + ": this region has no intrinsic functions such as " + value.asText());
              }
              var unused = DataPath.parse(value.asText());
            }
          });
    }
  }

  /** What it becomes of {@code data}. */
  JsonNode fill(Data data) {
    return filled(json, data);
  }

  private static JsonNode filled(JsonNode json, Data data) {
    if (json.isArray()) {
      var list = NODES.arrayNode();
      json.forEach(item -> list.add(filled(item, data)));
      return list;
    }
    if (json instanceof ObjectNode object) {
      var filled = NODES.objectNode();
      object.forEachEntry(
          (name, value) -> {
            if (name.endsWith(IS_PATH)) {
              filled.set(
                  name.substring(0, name.length() - IS_PATH.length()),
                  DataPath.parse(value.asText()).get(data));
            } else {
              filled.set(name, filled(value, data));
            }
          });
      return filled;
    }
    return json;
  }
}
