package com.shangwellness.region.patterns;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSONPath that names one place in a document: {@code $}, {@code $.detail.state}, {@code
 * $.targets[0]}, {@code $['a name']} (Amazon States Language, "Reference Paths").
 *
 * @param text as it was written
 * @param place the place that it names
 */
public record ReferencePath(String text, JsonPointer place) {

  private static final Pattern STEP =
      Pattern.compile("\\.([\\p{L}\\p{N}_-]+)|\\[(\\d{1,9})\\]|\\['([^']+)'\\]");
  private static final Pattern WHOLE = Pattern.compile("\\$(" + STEP.pattern() + ")*");

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException when it is none, or one that may name several places
   */
  public static ReferencePath parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          text + " is no path of the form $.name, $.list[0] or $['name']");
    }
    var place = JsonPointer.empty();
    for (Matcher step = STEP.matcher(text); step.find(); ) {
      place =
          step.group(2) == null
              ? place.appendProperty(step.group(1) == null ? step.group(3) : step.group(1))
              : place.appendIndex(Integer.parseInt(step.group(2)));
    }
    return new ReferencePath(text, place);
  }

  /** What {@code document} has there; a missing node when it has nothing. */
  public JsonNode of(JsonNode document) {
    return document.at(place);
  }
}
