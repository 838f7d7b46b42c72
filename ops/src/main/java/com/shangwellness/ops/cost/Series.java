package com.shangwellness.ops.cost;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the application measures of itself, by the lines that it logs: CloudWatch keeps a series for
 * each metric and set of dimensions, and each is a custom metric that costs by the month in which
 * it has data (CloudWatch guide, "Publish custom metrics").
 *
 * @param counts how many there can be of each metric
 */
record Series(Map<String, Integer> counts) {
  Series {
    counts = Map.copyOf(counts);
  }

  /** Those of the application: its own tests count them. */
  static Series ofTheApplication() {
    try (var file = Series.class.getResourceAsStream("series.json")) {
      return new Series(new ObjectMapper().readValue(file, new TypeReference<>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By the names of the metrics. */
  Map<String, Integer> sorted() {
    return new TreeMap<>(counts);
  }
}
