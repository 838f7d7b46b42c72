package com.shangwellness.region.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The values of one minute, gathered by metric before they are written: each metric is written
 * once, with every value and how often it came, so that all statistics and percentiles can be told.
 */
public final class Datums {

  private record Series(String name, List<Dimension> dimensions, StandardUnit unit) {}

  private final Instant minute;
  private final Map<Series, TreeMap<Double, Double>> values = new LinkedHashMap<>();

  /**
   * @param minute when the minute began
   */
  public Datums(Instant minute) {
    this.minute = minute;
  }

  /** Adds {@code value} once, for each of these sets of dimensions. */
  public void add(String name, StandardUnit unit, double value, List<List<Dimension>> dimensions) {
    add(name, unit, value, 1, dimensions);
  }

  /** Adds {@code value} so many {@code times}, for each of these sets of dimensions. */
  public void add(
      String name, StandardUnit unit, double value, long times, List<List<Dimension>> dimensions) {
    addAll(name, unit, Map.of(value, times), dimensions);
  }

  /** Adds each value so many times, for each of these sets of dimensions. */
  public void addAll(
      String name, StandardUnit unit, Map<Double, Long> times, List<List<Dimension>> dimensions) {
    for (var set : dimensions) {
      var counted = values.computeIfAbsent(new Series(name, set, unit), s -> new TreeMap<>());
      times.forEach((value, count) -> counted.merge(value, (double) count, Double::sum));
    }
  }

  /** A dimension. */
  public static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  /** All of it, for {@link MetricSink}. */
  public List<MetricDatum> all() {
    var all = new ArrayList<MetricDatum>();
    values.forEach(
        (series, counted) ->
            all.add(
                MetricDatum.builder()
                    .metricName(series.name())
                    .dimensions(series.dimensions())
                    .unit(series.unit())
                    .timestamp(minute)
                    .values(counted.keySet())
                    .counts(counted.values())
                    .build()));
    return all;
  }

  /** Writes all of it; nothing when there is nothing. */
  public void writeTo(MetricSink sink, String namespace) {
    if (!values.isEmpty()) {
      sink.record(namespace, all());
    }
  }
}
