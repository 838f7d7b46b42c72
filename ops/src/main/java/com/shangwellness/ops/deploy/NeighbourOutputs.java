package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.Failure;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Parameters that carry another stack's output, where the settings choose parameters over {@code
 * Fn::GetStackOutput}. Such a parameter says in its description what it carries.
 */
final class NeighbourOutputs {
  private static final Pattern CARRIES = Pattern.compile("Output (\\w+) of the stack ([\\w-]+)");

  private final Stacks stacks;

  NeighbourOutputs(Stacks stacks) {
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
      var carries = CARRIES.matcher(parameter.getValue().path("Description").asText());
      if (carries.matches()) {
        values.put(parameter.getKey(), output(carries.group(2), carries.group(1)));
      }
    }
    return values;
  }

  private String output(String stack, String key) {
    return stacks
        .output(stack, key)
        .orElseThrow(
            () -> Failure.failed("stack " + stack + " has no output " + key + "; deploy it first"));
  }
}
