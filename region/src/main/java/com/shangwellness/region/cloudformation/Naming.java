package com.shangwellness.region.cloudformation;

import java.util.Locale;

/**
 * How a resource is called whose template gives it no name.
 *
 * @param property the property that is its name
 * @param length the longest name that the service takes
 * @param lowerCase whether it takes lower case only
 */
record Naming(String property, int length, boolean lowerCase) {

  // The hyphen and the twelve random characters that end a generated name.
  private static final int RANDOM_END = 13;

  /** {@code generated}, as the service takes it; its random end is kept. */
  String name(String generated) {
    return lowerCase ? shorten(generated).toLowerCase(Locale.ROOT) : shorten(generated);
  }

  private String shorten(String generated) {
    int end = generated.length() - RANDOM_END;
    return generated.length() <= length
        ? generated
        : generated.substring(0, length - RANDOM_END) + generated.substring(end);
  }
}
