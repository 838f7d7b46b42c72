package com.shangwellness.region.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** CloudWatch user guide, "CloudWatch statistics definitions". */
class StatisticTest {

  private static Aggregate of(DoubleStream values) {
    return values.mapToObj(value -> Aggregate.of(value, 1)).reduce(Aggregate::plus).orElseThrow();
  }

  /** 10, 20, … 200: twenty values, of which each is five percent. */
  private static Aggregate twenty() {
    return of(IntStream.rangeClosed(1, 20).mapToDouble(i -> 10.0 * i));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SampleCount   | 20
          Sum           | 2100
          Average       | 105
          Minimum       | 10
          Maximum       | 200
          p95           | 190
          p50           | 100
          p100          | 200
          tm90          | 95
          TM(:90%)      | 95
          TM(10%:)      | 115
          TM(10%:90%)   | 105
          TM(150:170)   | 165
          TM(:20)       | 15
          TM(190:)      | 200
          IQM           | 105
          TM(25%:75%)   | 105
          tc90          | 18
          TC(10%:90%)   | 16
          TC(50:100)    | 5
          TC(:50)       | 5
          TC(200:300)   | 0
          ts90          | 1710
          TS(80%:)      | 740
          TS(50:70)     | 130
          wm90          | 103.5
          WM(10%:90%)   | 104
          WM(50:150)    | 102.5
          PR(:100)      | 50
          PR(100:200)   | 50
          PR(100:)      | 50
          PR(50:60)     | 5
          """)
  void a_statistic_of_twenty_values(String name, double value) {
    assertThat(Statistic.named(name).of(twenty()).orElseThrow()).isCloseTo(value, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "average",
        "P95",
        "p0",
        "p101",
        "p",
        "tm",
        "TM",
        "TM()",
        "TM(:)",
        "TM90",
        "TM(10%:90)",
        "TM(90%:10%)",
        "TM(:101%)",
        "tm(10%:90%)",
        "PR(10%:90%)",
        "PR90",
        "pr90",
        "TC(a:b)",
        "IQR"
      })
  void what_is_no_statistic_is_refused(String name) {
    assertThatThrownBy(() -> Statistic.named(name))
        .isInstanceOf(AwsServiceException.class)
        .satisfies(
            e ->
                assertThat(AwsErrors.code((AwsServiceException) e))
                    .isEqualTo("InvalidParameterValue"))
        .hasMessageContaining("The value " + name + " for parameter Stat is not supported");
  }

  /** "These type of statistics are not available when any of the values are negative numbers." */
  @ParameterizedTest
  @ValueSource(strings = {"p50", "tm90", "tc90", "ts90", "wm90", "PR(:1)", "IQM"})
  void negative_values_and_those_that_a_set_hides_are_known_to_the_simple_ones_only(String name) {
    var negative = of(DoubleStream.of(-1, 2, 3));
    var hidden = new Aggregate(3, 6, 1, 3, Optional.empty());

    for (var period : List.of(negative, hidden)) {
      assertThat(Statistic.named(name).of(period)).isEmpty();
      assertThat(Statistic.named("Average").of(period)).isPresent();
    }
  }

  @Test
  void no_value_in_the_range_is_no_mean_but_a_count() {
    assertThat(Statistic.named("TM(500:600)").of(twenty())).isEmpty();
    assertThat(Statistic.named("TC(500:600)").of(twenty())).hasValue(0);
    assertThat(Statistic.named("TS(500:600)").of(twenty())).hasValue(0);
    assertThat(Statistic.named("PR(500:600)").of(twenty())).hasValue(0);
  }

  /** "It is equivalent to (Trimmed Mean) * (Trimmed count)." */
  @Property(tries = 200)
  void a_trimmed_sum_is_the_trimmed_mean_times_the_trimmed_count(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1e6) Double> values,
      @ForAll @IntRange(min = 0, max = 49) int low,
      @ForAll @IntRange(min = 50, max = 100) int high) {
    var period = of(values.stream().mapToDouble(d -> d));
    var range = "(" + low + "%:" + high + "%)";
    double mean = Statistic.named("TM" + range).of(period).orElseThrow();
    double count = Statistic.named("TC" + range).of(period).orElseThrow();
    double sum = Statistic.named("TS" + range).of(period).orElseThrow();

    assertThat(sum).isCloseTo(mean * count, within(1e-6 * (1 + sum)));
    assertThat(count).isCloseTo(values.size() * (high - low) / 100.0, within(1e-6));
    assertThat(mean).isBetween(period.minimum() - 1e-9, period.maximum() + 1e-9);
  }

  /** The guide's histogram: bins that touch have each value in one of them. */
  @Property(tries = 200)
  void ranks_of_bins_that_touch_add_up_to_a_hundred(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 12) Integer> values) {
    var period = of(values.stream().mapToDouble(d -> d));

    double all =
        List.of("PR(:1)", "PR(1:5)", "PR(5:10)", "PR(10:)").stream()
            .mapToDouble(bin -> Statistic.named(bin).of(period).orElseThrow())
            .sum();
    assertThat(all).isCloseTo(100, within(1e-9));
  }
}
