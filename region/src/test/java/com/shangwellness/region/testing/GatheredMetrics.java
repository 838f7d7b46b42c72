package com.shangwellness.region.testing;

import com.shangwellness.region.cloudwatch.MetricSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Keeps what services measure, for tests to look at. */
public final class GatheredMetrics implements MetricSink {

  private final List<Map.Entry<String, MetricDatum>> data = new ArrayList<>();

  @Override
  public void record(String namespace, List<MetricDatum> batch) {
    batch.forEach(datum -> data.add(Map.entry(namespace, datum)));
  }

  /** Forgets what came so far. */
  public void clear() {
    data.clear();
  }

  /** All that came, in order. */
  public List<MetricDatum> all() {
    return data.stream().map(Map.Entry::getValue).toList();
  }

  /** The values of one metric, each as often as it came; dimensions as {@code Name=value}. */
  public List<Double> values(String namespace, String name, String... dimensions) {
    var wanted = Arrays.stream(dimensions).collect(Collectors.toSet());
    var values = new ArrayList<Double>();
    for (var entry : data) {
      var datum = entry.getValue();
      var own =
          datum.dimensions().stream()
              .map(d -> d.name() + "=" + d.value())
              .collect(Collectors.toSet());
      if (entry.getKey().equals(namespace)
          && datum.metricName().equals(name)
          && own.equals(wanted)) {
        if (datum.value() != null) {
          values.add(datum.value());
        }
        for (int i = 0; i < datum.values().size(); i++) {
          for (int times = 0; times < datum.counts().get(i); times++) {
            values.add(datum.values().get(i));
          }
        }
      }
    }
    return values;
  }

  /** The sum of {@link #values}. */
  public double sum(String namespace, String name, String... dimensions) {
    return values(namespace, name, dimensions).stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The names of all metrics that came with exactly these dimensions' names. */
  public List<String> names(String... dimensions) {
    var wanted = Arrays.stream(dimensions).collect(Collectors.toSet());
    return all().stream()
        .filter(
            d ->
                d.dimensions().stream()
                    .map(x -> x.name())
                    .collect(Collectors.toSet())
                    .equals(wanted))
        .map(MetricDatum::metricName)
        .distinct()
        .sorted()
        .toList();
  }
}
