package com.shangwellness.ops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.monitoring.Chart.Curve;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

class DashboardTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant TWO = Instant.parse("2026-01-31T14:00:00Z");

  private final FakeTarget aws = new FakeTarget();

  @Test
  void each_visible_row_of_a_graph_is_a_curve_with_its_points_in_order() {
    aws.cloudWatch()
        .dashboard(
            """
            {"widgets": [
              {"type": "alarm", "properties": {"title": "Is it fine?"}},
              {"type": "metric", "properties": {"title": "Errors", "metrics": [
                [{"expression": "100 * e / r", "label": "5xx, %", "period": 300}],
                ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "app/a/1",
                  {"id": "r", "visible": false, "stat": "Sum"}]]}}]}
            """);
    aws.cloudWatch().measured("100 * e / r", TWO, 1.5);
    aws.cloudWatch().measured("100 * e / r", TWO.plusSeconds(60), 3);
    aws.cloudWatch().measured("RequestCount Sum", TWO, 12);

    var charts = charts(MINUTE);

    assertThat(charts).extracting(Chart::title).containsExactly("Errors");
    assertThat(charts.getFirst().curves()).extracting(Curve::name).containsExactly("5xx, %");
    assertThat(charts.getFirst().curves().getFirst().points())
        .containsExactly(
            new Chart.Point("2026-01-31T14:00:00Z", 1.5),
            new Chart.Point("2026-01-31T14:01:00Z", 3));
  }

  private List<Chart> charts(Duration period) {
    var span = Span.until(aws.cloudWatch().now(), period.multipliedBy(60));
    return new Dashboard(aws.cloudWatch(), "board").charts(span);
  }

  @Test
  void rows_may_leave_out_what_the_row_before_has() {
    var queries =
        queries(
            """
            ["AWS/ECS", "CPUUtilization", "ClusterName", "c", "ServiceName", "s"],
            [".", "MemoryUtilization", ".", ".", ".", "."],
            ["...", "t"]
            """);

    assertThat(queries)
        .extracting(q -> q.metricStat().metric().namespace())
        .containsOnly("AWS/ECS");
    assertThat(queries)
        .extracting(q -> q.metricStat().metric().metricName())
        .containsExactly("CPUUtilization", "MemoryUtilization", "MemoryUtilization");
    assertThat(queries)
        .extracting(
            q -> q.metricStat().metric().dimensions().stream().map(Dimension::value).toList())
        .containsExactly(List.of("c", "s"), List.of("c", "s"), List.of("c", "t"));
  }

  @Test
  void the_statistic_is_the_rows_or_else_the_graphs_or_else_the_average() {
    assertThat(queries("[\"N\", \"a\", {\"stat\": \"p99\"}], [\"N\", \"b\"]"))
        .extracting(q -> q.metricStat().stat())
        .containsExactly("p99", "Average");
  }

  @Test
  void ids_that_the_dashboard_gives_are_kept_and_the_others_take_none_of_them() {
    assertThat(queries("[\"N\", \"a\"], [\"N\", \"b\", {\"id\": \"m1\"}], [\"N\", \"c\"]"))
        .extracting(MetricDataQuery::id)
        .containsExactly("m2", "m1", "m3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ["N", "a"], ["N", "b"]                                     | a, b
          ["N", "a", {"stat": "p50"}], ["N", "a", {"stat": "p99"}]   | a p50, a p99
          ["N", "a", "G", "targetgroup/blue/1"], ["...", "targetgroup/green/2"] | blue, green
          ["N", "a", {"label": "ours"}], ["N", "a", {"stat": "Sum"}] | ours, a
          """)
  void curves_without_a_label_are_named_by_what_tells_them_apart(String rows, String names) {
    assertThat(queries(rows))
        .extracting(MetricDataQuery::label)
        .containsExactly(names.split(", ", -1));
  }

  private static List<MetricDataQuery> queries(String rows) {
    var body =
        """
        {"widgets": [{"type": "metric", "properties": {"title": "t", "metrics": [%s]}}]}
        """
            .formatted(rows);
    return DashboardBody.graphs(body, MINUTE).getFirst().queries();
  }

  @Test
  void a_body_that_is_no_json_is_refused_with_the_reason() {
    assertThatThrownBy(() -> DashboardBody.graphs("{", MINUTE))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("the dashboard is no JSON: ");
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M, PT1M, 1",
    "PT60M, PT1M, 60",
    "PT3H, PT1M, 180",
    "PT181M, PT5M, 37",
    "PT24H, PT5M, 288",
    "P2D, PT1H, 48",
    "P90D, PT1H, 2160"
  })
  void the_longer_one_looks_back_the_longer_a_period(Duration length, Duration period, int count) {
    var span = Span.until(Instant.parse("2026-01-31T14:05:30Z"), length);

    assertThat(span.period()).isEqualTo(period);
    assertThat(span.periods()).isEqualTo(count);
    assertThat(span.end()).isAfter(Instant.parse("2026-01-31T14:05:30Z"));
    assertThat(span.start().getEpochSecond() % period.toSeconds()).isZero();
  }
}
