package com.shangwellness.region.cloudwatch;

import static com.shangwellness.region.cloudwatch.TestCloudWatch.datum;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of every alarm; what a restart changes is in {@link AlarmsTest}: nothing. */
class AlarmLawsTest {

  private static final String ALARM = "errors";

  @Property(tries = 100)
  void neither_the_order_in_which_data_come_nor_other_data_matter_to_an_alarm(
      @ForAll @Size(min = 1, max = 20)
          List<@Size(max = 3) List<@IntRange(min = 0, max = 9) Integer>> minutes,
      @ForAll @IntRange(min = 1, max = 5) int periods,
      @ForAll @IntRange(min = 1, max = 5) int datapoints,
      @ForAll("treatments") String missing) {
    var plain = new TestCloudWatch();
    watch(plain, periods, datapoints, missing);
    var states = new ArrayList<String>();
    for (var values : minutes) {
      values.forEach(plain::measures);
      plain.passes(Duration.ofMinutes(1));
      states.add(plain.state(ALARM));
    }

    // The same data in another order and among others.
    var other = new TestCloudWatch();
    other.watches("visits", 1, a -> a.metricName("Visits"));
    watch(other, periods, datapoints, missing);
    var others = new ArrayList<String>();
    for (int i = 0; i < minutes.size(); i++) {
      other.puts(datum("Visits").value(100.0 + i));
      minutes.get(i).reversed().forEach(other::measures);
      other.passes(Duration.ofMinutes(1));
      others.add(other.state(ALARM));
    }

    assertThat(others).isEqualTo(states);
    assertThat(other.history(ALARM)).isEqualTo(plain.history(ALARM));
  }

  private static void watch(TestCloudWatch region, int periods, int datapoints, String missing) {
    region.watches(
        ALARM,
        periods,
        a -> a.datapointsToAlarm(Math.min(datapoints, periods)).treatMissingData(missing));
  }

  @Provide
  Arbitrary<String> treatments() {
    return Arbitraries.of("missing", "ignore", "breaching", "notBreaching");
  }
}
