package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * What of a state's data it works on, and where its result goes (Step Functions guide, "Input and
 * output processing").
 *
 * @param input InputPath; nothing for an empty input
 * @param parameters Parameters
 * @param selector ResultSelector
 * @param result ResultPath; nothing discards the result
 * @param output OutputPath; nothing for an empty output
 */
record DataFlow(
    Optional<DataPath> input,
    Optional<PayloadTemplate> parameters,
    Optional<PayloadTemplate> selector,
    Optional<DataPath> result,
    Optional<DataPath> output) {

  /** What the state works on. */
  JsonNode effective(Data data) {
    var chosen = data.with(chosen(input, data));
    return parameters.map(template -> template.fill(chosen)).orElse(chosen.value());
  }

  /** The data for the next state. */
  JsonNode after(Data data, JsonNode raw) {
    var selected = selector.map(template -> template.fill(data.with(raw))).orElse(raw);
    return chosen(output, data.with(result, selected));
  }

  private static JsonNode chosen(Optional<DataPath> path, Data data) {
    return path.map(p -> p.get(data)).orElseGet(JsonNodeFactory.instance::objectNode);
  }
}
