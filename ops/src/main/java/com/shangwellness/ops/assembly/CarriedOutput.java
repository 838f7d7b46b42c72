package com.shangwellness.ops.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Another stack's output that a parameter carries, where the settings choose parameters over {@code
 * Fn::GetStackOutput}. Such a parameter says in its description what it carries.
 *
 * @param output the output's name
 * @param stack the stack that has it
 * @param region where that stack is, if it is not where the reader is
 */
public record CarriedOutput(String output, String stack, Optional<String> region) {
  private static final Pattern CARRIES =
      Pattern.compile("Output (\\w+) of the stack ([\\w-]+)(?: in ([\\w-]+))?");

  /** What the parameter that a template declares so carries. */
  public static Optional<CarriedOutput> of(JsonNode parameter) {
    var carries = CARRIES.matcher(parameter.path("Description").asText());
    return carries.matches()
        ? Optional.of(
            new CarriedOutput(
                carries.group(1), carries.group(2), Optional.ofNullable(carries.group(3))))
        : Optional.empty();
  }
}
