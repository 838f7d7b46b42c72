package com.shangwellness.region.cloudwatchlogs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The embedded metric format: lines of JSON whose member {@code _aws} says which of their members
 * are metrics (CloudWatch guide, "Specification: Embedded metric format"). The time of a value is
 * that of its log event, whatever {@code _aws.Timestamp} says: a process measures on the machine's
 * clock, and metrics are on the region's.
 *
 * <p>A directive that breaks the specification yields nothing and counts as {@code
 * EMFValidationErrors} of its group, in the namespace {@code AWS/Logs}.
 */
final class EmbeddedMetrics {

  // Limits of the specification.
  private static final int MOST_METRICS = 100;
  private static final int MOST_DIMENSIONS = 30;
  private static final int MOST_VALUES = 100;
  private static final int LONGEST_DIMENSION = 1024;
  private static final int LONGEST_NAME = 1024;

  /** What in a line breaks the specification. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String what) {
      super(what);
    }
  }

  private EmbeddedMetrics() {}

  /** Adds the metrics that {@code line} of {@code group} carries; none when it carries none. */
  static void read(LogLine line, String group, Instant time, MetricBatch batch) {
    // Nearly every line is none of these: a search for the name costs less than to parse it.
    if (!line.text().contains("\"_aws\"")) {
      return;
    }
    var json = line.json();
    var directives = json.map(root -> root.path("_aws").path("CloudWatchMetrics"));
    if (directives.filter(JsonNode::isArray).isEmpty()) {
      return;
    }
    for (var directive : directives.get()) {
      try {
        read(json.get(), directive, time, batch);
      } catch (Malformed e) {
        batch.addOfGroup(group, "EMFValidationErrors", "Count", time, 1);
      }
    }
  }

  private static void read(ObjectNode root, JsonNode directive, Instant time, MetricBatch batch)
      throws Malformed {
    var namespace = directive.path("Namespace").asText();
    var metrics = directive.path("Metrics");
    var sets = directive.path("Dimensions");
    require(
        !namespace.isBlank() && namespace.length() <= 255 && !namespace.startsWith("AWS/"),
        "Namespace");
    require(metrics.isArray() && metrics.size() <= MOST_METRICS, "Metrics");
    require(sets.isArray(), "Dimensions");
    var checked = new MetricBatch.Series[metrics.size()];
    for (int i = 0; i < checked.length; i++) {
      checked[i] = series(namespace, metrics.get(i), time);
      values(root, checked[i].name());
    }
    for (var set : sets) {
      var dimensions = dimensions(root, set);
      if (dimensions.isPresent()) {
        for (var series : checked) {
          for (double value : values(root, series.name())) {
            batch.add(with(series, dimensions.get()), value);
          }
        }
      }
    }
  }

  private static MetricBatch.Series with(
      MetricBatch.Series series, SortedMap<String, String> dimensions) {
    return new MetricBatch.Series(
        series.namespace(),
        series.name(),
        dimensions,
        series.unit(),
        series.resolution(),
        series.time());
  }

  private static MetricBatch.Series series(String namespace, JsonNode metric, Instant time)
      throws Malformed {
    var name = metric.path("Name").asText();
    var unit = metric.path("Unit").asText("None");
    int resolution = metric.path("StorageResolution").asInt(60);
    require(!name.isBlank() && name.length() <= LONGEST_NAME, "Name");
    require(StandardUnit.fromValue(unit) != StandardUnit.UNKNOWN_TO_SDK_VERSION, "Unit of " + name);
    require(resolution == 1 || resolution == 60, "StorageResolution of " + name);
    return new MetricBatch.Series(
        namespace, name, Collections.emptySortedMap(), unit, resolution, time);
  }

  /** The set's dimensions; empty when a member that it names is not there. */
  private static Optional<SortedMap<String, String>> dimensions(ObjectNode root, JsonNode set)
      throws Malformed {
    require(set.isArray() && set.size() <= MOST_DIMENSIONS, "Dimensions");
    var dimensions = new TreeMap<String, String>();
    for (var key : set) {
      var value = root.path(key.asText());
      if (value.isMissingNode()) {
        return Optional.empty();
      }
      require(
          key.isTextual()
              && value.isValueNode()
              && !value.asText().isBlank()
              && value.asText().length() <= LONGEST_DIMENSION,
          "the dimension " + key.asText());
      dimensions.put(key.asText(), value.asText());
    }
    return Optional.of(dimensions);
  }

  /** The metric's values; none when the line has no such member. */
  private static double[] values(ObjectNode root, String name) throws Malformed {
    var value = root.path(name);
    if (value.isMissingNode()) {
      return new double[0];
    }
    if (value.isNumber()) {
      return new double[] {number(value, name)};
    }
    require(value.isArray() && value.size() <= MOST_VALUES, name);
    var values = new double[value.size()];
    for (int i = 0; i < values.length; i++) {
      require(value.get(i).isNumber(), name);
      values[i] = number(value.get(i), name);
    }
    return values;
  }

  private static double number(JsonNode value, String name) throws Malformed {
    require(MetricBatch.takes(value.asDouble()), name);
    return value.asDouble();
  }

  private static void require(boolean holds, String what) throws Malformed {
    if (!holds) {
      throw new Malformed(what);
    }
  }
}
