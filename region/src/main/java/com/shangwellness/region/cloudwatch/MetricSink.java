package com.shangwellness.region.cloudwatch;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * Where a service of the region writes what it measures of itself. It is {@code PutMetricData}
 * without the caller's limits: namespaces that begin with {@code AWS/} and {@code ECS/} belong to
 * services, and are refused there.
 */
@FunctionalInterface
public interface MetricSink {

  /** Keeps nothing. */
  MetricSink NONE = (namespace, data) -> {};

  /**
   * Keeps these values, in the transaction of the action that calls it.
   *
   * @param namespace such as {@code AWS/ApplicationELB}
   * @param data each with its name, dimensions, unit, region time, and either one value, a
   *     statistic set, or values with counts (which percentiles need)
   */
  void record(String namespace, List<MetricDatum> data);

  /**
   * Counts that something happened once.
   *
   * @param dimension whom it happened to
   * @param value its name
   * @param at region time
   */
  default void count(String namespace, String metric, String dimension, String value, Instant at) {
    record(
        namespace,
        List.of(
            MetricDatum.builder()
                .metricName(metric)
                .dimensions(Datums.dimension(dimension, value))
                .unit(StandardUnit.COUNT)
                .timestamp(at)
                .value(1.0)
                .build()));
  }
}
