package com.shangwellness.region.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/**
 * What tells one metric from another: namespace, name, and every dimension with its value.
 *
 * @param dimensions values by name, in the order of the names
 */
record MetricId(String namespace, String name, Map<String, String> dimensions) {

  MetricId {
    dimensions = new TreeMap<>(dimensions);
  }

  static MetricId of(String namespace, String name, List<Dimension> dimensions) {
    var values = new TreeMap<String, String>();
    dimensions.forEach(dimension -> values.put(dimension.name(), dimension.value()));
    return new MetricId(namespace, name, values);
  }

  static MetricId of(Metric metric) {
    return of(metric.namespace(), metric.metricName(), metric.dimensions());
  }

  /** The metric as callers see it. */
  Metric metric() {
    return Metric.builder()
        .namespace(namespace)
        .metricName(name)
        .dimensions(
            dimensions.entrySet().stream()
                .map(d -> Dimension.builder().name(d.getKey()).value(d.getValue()).build())
                .toList())
        .build();
  }

  /** A key for tables: metrics of one namespace stand together, and of one name within it. */
  String key() {
    var key = new StringBuilder(namespace).append('\u0001').append(name);
    dimensions.forEach((of, is) -> key.append('\u0001').append(of).append('\u0002').append(is));
    return key.toString();
  }
}
