package com.shangwellness.ops.monitoring;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** Names the curves of a graph that have no label, so that no two are called alike. */
final class Labels {
  private Labels() {}

  static List<MetricDataQuery> complete(List<MetricDataQuery> queries) {
    var named = named(queries, Labels::metric);
    var withStatistic = isUnique(named) ? named : named(queries, q -> metric(q) + " " + stat(q));
    return isUnique(withStatistic) ? withStatistic : named(queries, Labels::lastDimension);
  }

  private static List<MetricDataQuery> named(
      List<MetricDataQuery> queries, Function<MetricDataQuery, String> name) {
    return queries.stream()
        .map(q -> q.label() == null ? q.toBuilder().label(name.apply(q)).build() : q)
        .toList();
  }

  private static boolean isUnique(List<MetricDataQuery> queries) {
    return queries.stream()
        .collect(groupingBy(MetricDataQuery::label, counting()))
        .values()
        .stream()
        .allMatch(count -> count == 1);
  }

  private static String metric(MetricDataQuery query) {
    return query.metricStat() == null
        ? query.expression()
        : query.metricStat().metric().metricName();
  }

  private static String stat(MetricDataQuery query) {
    return query.metricStat() == null ? "" : query.metricStat().stat();
  }

  // targetgroup/NAME/ID is known by its name.
  private static String lastDimension(MetricDataQuery query) {
    if (query.metricStat() == null || !query.metricStat().metric().hasDimensions()) {
      return query.id();
    }
    var value = query.metricStat().metric().dimensions().stream().map(Dimension::value).toList();
    var parts = value.getLast().split("/", -1);
    return parts.length == 3 ? parts[1] : value.getLast();
  }
}
