package com.shangwellness.ops.monitoring;

import com.shangwellness.ops.monitoring.Chart.Curve;
import com.shangwellness.ops.monitoring.Chart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/**
 * Production's own dashboard, as its stack defines it: what an operator sees in AWS's console and
 * in the terminal is the same.
 */
public final class Dashboard {
  private final CloudWatchClient cloudWatch;
  private final String name;

  /** The dashboard named {@code name}. */
  public Dashboard(CloudWatchClient cloudWatch, String name) {
    this.cloudWatch = cloudWatch;
    this.name = name;
  }

  /** Its graphs with what was measured in {@code span}. */
  public List<Chart> charts(Span span) {
    var body = cloudWatch.getDashboard(r -> r.dashboardName(name)).dashboardBody();
    return DashboardBody.graphs(body, span.period()).stream()
        .map(graph -> chart(graph, span))
        .toList();
  }

  private Chart chart(Graph graph, Span span) {
    var results = new ArrayList<MetricDataResult>();
    cloudWatch
        .getMetricDataPaginator(
            r ->
                r.metricDataQueries(graph.queries())
                    .startTime(span.start())
                    .endTime(span.end())
                    .scanBy("TimestampAscending"))
        .forEach(page -> results.addAll(page.metricDataResults()));
    var curves =
        graph.queries().stream()
            .filter(MetricDataQuery::returnData)
            .map(query -> new Curve(query.label(), points(query.id(), results)))
            .toList();
    return new Chart(graph.title(), curves);
  }

  // A result that goes on in the next page comes again there, with the rest.
  private static List<Point> points(String id, List<MetricDataResult> results) {
    return results.stream()
        .filter(result -> result.id().equals(id))
        .flatMap(
            result ->
                IntStream.range(0, result.timestamps().size())
                    .mapToObj(
                        i ->
                            new Point(
                                result.timestamps().get(i).toString(), result.values().get(i))))
        .toList();
  }
}
