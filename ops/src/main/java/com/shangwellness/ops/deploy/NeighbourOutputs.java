package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CarriedOutput;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Parameters that carry another stack's output: see {@link CarriedOutput}. */
final class NeighbourOutputs {
  private final String home;
  private final Function<String, Stacks> stacks;

  /**
   * Outputs of stacks of {@code home}, unless a parameter names another region.
   *
   * @param stacks the stacks of a region
   */
  NeighbourOutputs(String home, Function<String, Stacks> stacks) {
    this.home = home;
    this.stacks = stacks;
  }

  /**
   * The values of those parameters of {@code template}.
   *
   * @throws Failure if such an output does not exist
   */
  Map<String, String> parameters(JsonNode template) {
    var values = new TreeMap<String, String>();
    for (var parameter : template.path("Parameters").properties()) {
      CarriedOutput.of(parameter.getValue())
          .ifPresent(carried -> values.put(parameter.getKey(), value(carried)));
    }
    return values;
  }

  private String value(CarriedOutput carried) {
    return stacks
        .apply(carried.region().orElse(home))
        .output(carried.stack(), carried.output())
        .orElseThrow(
            () ->
                Failure.failed(
                    "stack "
                        + carried.stack()
                        + " has no output "
                        + carried.output()
                        + "; deploy it first"));
  }
}
