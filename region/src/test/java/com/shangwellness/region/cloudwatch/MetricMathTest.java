package com.shangwellness.region.cloudwatch;

import static com.shangwellness.region.cloudwatch.TestCloudWatch.datum;
import static com.shangwellness.region.cloudwatch.TestCloudWatch.sumOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** The tables and examples of the CloudWatch user guide, "Using metric math", and around them. */
class MetricMathTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MINUTES = 5;

  private final TestCloudWatch region = new TestCloudWatch();

  /** Values from the first minute on; a minute without one is {@code -}. */
  private void measured(String metric, String values) {
    var all = values.split(" ", -1);
    for (int minute = 0; minute < all.length; minute++) {
      if (!all[minute].equals("-")) {
        region.puts(
            datum(metric)
                .timestamp(START.plus(Duration.ofMinutes(minute)))
                .value(Double.valueOf(all[minute])));
      }
    }
  }

  private void example() {
    measured("a", "1 2 3 4");
    measured("b", "10 - 30 40");
    measured("c", "0 0 0 0");
  }

  private List<MetricDataResult> results(String expression, int minutes, String... metrics) {
    var queries = new ArrayList<MetricDataQuery>();
    Arrays.stream(metrics).forEach(metric -> queries.add(sumOf(metric, metric)));
    queries.add(MetricDataQuery.builder().id("e").expression(expression).build());
    return region
        .ask(
            () ->
                region.cloudWatch.getMetricData(
                    r ->
                        r.startTime(START)
                            .endTime(START.plus(Duration.ofMinutes(minutes)))
                            .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                            .metricDataQueries(queries)))
        .metricDataResults();
  }

  private List<MetricDataResult> results(String expression) {
    return results(expression, 4, "a", "b", "c");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** A result minute by minute. */
  private static String drawn(MetricDataResult result, int minutes) {
    var words = new ArrayList<String>();
    for (int minute = 0; minute < minutes; minute++) {
      int at = result.timestamps().indexOf(START.plus(Duration.ofMinutes(minute)));
      words.add(at < 0 ? "-" : number(Math.round(result.values().get(at) * 1e9) / 1e9));
    }
    return String.join(" ", words);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a                              | 1 2 3 4
          b                              | 10 - 30 40
          a + b                          | 11 2 33 44
          b - a                          | 9 -2 27 36
          2 * a - 1                      | 1 3 5 7
          -a                             | -1 -2 -3 -4
          a ^ 2                          | 1 4 9 16
          2 + 3 * a                      | 5 8 11 14
          (2 + 3) * a                    | 5 10 15 20
          10 - 2 - a                     | 7 6 5 4
          a > 2                          | 0 0 1 1
          a >= 2 && a < 4                | 0 1 1 0
          a == 1 OR a == 4               | 1 0 0 1
          a / c                          | - - - -
          a / b                          | 0.1 - 0.1 0.1
          b / a                          | 10 0 10 10
          100 * c / (a + c)              | 0 0 0 0
          FILL(b, 0)                     | 10 0 30 40
          FILL(b, REPEAT)                | 10 10 30 40
          FILL(b, LINEAR)                | 10 20 30 40
          FILL(b, a)                     | 10 2 30 40
          FILL(b, MIN(b))                | 10 10 30 40
          a + FILL(b, 0)                 | 11 2 33 44
          IF(a > 2, b, 0)                | 0 0 30 40
          IF(a > 1, b, 7)                | 7 0 30 40
          IF(a > 2, a)                   | - - 3 4
          IF(1, b, a)                    | 10 - 30 40
          IF(0, b, a)                    | 1 2 3 4
          IF(DATAPOINT_COUNT(b) < 3, a, c) | 0 0 0 0
          SUM([a, b])                    | 11 2 33 44
          SUM(METRICS())                 | 11 2 33 44
          SUM(METRICS("b"))              | 10 - 30 40
          SUM([METRICS("a"), METRICS("c")]) | 1 2 3 4
          MAX([a, b])                    | 10 2 30 40
          MIN([a, c])                    | 0 0 0 0
          AVG([a, b])                    | 5.5 1 16.5 22
          STDDEV([a, c])                 | 0.5 1 1.5 2
          DATAPOINT_COUNT([a, b])        | 2 1 2 2
          a * METRIC_COUNT(METRICS())    | 3 6 9 12
          SUM(a) / DATAPOINT_COUNT(b) * a | 3.333333333 6.666666667 10 13.333333333
          a - AVG(a)                     | -1.5 -0.5 0.5 1.5
          a / SUM(a) * 100               | 10 20 30 40
          SUM(100 / [a, b])              | 110 50 36.666666667 27.5
          DIFF(a)                        | - 1 1 1
          DIFF_TIME(b)                   | - - 120 60
          RATE(a) * PERIOD(a)            | - 1 1 1
          RUNNING_SUM(a)                 | 1 3 6 10
          ABS(-a)                        | 1 2 3 4
          CEIL(a / 2)                    | 1 1 2 2
          FLOOR(a / 2)                   | 0 1 1 2
          LOG10(b)                       | 1 - 1.477121255 1.602059991
          TIME_SERIES(7)                 | 7 7 7 7
          MINUTE(b)                      | 0 1 2 3
          DAY(a) * 100 + HOUR(a)         | 400 400 400 400
          YEAR(a) * 100 + MONTH(a)       | 202601 202601 202601 202601
          DATE(a)                        | 1 1 1 1
          EPOCH(a) - EPOCH(c) + MINUTE(a) | 0 1 2 3
          FIRST([a, b])                  | 1 2 3 4
          LAST([a, b])                   | 10 - 30 40
          SLICE(SORT([a, b], SUM, DESC), 0, 1) | 10 - 30 40
          SLICE(SORT([a, b], AVG, ASC), 1) | 10 - 30 40
          SORT(METRICS(), MAX, DESC, 1)  | 10 - 30 40
          """)
  void metric_math(String expression, String expected) {
    example();

    assertThat(drawn(results(expression).getFirst(), 4)).isEqualTo(expected);
  }

  /** "Comparison and logical operators": the guide's two series and three expressions. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metric1 < metric2                | 0 0 1 0
          metric1 >= 30                    | 1 0 0 0
          metric1 > 15 AND metric2 > 15    | 1 0 0 0
          """)
  void the_guides_comparisons(String expression, String expected) {
    measured("metric1", "30 20 0 0");
    measured("metric2", "20 - 20 -");

    assertThat(drawn(results(expression, 4, "metric1", "metric2").getFirst(), 4))
        .isEqualTo(expected);
  }

  /** "Using IF expressions": the guide's three series and tables. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IF(metric1, metric2, metric3) | 30 0 20 - -
          IF(metric1, 5, metric3)       | 5 5 20 - -
          IF(metric1, metric2, 5)       | 30 0 5 5 -
          """)
  void the_guides_conditions(String expression, String expected) {
    measured("metric1", "1 1 0 0 -");
    measured("metric2", "30 - 0 0 30");
    measured("metric3", "0 0 20 - 20");

    assertThat(
            drawn(
                results(expression, MINUTES, "metric1", "metric2", "metric3").getFirst(), MINUTES))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FILL(a, LINEAR) | - 2 4 6 -
          FILL(a, REPEAT) | - 2 2 6 6
          FILL(a, 9)      | 9 2 9 6 9
          """)
  void at_its_ends_a_series_has_no_line_to_be_filled_by(String expression, String expected) {
    measured("a", "- 2 - 6 -");

    assertThat(drawn(results(expression, MINUTES, "a").getFirst(), MINUTES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a +             | Unexpected end of input at position 3
          a b             | Unexpected character 'b' at position 2
          nobody * 2      | refers to nobody
          TWICE(a)        | The function TWICE is not known here
          1 + 1           | The expression should return time series
          SUM(a, b)       | SUM takes one argument and has 2
          METRICS() * METRICS() | Several metrics cannot be calculated with several others
          IF([a, b], 1, 0) | IF decides by a number or a single metric
          IF(a, [a, b], 0) | A number or a single metric is needed
          FILL(a, LINEARLY) | refers to LINEARLY
          SEARCH('', 'Sum', 60) | needs a metric schema, a search term, or both
          SEARCH('(Errors', 'Sum', 60) | ) is missing
          SEARCH('Errors', 'Total', 60) | The value Total for parameter Stat is not supported
          SEARCH(a, 'Sum', 60) | Words in quotes are needed
          """)
  void an_expression_that_cannot_be_worked_out_is_refused(String expression, String said) {
    assertThatThrownBy(() -> results(expression)).hasMessageContaining(said);
  }
}
