package com.shangwellness.region.cloudwatch;

import static com.shangwellness.region.cloudwatch.TestCloudWatch.datum;
import static com.shangwellness.region.cloudwatch.TestCloudWatch.sumOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.shangwellness.region.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class MetricDataTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final TestCloudWatch region = new TestCloudWatch();

  private void put(String metric, int minute, double value) {
    region.puts(datum(metric).timestamp(START.plus(Duration.ofMinutes(minute))).value(value));
  }

  /** a: 1 2 3 4. */
  private void example() {
    for (int minute = 0; minute < 4; minute++) {
      put("a", minute, minute + 1);
    }
  }

  private List<MetricDataResult> results(Consumer<GetMetricDataRequest.Builder> request) {
    return region.ask(() -> region.cloudWatch.getMetricData(request)).metricDataResults();
  }

  private static MetricDataQuery returned(String metric) {
    return sumOf(metric, metric).toBuilder().returnData(true).build();
  }

  @Test
  void periods_come_newest_first_unless_asked_otherwise() {
    example();
    var result =
        results(
                r ->
                    r.startTime(START)
                        .endTime(START.plus(Duration.ofMinutes(4)))
                        .metricDataQueries(returned("a")))
            .getFirst();

    assertThat(result.values()).containsExactly(4.0, 3.0, 2.0, 1.0);
    assertThat(result.timestamps().getFirst()).isEqualTo(START.plus(Duration.ofMinutes(3)));
  }

  @Test
  void the_minute_in_which_the_time_begins_is_part_of_the_answer() {
    example();
    var result =
        results(
                r ->
                    r.startTime(START.plusSeconds(30))
                        .endTime(START.plusSeconds(90))
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                        .metricDataQueries(returned("a")))
            .getFirst();

    assertThat(result.values()).containsExactly(1.0, 2.0);
  }

  @Test
  void results_of_expressions_are_not_among_all_metrics() {
    example();
    var twice = MetricDataQuery.builder().id("twice").expression("a * 2").returnData(false).build();
    var all = MetricDataQuery.builder().id("all").expression("SUM(METRICS())").build();
    var result =
        results(
                r ->
                    r.startTime(START)
                        .endTime(START.plusSeconds(60))
                        .metricDataQueries(sumOf("a", "a"), twice, all))
            .getFirst();

    assertThat(result.values()).containsExactly(1.0);
  }

  @Test
  void statistics_of_one_period() {
    region.puts(datum("latency").values(1.0, 2.0, 3.0, 100.0).counts(50.0, 40.0, 9.0, 1.0));

    var point =
        region
            .statistics(
                "latency",
                Duration.ofMinutes(1),
                r ->
                    r.statistics(
                            Statistic.AVERAGE,
                            Statistic.SUM,
                            Statistic.MINIMUM,
                            Statistic.MAXIMUM,
                            Statistic.SAMPLE_COUNT)
                        .extendedStatistics("p50", "p90", "p99", "p100", "tm99"))
            .getFirst();

    assertThat(point.sampleCount()).isEqualTo(100);
    assertThat(point.sum()).isEqualTo(257);
    assertThat(point.average()).isEqualTo(2.57, within(1e-9));
    assertThat(point.minimum()).isEqualTo(1);
    assertThat(point.maximum()).isEqualTo(100);
    assertThat(point.extendedStatistics())
        .containsEntry("p50", 1.0)
        .containsEntry("p90", 2.0)
        .containsEntry("p99", 3.0)
        .containsEntry("p100", 100.0);
    assertThat(point.extendedStatistics().get("tm99")).isEqualTo(157 / 99.0, within(1e-9));
  }

  @Test
  void what_an_action_measured_that_failed_in_the_end_is_not_counted() {
    region.puts(datum("a").value(1.0));
    assertThatThrownBy(
            () ->
                region.ask(
                    () -> {
                      region.cloudWatch.record("Shop", List.of(datum("a").value(10.0).build()));
                      throw new IllegalStateException("in the end");
                    }))
        .hasMessage("in the end");
    region.puts(datum("a").value(100.0));

    assertThat(
            region
                .statistics("a", Duration.ofMinutes(1), r -> r.statistics(Statistic.SUM))
                .getFirst()
                .sum())
        .isEqualTo(101);
  }

  @Test
  void a_percentile_of_many_values_is_right_within_two_percent() {
    for (int i = 1; i <= 1000; i++) {
      region.puts(datum("latency").value((double) i));
    }

    var p90 =
        region
            .statistics("latency", Duration.ofMinutes(1), r -> r.extendedStatistics("p90"))
            .getFirst()
            .extendedStatistics()
            .get("p90");

    assertThat(p90).isEqualTo(900, within(18.0));
  }

  @Test
  void data_lose_resolution_as_they_age_and_nothing_of_their_sum() {
    for (int minute = 0; minute < 60; minute++) {
      put("a", minute, 1);
    }
    region.passes(Duration.ofDays(16));

    var points = region.statistics("a", Duration.ofHours(1), r -> r.statistics(Statistic.SUM));

    assertThat(points).hasSize(12).allMatch(point -> point.sum() == 5);
    region.passes(Duration.ofDays(440));
    assertThat(region.ask(() -> region.cloudWatch.listMetrics(r -> r.namespace("Shop"))).metrics())
        .isEmpty();
  }

  @Test
  void they_age_also_in_a_region_that_is_restarted_each_half_hour(@TempDir Path folder) {
    var file = folder.resolve("region.db");
    var now = START;
    var region = new TestCloudWatch(Store.open(file), now);
    for (int second = 0; second < 60; second++) {
      region.puts(datum("a").timestamp(now.plusSeconds(second)).value(1.0).storageResolution(1));
    }
    // The hour of the data, three hours more, and the hour in which that is noticed.
    for (int halves = 0; halves < 11; halves++) {
      region.store.close();
      region = new TestCloudWatch(Store.open(file), now);
      region.passes(Duration.ofMinutes(30));
      now = region.timeline.now();
    }

    assertThat(
            region.statistics(
                "a", Duration.ofMinutes(1), r -> r.period(1).statistics(Statistic.SUM)))
        .hasSize(1)
        .allMatch(point -> point.sum() == 60);
    region.store.close();
  }

  @Test
  void nothing_of_a_metric_is_lost_from_one_ten_minutes_and_one_hour_to_the_next() {
    for (int minute = 0; minute < 150; minute++) {
      put("a", minute, minute);
      region.passes(Duration.ofMinutes(1));
    }
    // Late, into an hour that was done with.
    put("a", 30, 1000);

    var points = region.statistics("a", Duration.ofMinutes(150), r -> r.statistics(Statistic.SUM));

    assertThat(points).hasSize(150);
    assertThat(points.stream().mapToDouble(Datapoint::sum).sum()).isEqualTo(150 * 149 / 2 + 1000);
    assertThat(points.get(30).sum()).isEqualTo(1030);
  }

  @Test
  void metrics_are_listed_by_dimension_until_they_were_silent_for_two_weeks() {
    region.puts(
        datum("a").value(1.0).dimensions(Dimension.builder().name("Route").value("/book").build()));
    var route = DimensionFilter.builder().name("Route").value("/book").build();
    assertThat(
            region
                .ask(() -> region.cloudWatch.listMetrics(r -> r.dimensions(List.of(route))))
                .metrics())
        .hasSize(1);

    region.passes(Duration.ofDays(15));

    assertThat(region.ask(() -> region.cloudWatch.listMetrics()).metrics()).isEmpty();
  }
}
