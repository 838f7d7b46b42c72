package com.shangwellness.region.cloudwatchlogs;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which events are wanted (CloudWatch Logs guide, "Filter pattern syntax"): of terms, a regular
 * expression between percent signs, conditions on JSON, or conditions on what spaces divide.
 */
sealed interface FilterPattern
    permits FilterPattern.All, FilterPattern.Regex, TermPattern, JsonPattern, SpacePattern {

  /** Whether {@code line} is wanted. */
  boolean matches(LogLine line);

  /**
   * What {@code selector} ({@code $.latency} of JSON, {@code $bytes} of fields) is in a line that
   * matches.
   */
  default Optional<String> value(LogLine line, String selector) {
    return Optional.empty();
  }

  /** What the pattern names in a line that matches, by its selectors. */
  default Map<String, String> extracted(LogLine line) {
    return Map.of();
  }

  /** Whether {@link #value} can ever tell what {@code selector} is. */
  default boolean knows(String selector) {
    return false;
  }

  /** Everything: an empty pattern. */
  record All() implements FilterPattern {
    @Override
    public boolean matches(LogLine line) {
      return true;
    }
  }

  /** Lines in which the expression is found somewhere. */
  record Regex(Pattern expression) implements FilterPattern {
    @Override
    public boolean matches(LogLine line) {
      return expression.matcher(line.text()).find();
    }
  }

  /**
   * Reads a pattern; null is an empty one.
   *
   * @throws software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException when it
   *     is none
   */
  static FilterPattern parse(String text) {
    var pattern = text == null ? "" : text.strip();
    if (pattern.isEmpty()) {
      return new All();
    }
    return switch (pattern.charAt(0)) {
      case '{' -> JsonPattern.parse(pattern);
      case '[' -> SpacePattern.parse(pattern);
      case '%' -> standalone(pattern);
      default -> TermPattern.parse(pattern);
    };
  }

  private static Regex standalone(String pattern) {
    var reader = new PatternReader(pattern);
    var expression = reader.regex();
    reader.end();
    return new Regex(expression);
  }
}
