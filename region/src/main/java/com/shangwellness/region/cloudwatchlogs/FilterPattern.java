package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/**
 * What of the events is wanted (CloudWatch Logs guide, "Filter pattern syntax"): terms that must
 * all be there, {@code -terms} that must not, {@code ?terms} of which one must. A term of other
 * than letters, digits and underscores stands in quotation marks.
 */
sealed interface FilterPattern {

  /** Whether {@code message} is wanted. */
  boolean matches(String message);

  /** Everything: an empty pattern. */
  record All() implements FilterPattern {
    @Override
    public boolean matches(String message) {
      return true;
    }
  }

  /** Terms; case matters. */
  record Terms(List<String> all, List<String> none, List<String> any) implements FilterPattern {
    @Override
    public boolean matches(String message) {
      return all.stream().allMatch(message::contains)
          && none.stream().noneMatch(message::contains)
          && (any.isEmpty() || any.stream().anyMatch(message::contains));
    }
  }

  /**
   * Reads a pattern; null is an empty one.
   *
   * @throws software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException when it
   *     is none, or of a kind that this region does not read
   */
  static FilterPattern parse(String text) {
    if (text == null || text.isBlank()) {
      return new All();
    }
    if (text.strip().startsWith("{")
        || text.strip().startsWith("[")
        || text.strip().startsWith("%")) {
      throw invalid(
          "This region reads patterns of terms; JSON, space-delimited and regular-expression"
              + " patterns are not read yet: "
              + text);
    }
    return terms(text);
  }

  private static Terms terms(String text) {
    var all = new ArrayList<String>();
    var none = new ArrayList<String>();
    var any = new ArrayList<String>();
    var scanner =
        Pattern.compile("\\s*([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+))").matcher(text);
    int position = 0;
    while (position < text.strip().length() && scanner.find(position)) {
      if (scanner.start() != position) {
        break;
      }
      var quoted = scanner.group(2);
      var term = quoted == null ? scanner.group(3) : quoted.replace("\\\"", "\"");
      switch (scanner.group(1)) {
        case "-" -> none.add(term);
        case "?" -> any.add(term);
        default -> all.add(term);
      }
      position = scanner.end();
    }
    if (!text.substring(position).isBlank()) {
      throw invalid("Invalid filter pattern");
    }
    return new Terms(List.copyOf(all), List.copyOf(none), List.copyOf(any));
  }

  private static RuntimeException invalid(String message) {
    return AwsErrors.of(InvalidParameterException.builder(), message);
  }
}
