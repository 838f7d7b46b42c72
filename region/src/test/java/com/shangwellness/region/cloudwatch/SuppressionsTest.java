package com.shangwellness.region.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The examples of the CloudWatch user guide, "Suppressing composite alarm actions": the wait period
 * is two units of time, the extension period three, and a unit ten seconds here.
 */
class SuppressionsTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int UNIT = 10;

  private TestCloudWatch region = new TestCloudWatch();

  @BeforeEach
  void begin() {
    quiet("errors", "deploying", "other");
    suppressed("deploying", 2, 3);
    // Made, it is OK, and has waited for its suppressor, too.
    region.passes(Duration.ofSeconds(2L * UNIT));
    region.acted.clear();
  }

  /** Alarms that are set by hand: their metric never comes. */
  private void quiet(String... names) {
    for (var name : names) {
      region.watches(
          name, 1, a -> a.metricName(name).treatMissingData("ignore").alarmActions().okActions());
      is(name, StateValue.OK);
    }
  }

  private void suppressed(String suppressor, int wait, int extension) {
    region.ask(
        () ->
            region.cloudWatch.putCompositeAlarm(
                r ->
                    r.alarmName("people")
                        .alarmRule("ALARM(errors)")
                        .alarmActions(TestCloudWatch.TOPIC)
                        .okActions(TestCloudWatch.TOPIC)
                        .actionsSuppressor(suppressor)
                        .actionsSuppressorWaitPeriod(wait * UNIT)
                        .actionsSuppressorExtensionPeriod(extension * UNIT)));
  }

  private void is(String alarm, StateValue state) {
    region.ask(
        () ->
            region.cloudWatch.setAlarmState(
                r -> r.alarmName(alarm).stateValue(state).stateReason("by hand")));
  }

  /** {@code t2 errors ALARM, t3 deploying ALARM}: who is set to what, and when. */
  private List<String> happens(String script) {
    var acted = new TreeMap<Integer, String>();
    var steps = script.split(", ", -1);
    int next = 0;
    for (int t = 0; t <= 12; t++) {
      while (next < steps.length && steps[next].startsWith("t" + t + " ")) {
        var words = steps[next++].split(" ", -1);
        is(words[1], StateValue.fromValue(words[2]));
      }
      note(t, acted);
      region.passes(Duration.ofSeconds(UNIT - 1));
      // Nothing happens between two units.
      note(-1, acted);
      region.passes(Duration.ofSeconds(1));
      note(t + 1, acted);
    }
    return acted.entrySet().stream().map(at -> "t" + at.getKey() + " " + at.getValue()).toList();
  }

  private void note(int t, TreeMap<Integer, String> acted) {
    region.acted.forEach(done -> acted.merge(t, done, (a, b) -> a + " and " + b));
    region.acted.clear();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1: actions are not suppressed after the wait period           | t2 errors ALARM                                                     | t4 people is ALARM
          2: suppressed by the alarm before the wait period expires     | t2 errors ALARM, t3 deploying ALARM                                 |
          3: a state changes while the wait period suppresses           | t2 errors ALARM, t3 errors OK                                       | t5 people is OK
          4: a state changes while the alarm suppresses                 | t1 deploying ALARM, t2 errors ALARM                                 |
          5: actions are not suppressed after the extension period      | t2 errors ALARM, t3 deploying ALARM, t6 deploying OK                | t9 people is ALARM
          6: a state changes while the extension period suppresses      | t2 errors ALARM, t3 deploying ALARM, t6 deploying OK, t7 errors OK  | t9 people is OK
          the suppressor rings again in the extension period            | t2 errors ALARM, t3 deploying ALARM, t4 deploying OK, t6 deploying ALARM |
          the suppressor has come and gone before                       | t1 deploying ALARM, t2 deploying OK, t4 errors ALARM                | t6 people is ALARM
          an alarm that came and went under its suppressor              | t1 deploying ALARM, t2 errors ALARM, t4 errors OK, t5 deploying OK  | t8 people is OK
          insufficient data does not suppress                           | t1 deploying INSUFFICIENT_DATA, t2 errors ALARM                     | t4 people is ALARM
          """)
  void the_guides_examples(String what, String script, String acted) {
    assertThat(happens(script)).isEqualTo(Stream.ofNullable(acted).toList());
  }

  @Test
  void without_a_wait_period_it_acts_at_once_and_what_was_waited_for_is_discarded() {
    suppressed("deploying", 0, 3);

    assertThat(happens("t1 deploying ALARM, t2 errors ALARM, t4 deploying OK, t5 errors OK"))
        .containsExactly("t5 people is OK");
    assertThat(people().actionsSuppressedBy()).isNull();
  }

  private CompositeAlarm people() {
    return region
        .ask(
            () ->
                region.cloudWatch.describeAlarms(
                    r -> r.alarmNames("people").alarmTypesWithStrings("CompositeAlarm")))
        .compositeAlarms()
        .getFirst();
  }

  @Test
  void it_says_by_what_its_actions_are_suppressed_and_the_history_and_the_event_do_too() {
    is("errors", StateValue.ALARM);
    assertThat(people().actionsSuppressedByAsString()).isEqualTo("WaitPeriod");
    assertThat(region.events.getLast()).contains("\"actionsSuppressedBy\":\"WaitPeriod\"");
    is("deploying", StateValue.ALARM);
    assertThat(people().actionsSuppressedByAsString()).isEqualTo("Alarm");
    is("deploying", StateValue.OK);
    assertThat(people().actionsSuppressedByAsString()).isEqualTo("ExtensionPeriod");
    region.passes(Duration.ofSeconds(3L * UNIT));
    assertThat(people().actionsSuppressedBy()).isNull();

    assertThat(region.history("people"))
        .containsExactly(
            "Alarm \"people\" created",
            "Alarm updated from INSUFFICIENT_DATA to OK",
            "Actions suppressed by WaitPeriod",
            "Successfully executed action " + TestCloudWatch.TOPIC,
            "Alarm updated from OK to ALARM",
            "Actions suppressed by WaitPeriod",
            "Actions suppressed by Alarm",
            "Actions suppressed by ExtensionPeriod",
            "Successfully executed action " + TestCloudWatch.TOPIC);
  }

  @Test
  void another_suppressor_makes_the_waiting_begin_anew() {
    is("errors", StateValue.ALARM);
    region.passes(Duration.ofSeconds(UNIT));
    suppressed("other", 2, 3);
    region.passes(Duration.ofSeconds(2L * UNIT - 1));
    assertThat(region.acted).isEmpty();

    region.passes(Duration.ofSeconds(1));

    assertThat(region.acted).containsExactly("people is ALARM");
  }

  @Test
  void without_a_suppressor_any_more_it_acts_at_once() {
    is("errors", StateValue.ALARM);
    region.ask(
        () ->
            region.cloudWatch.putCompositeAlarm(
                r ->
                    r.alarmName("people")
                        .alarmRule("ALARM(errors)")
                        .alarmActions(TestCloudWatch.TOPIC)));

    assertThat(region.acted).containsExactly("people is ALARM");
    assertThat(people().actionsSuppressedBy()).isNull();
  }

  @Test
  void the_waiting_goes_on_after_a_restart(@TempDir Path folder) {
    var file = folder.resolve("region.db");
    region = new TestCloudWatch(Store.open(file), BEGIN);
    begin();
    region.passes(Duration.ofSeconds(3L * UNIT));
    region.acted.clear();
    is("errors", StateValue.ALARM);
    region.passes(Duration.ofSeconds(UNIT));
    var now = region.timeline.now();
    region.store.close();

    region = new TestCloudWatch(Store.open(file), now);
    region.passes(Duration.ofSeconds(UNIT - 1));
    assertThat(region.acted).isEmpty();
    region.passes(Duration.ofSeconds(1));

    assertThat(region.acted).containsExactly("people is ALARM");
    region.store.close();
  }
}
