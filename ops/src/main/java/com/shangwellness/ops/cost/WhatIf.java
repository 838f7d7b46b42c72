package com.shangwellness.ops.cost;

import com.shangwellness.ops.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is assumed otherwise than the templates say.
 *
 * @param values by name
 */
public record WhatIf(Map<String, Double> values) {
  /** How many tasks run. */
  public static final String DESIRED = "desired";

  /** How many capacity units each database instance has. */
  public static final String CAPACITY = "capacity";

  private static final Set<String> KNOWN = Set.of(DESIRED, CAPACITY);

  /**
   * Keeps its own copy.
   *
   * @throws Failure if a name is unknown or a value is below 0
   */
  public WhatIf {
    values = Map.copyOf(values);
    values.forEach(
        (name, value) -> {
          if (!KNOWN.contains(name)) {
            throw Failure.wrongSettings(
                "--what-if " + name + " is unknown; there are desired=TASKS and capacity=ACU");
          }
          if (value.isNaN() || value < 0) {
            throw Failure.wrongSettings("--what-if " + name + " is " + value + "; at least 0");
          }
        });
  }

  Optional<Double> of(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
