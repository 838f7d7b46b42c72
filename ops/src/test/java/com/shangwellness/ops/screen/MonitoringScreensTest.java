package com.shangwellness.ops.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.monitoring.AlarmState;
import com.shangwellness.ops.monitoring.AlarmState.Change;
import com.shangwellness.ops.monitoring.Chart;
import com.shangwellness.ops.monitoring.Chart.Curve;
import com.shangwellness.ops.monitoring.Chart.Point;
import com.shangwellness.ops.monitoring.Lookout.Sight;
import com.shangwellness.ops.monitoring.Span;
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.production.Snapshot.ServiceState;
import com.shangwellness.ops.production.Snapshot.StackState;
import com.shangwellness.ops.production.Snapshot.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoringScreensTest {
  private static final Instant NOW = Instant.parse("2026-01-31T14:05:30Z");
  private static final Span SPAN = Span.until(NOW, Duration.ofMinutes(8));

  private static Terminal plain(int width) {
    return new Terminal(System.out, false, false, width);
  }

  private static Curve curve(String name, double... values) {
    return new Curve(
        name,
        IntStream.range(0, values.length)
            .filter(i -> values[i] >= 0)
            .mapToObj(i -> new Point(SPAN.start().plusSeconds(60L * i).toString(), values[i]))
            .toList());
  }

  private static final List<Chart> CHARTS =
      List.of(
          new Chart("Requests a minute", List.of(curve("RequestCount", 0, 1, 2, 3, 4, 5, 6, 7))),
          new Chart(
              "Seconds", List.of(curve("p50", -1, 0.0123, -1, 0.05, 0, 0, 0, 0), curve("p99"))));

  @Test
  void a_curve_is_a_row_of_bars_with_its_newest_and_its_highest_value() {
    assertThat(String.join("\n", new MetricsScreen(plain(100)).lines(CHARTS, SPAN)))
        .isEqualTo(
            """
            31 Jan 13:58 to 31 Jan 14:06 UTC; a column is a minute

            Requests a minute
              RequestCount  ▁▂▃▄▅▆▇█  now 7         most 7

            Seconds
              p50            ▃ █▁▁▁▁  now 0         most 0.05
              p99                     no data\
            """);
  }

  @Test
  void where_there_is_no_room_periods_share_a_column_and_no_peak_is_lost() {
    var long1 = Span.until(NOW, Duration.ofHours(3));
    var points =
        IntStream.range(0, 180)
            .mapToObj(
                i -> new Point(long1.start().plusSeconds(60L * i).toString(), i == 90 ? 9 : 0))
            .toList();

    assertThat(Sparkline.of(points, long1, 18)).hasSize(18).contains("█");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0001234, 0.000123",
    "0.5, 0.5",
    "12.345, 12.3",
    "99.96, 100",
    "431.4, 431",
    "1234567, 1234567",
    "-0.25, -0.25"
  })
  void numbers_are_brief(double value, String text) {
    assertThat(Numbers.brief(value)).isEqualTo(text);
  }

  @Test
  void an_alarm_that_does_not_know_or_rings_says_why() {
    var alarms =
        List.of(
            alarm("site-5xx", "watch", "ALARM", "Threshold Crossed: 1 datapoint [9.0]", true),
            alarm("database", "watch", "INSUFFICIENT_DATA", "Unchecked", false),
            alarm("tasks", "watch", "OK", "fine", true),
            alarm("TargetTracking-low", "scaling", "ALARM", "Threshold Crossed", true));

    assertThat(String.join("\n", new AlarmsScreen(plain(60)).lines(alarms)))
        .isEqualTo(
            """
            1 of 3 alarms ring
              ALARM     site-5xx  since 2026-01-31T14:00:00Z
                Threshold Crossed: 1 datapoint [9.0]
                2026-01-31T14:00:00Z  Alarm updated
              no data   database  since 2026-01-31T14:00:00Z  tells nobody: its actions are off
                Unchecked
                2026-01-31T14:00:00Z  Alarm updated
              OK        tasks  since 2026-01-31T14:00:00Z
                2026-01-31T14:00:00Z  Alarm updated

            Scaling  (these ring whenever the service may change)
              ALARM     TargetTracking-low  since 2026-01-31T14:00:00Z
                Threshold Crossed
                2026-01-31T14:00:00Z  Alarm updated\
            """);
  }

  private static AlarmState alarm(
      String name, String purpose, String state, String reason, boolean acts) {
    var since = "2026-01-31T14:00:00Z";
    return new AlarmState(
        name,
        purpose,
        "ap-south-1",
        state,
        since,
        reason,
        "",
        acts,
        List.of(new Change(since, "Alarm updated")));
  }

  private static Sight sight() {
    return new Sight(
        NOW,
        new Snapshot(
            "local",
            "669097061043",
            "ap-south-1",
            "",
            List.of(new StackState("p", "CREATE_COMPLETE")),
            List.of(new ServiceState("c", "p-web", 2, 1, 1, "web:1", List.of())),
            List.of(
                new TaskState("3f2a", "ap-south-1a", "10.0.1.2", "RUNNING", "healthy", ""),
                new TaskState(
                    "9bc1", "ap-south-1b", "10.0.2.3", "PENDING", "initial", "x".repeat(99))),
            List.of()),
        CHARTS,
        SPAN,
        List.of(alarm("site-5xx", "watch", "ALARM", "", true)),
        List.of("(service p-web) has started 1 tasks"));
  }

  @Test
  void top_shows_tasks_measurements_alarms_and_events_on_one_screen() {
    assertThat(String.join("\n", new TopScreen(plain(80)).lines(sight())))
        .contains("Shangwellness  not well  2026-01-31T14:05:30Z  local  669097061043/ap-south-1")
        .contains("p-web: 1 of 2 tasks run, 1 on their way")
        .contains("  3f2a  ap-south-1a  10.0.1.2  RUNNING  healthy")
        .contains("  RequestCount  ▁▂▃▄▅▆▇█  now 7")
        .contains("  site-5xx  since 2026-01-31T14:00:00Z")
        .contains("  (service p-web) has started 1 tasks");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void no_line_is_wider_than_the_terminal(int width) {
    assertThat(new TopScreen(plain(width)).lines(sight()))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    assertThat(new MetricsScreen(plain(width)).lines(CHARTS, SPAN))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
  }

  @Test
  void a_long_name_leaves_room_for_the_bars_and_the_numbers() {
    var charts = List.of(new Chart("t", List.of(curve("a-name-as-long-as-can-be-".repeat(3), 1))));

    assertThat(new MetricsScreen(plain(60)).lines(charts, SPAN).getLast())
        .hasSizeLessThanOrEqualTo(60)
        .contains("…", "█", "most 1");
  }

  @Test
  void what_a_line_of_a_log_declares_to_cloudwatch_is_not_for_people() {
    assertThat(LogLine.readable("{\"event\":\"booked\",\"Bookings\":1,\"_aws\":{\"Timestamp\":1}}"))
        .isEqualTo("{\"event\":\"booked\",\"Bookings\":1}");
    assertThat(LogLine.readable("{ \"_aws\" but no JSON")).isEqualTo("{ \"_aws\" but no JSON");
    assertThat(LogLine.readable("plain")).isEqualTo("plain");
  }
}
