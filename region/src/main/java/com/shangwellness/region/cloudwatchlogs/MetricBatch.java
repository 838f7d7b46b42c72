package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.cloudwatch.MetricSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** The measurements that one batch of events yields: equal ones become one datum with counts. */
final class MetricBatch {

  /**
   * One series at one moment.
   *
   * @param unit as CloudWatch names it, {@code Milliseconds}
   * @param resolution seconds: 1 or 60
   */
  record Series(
      String namespace,
      String name,
      SortedMap<String, String> dimensions,
      String unit,
      int resolution,
      Instant time) {}

  private static final double LARGEST = Math.pow(2, 360);

  private final Map<Series, SortedMap<Double, Double>> found = new LinkedHashMap<>();

  /**
   * Whether CloudWatch takes {@code value}: "Values must be in the range of -2^360 to 2^360. In
   * addition, special values (for example, NaN, +Infinity, -Infinity) are not supported" (API
   * reference, MetricDatum).
   */
  static boolean takes(double value) {
    return Math.abs(value) <= LARGEST;
  }

  void add(Series series, double value) {
    found.computeIfAbsent(series, s -> new TreeMap<>()).merge(value, 1.0, Double::sum);
  }

  /** Adds a measurement of the logs themselves, which belong to {@code group}. */
  void addOfGroup(String group, String name, String unit, Instant time, double value) {
    var dimensions = new TreeMap<>(Map.of("LogGroupName", group));
    add(new Series("AWS/Logs", name, dimensions, unit, 60, time), value);
  }

  void writeTo(MetricSink sink) {
    var data = new LinkedHashMap<String, List<MetricDatum>>();
    found.forEach(
        (series, values) ->
            data.computeIfAbsent(series.namespace(), n -> new ArrayList<>())
                .add(datum(series, values)));
    data.forEach(sink::record);
  }

  private static MetricDatum datum(Series series, SortedMap<Double, Double> values) {
    var datum =
        MetricDatum.builder()
            .metricName(series.name())
            .dimensions(
                series.dimensions().entrySet().stream()
                    .map(d -> Dimension.builder().name(d.getKey()).value(d.getValue()).build())
                    .toList())
            .unit(series.unit())
            .storageResolution(series.resolution())
            .timestamp(series.time());
    return values.size() == 1 && values.firstEntry().getValue() == 1.0
        ? datum.value(values.firstKey()).build()
        : datum.values(values.keySet()).counts(values.values()).build();
  }
}
