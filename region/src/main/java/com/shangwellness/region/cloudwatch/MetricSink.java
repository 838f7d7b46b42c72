package com.shangwellness.region.cloudwatch;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

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
}
