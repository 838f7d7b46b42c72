package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.Failure;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameters that carry another stack's output, where the settings choose parameters over {@code
 * Fn::GetStackOutput}. Such a parameter says in its description what it carries.
 */
final class NeighbourOutputs {
  private static final Pattern CARRIES =
      Pattern.compile("Output (\\w+) of the stack ([\\w-]+)(?: in ([\\w-]+))?");

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
      var carries = CARRIES.matcher(parameter.getValue().path("Description").asText());
      if (carries.matches()) {
        values.put(parameter.getKey(), output(carries));
      }
    }
    return values;
  }

  private String output(Matcher carries) {
    var key = carries.group(1);
    var stack = carries.group(2);
    return stacks
        .apply(Objects.requireNonNullElse(carries.group(3), home))
        .output(stack, key)
        .orElseThrow(
            () -> Failure.failed("stack " + stack + " has no output " + key + "; deploy it first"));
  }
}
