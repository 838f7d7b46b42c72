package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.region.patterns.ReferencePath;

/**
 * A path of a definition: into a state's data, or, with {@code $$}, into the context object.
 *
 * @param text as it was written
 */
record DataPath(String text, boolean ofContext, ReferencePath path) {

  /** All of the data. */
  static final DataPath ALL = parse("$");

  static DataPath parse(String text) {
    boolean ofContext = text.startsWith("$$");
    return new DataPath(text, ofContext, ReferencePath.parse(ofContext ? text.substring(1) : text));
  }

  /** What there is; a missing node for nothing. */
  JsonNode find(Data data) {
    return path.of(ofContext ? data.context() : data.value());
  }

  /**
   * What there is.
   *
   * @throws StateError when there is nothing
   */
  JsonNode get(Data data) {
    var found = find(data);
    if (found.isMissingNode()) {
      throw StateError.runtime(
          "The JSONPath '" + text + "' could not be found in the input '" + data.value() + "'");
    }
    return found;
  }
}
