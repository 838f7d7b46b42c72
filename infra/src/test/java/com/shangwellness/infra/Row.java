package com.shangwellness.infra;

import java.util.function.Supplier;

/**
 * A line of the owner's description.
 *
 * @param line in the owner's words
 * @param built what the stacks make of it
 * @param described what it says
 */
record Row(String line, Supplier<Object> built, Object described) {
  static Row row(String line, Supplier<Object> built, Object described) {
    return new Row(line, built, described);
  }

  @Override
  public String toString() {
    return line;
  }
}
