package com.shangwellness.region.cloudwatch;

import static com.shangwellness.region.cloudwatch.TestCloudWatch.datum;
import static com.shangwellness.region.cloudwatch.TestCloudWatch.sumOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

class AlarmsTest {

  private final TestCloudWatch region = new TestCloudWatch();

  @Test
  void an_alarm_rings_in_the_minute_after_the_threshold_was_crossed_and_says_why() {
    region.watches("errors", 1);
    region.measuresEachMinute(1);
    region.measures(7);
    region.passes(Duration.ofSeconds(69));
    assertThat(region.state("errors")).isEqualTo("OK");

    region.passes(Duration.ofSeconds(1));

    assertThat(region.state("errors")).isEqualTo("ALARM");
    assertThat(region.reason("errors"))
        .isEqualTo(
            "Threshold Crossed: 1 datapoint [7.0 (01/01/26 00:01:00)] was greater than the"
                + " threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).");
    assertThat(region.acted).containsExactly("errors is OK", "errors is ALARM");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 40, 61, 150, 599})
  void it_rings_also_on_a_machine_that_is_late(int seconds) {
    var busy = TestCloudWatch.late(Duration.ofSeconds(seconds));
    busy.watches("errors", 2);
    busy.measuresEachMinute(7, 7);

    busy.passes(Duration.ofSeconds(10 + seconds));

    assertThat(busy.state("errors")).isEqualTo("ALARM");
  }

  @Test
  void its_history_tells_everything_in_order() {
    region.watches("errors", 1, r -> r.treatMissingData("notBreaching"));
    region.measuresEachMinute(1, 7);
    region.passes(Duration.ofMinutes(5));

    assertThat(region.history("errors"))
        .containsExactly(
            "Alarm \"errors\" created",
            "Alarm updated from INSUFFICIENT_DATA to OK",
            "Successfully executed action " + TestCloudWatch.TOPIC,
            "Alarm updated from OK to ALARM",
            "Successfully executed action " + TestCloudWatch.TOPIC,
            "Alarm updated from ALARM to OK",
            "Successfully executed action " + TestCloudWatch.TOPIC);
    assertThat(region.events).hasSize(3).last().asString().contains("\"previousState\"", "ALARM");
  }

  @Test
  void three_of_three_needs_three() {
    region.watches("errors", 3);

    region.measuresEachMinute(9, 9, 1, 9, 9);
    region.passes(Duration.ofSeconds(11));
    assertThat(region.state("errors")).isEqualTo("OK");

    region.measuresEachMinute(9);
    assertThat(region.state("errors")).isEqualTo("ALARM");
    assertThat(region.reason("errors")).startsWith("3 out of the last 3 datapoints breached.");
  }

  @Test
  void two_of_three_rings_over_a_good_minute() {
    region.watches("errors", 3, r -> r.datapointsToAlarm(2));

    region.measuresEachMinute(1, 1, 9, 1, 9);
    region.passes(Duration.ofSeconds(11));

    assertThat(region.state("errors")).isEqualTo("ALARM");
  }

  @Test
  void a_metric_that_was_never_heard_of_is_insufficient_data() {
    region.watches("errors", 1);
    region.passes(Duration.ofMinutes(10));

    assertThat(region.state("errors")).isEqualTo("INSUFFICIENT_DATA");
    assertThat(region.acted).isEmpty();
  }

  @Test
  void an_alarm_on_an_expression_rings_by_what_it_comes_to() {
    region.ask(
        () ->
            region.cloudWatch.putMetricAlarm(
                r ->
                    r.alarmName("rate")
                        .evaluationPeriods(1)
                        .threshold(10.0)
                        .comparisonOperator("GreaterThanThreshold")
                        .treatMissingData("notBreaching")
                        .metrics(
                            sumOf("errors", "Errors"),
                            sumOf("requests", "Requests"),
                            MetricDataQuery.builder()
                                .id("rate")
                                .expression("100 * errors / requests")
                                .build())));

    region.puts(datum("Errors").value(5.0));
    region.puts(datum("Requests").value(100.0));
    region.passes(Duration.ofSeconds(70));
    assertThat(region.state("rate")).isEqualTo("OK");

    region.puts(datum("Errors").value(20.0));
    region.puts(datum("Requests").value(100.0));
    region.passes(Duration.ofSeconds(70));
    assertThat(region.state("rate")).isEqualTo("ALARM");
  }

  @Test
  void a_percentile_without_enough_samples_can_be_ignored() {
    region.watches(
        "slow",
        1,
        r ->
            r.statistic((String) null)
                .extendedStatistic("p99")
                .evaluateLowSampleCountPercentile("ignore"));

    region.measuresEachMinute(9, 9);
    region.passes(Duration.ofSeconds(11));

    assertThat(region.state("slow")).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  void values_that_a_statistic_set_hides_are_no_percentile() {
    region.watches("slow", 1, r -> r.statistic((String) null).extendedStatistic("p99"));
    region.puts(
        datum("Errors")
            .statisticValues(set -> set.sampleCount(5.0).sum(50.0).minimum(1.0).maximum(30.0)));
    region.passes(Duration.ofSeconds(70));

    assertThat(region.state("slow")).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  void a_scaling_action_that_is_refused_does_not_stop_the_evaluation_of_alarms() {
    var scaling = "arn:aws:autoscaling:ap-south-1:123456789012:scalingPolicy:1:resource/ecs/x";
    region.refused.add(scaling);
    region.watches("scales", 1, r -> r.alarmActions(scaling));
    region.watches("errors", 1);

    region.measuresEachMinute(9, 9, 1);
    region.passes(Duration.ofSeconds(11));

    assertThat(region.state("errors")).isEqualTo("OK");
    assertThat(region.history("scales"))
        .anyMatch(line -> line.startsWith("Failed to execute action " + scaling));
  }

  @Test
  void an_expression_that_fails_on_the_data_is_no_data_and_stops_no_other_alarm() {
    region.ask(
        () ->
            region.cloudWatch.putMetricAlarm(
                r ->
                    r.alarmName("a-first")
                        .evaluationPeriods(1)
                        .threshold(10.0)
                        .comparisonOperator("GreaterThanThreshold")
                        .metrics(
                            sumOf("errors", "Errors"),
                            MetricDataQuery.builder()
                                .id("odd")
                                .expression("FIRST(REMOVE_EMPTY([errors]))")
                                .build())));
    region.watches("errors", 1, r -> r.treatMissingData("breaching"));

    region.passes(Duration.ofMinutes(3));

    assertThat(region.state("a-first")).isEqualTo("INSUFFICIENT_DATA");
    assertThat(region.state("errors")).isEqualTo("ALARM");
  }

  @Test
  void actions_that_are_switched_off_are_not_carried_out() {
    region.watches("errors", 1);
    region.ask(() -> region.cloudWatch.disableAlarmActions(r -> r.alarmNames("errors")));
    region.measuresEachMinute(9);
    region.passes(Duration.ofSeconds(11));

    assertThat(region.state("errors")).isEqualTo("ALARM");
    assertThat(region.acted).isEmpty();
  }

  @Test
  void a_state_that_was_set_by_hand_lasts_until_the_next_evaluation() {
    region.watches("errors", 1);
    region.measures(1);
    region.passes(Duration.ofSeconds(70));
    region.ask(
        () ->
            region.cloudWatch.setAlarmState(
                r -> r.alarmName("errors").stateValue(StateValue.ALARM).stateReason("a drill")));
    assertThat(region.state("errors")).isEqualTo("ALARM");
    region.measures(1);

    region.passes(Duration.ofMinutes(1));

    assertThat(region.state("errors")).isEqualTo("OK");
  }

  @Test
  void a_state_that_is_set_to_what_it_is_changes_nothing() {
    region.watches("errors", 1);
    region.measures(1);
    region.passes(Duration.ofSeconds(70));

    region.ask(
        () ->
            region.cloudWatch.setAlarmState(
                r -> r.alarmName("errors").stateValue(StateValue.OK).stateReason("a drill")));

    assertThat(region.changes("errors")).isEqualTo(1);
    assertThat(region.acted).hasSize(1);
  }

  @Test
  void the_last_data_count_for_two_more_periods_when_a_metric_falls_silent() {
    region.watches("errors", 1, r -> r.treatMissingData("notBreaching"));
    region.measures(9);
    region.passes(Duration.ofSeconds(70));

    region.passes(Duration.ofMinutes(2));
    assertThat(region.state("errors")).isEqualTo("ALARM");
    region.passes(Duration.ofMinutes(1));

    assertThat(region.state("errors")).isEqualTo("OK");
  }

  @Test
  void an_alarm_with_a_short_period_is_evaluated_every_ten_seconds() {
    region.watches("errors", 1, r -> r.period(10));
    // The first evaluation is still that of a region without such alarms.
    region.passes(Duration.ofSeconds(70));

    region.puts(datum("Errors").value(9.0).storageResolution(1));
    region.passes(Duration.ofSeconds(20));

    assertThat(region.state("errors")).isEqualTo("ALARM");
  }

  @Test
  void after_a_restart_an_alarm_is_as_it_was_and_does_not_ring_again(@TempDir Path folder) {
    var file = folder.resolve("region.db");
    var before = new TestCloudWatch(Store.open(file), region.timeline.now());
    before.watches("errors", 1);
    before.measures(9);
    before.passes(Duration.ofSeconds(70));
    assertThat(before.acted).containsExactly("errors is ALARM");
    before.store.close();

    var after = new TestCloudWatch(Store.open(file), before.timeline.now());
    after.passes(Duration.ofMinutes(1));

    assertThat(after.state("errors")).isEqualTo("ALARM");
    assertThat(after.changes("errors")).isEqualTo(1);
    assertThat(after.acted).isEmpty();
    after.store.close();
  }

  /** Neither a restart in between nor when the alarm was made says anything about the state. */
  @Property(tries = 30)
  void the_state_is_a_function_of_the_data_only(
      @ForAll @Size(min = 2, max = 8) List<@IntRange(min = 0, max = 9) Integer> values,
      @ForAll @IntRange(min = 0, max = 6) int restart)
      throws IOException {
    var straight = new TestCloudWatch();
    straight.watches("errors", 2);
    var file = Files.createTempFile("alarms", ".db");
    Files.delete(file);
    var broken = new TestCloudWatch(Store.open(file), straight.timeline.now());
    broken.watches("errors", 2);

    for (int i = 0; i < values.size(); i++) {
      straight.measuresEachMinute(values.get(i));
      broken.measuresEachMinute(values.get(i));
      if (i == Math.min(restart, values.size() - 2)) {
        broken.store.close();
        broken = new TestCloudWatch(Store.open(file), broken.timeline.now());
        broken.watches("late", 2);
      }
    }
    straight.passes(Duration.ofSeconds(10));
    broken.passes(Duration.ofSeconds(10));

    assertThat(broken.state("errors")).isEqualTo(straight.state("errors"));
    assertThat(broken.changes("errors")).isEqualTo(straight.changes("errors"));
    assertThat(broken.state("late")).isEqualTo(straight.state("errors"));
    broken.store.close();
    Files.delete(file);
  }
}
