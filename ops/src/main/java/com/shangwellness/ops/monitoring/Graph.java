package com.shangwellness.ops.monitoring;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * A graph of a dashboard.
 *
 * @param title as the dashboard words it
 * @param queries what it draws, and what that is computed of; each has an id and a label
 */
public record Graph(String title, List<MetricDataQuery> queries) {
  /** Keeps its own copy. */
  public Graph {
    queries = List.copyOf(queries);
  }
}
