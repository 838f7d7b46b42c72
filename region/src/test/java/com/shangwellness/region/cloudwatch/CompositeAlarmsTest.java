package com.shangwellness.region.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

class CompositeAlarmsTest {

  private final TestCloudWatch region = new TestCloudWatch();

  @BeforeEach
  void twoAlarms() {
    region.watches("errors", 1, r -> r.alarmActions().okActions());
    region.watches("deploying", 1, r -> r.metricName("Deploying").alarmActions().okActions());
    is("errors", StateValue.OK);
    is("deploying", StateValue.OK);
  }

  private void is(String alarm, StateValue state) {
    region.ask(
        () ->
            region.cloudWatch.setAlarmState(
                r -> r.alarmName(alarm).stateValue(state).stateReason("by hand")));
  }

  private void composite(String rule) {
    region.ask(
        () ->
            region.cloudWatch.putCompositeAlarm(
                r -> r.alarmName("people").alarmRule(rule).alarmActions(TestCloudWatch.TOPIC)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALARM("a")                          | true
          OK(a)                               | false
          NOT ALARM(b)                        | true
          ALARM(a) AND ALARM(b)               | false
          ALARM(b) OR ALARM(a)                | true
          ALARM(a) OR ALARM(a) AND ALARM(b)   | true
          (ALARM(a) OR ALARM(a)) AND ALARM(b) | false
          INSUFFICIENT_DATA('c')              | true
          TRUE AND NOT FALSE                  | true
          """)
  void a_rule_is_read_by_precedence(String rule, boolean holds) {
    var states =
        Map.of("a", StateValue.ALARM, "b", StateValue.OK, "c", StateValue.INSUFFICIENT_DATA);

    assertThat(CompositeRuleParser.parse(rule).holds(states::get)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({"ALARM(", "'ALARM(a) ALARM(b)'", "maybe", "'ALARM(a) AND'", "''"})
  void a_rule_that_says_nothing_is_refused(String rule) {
    assertThatThrownBy(() -> CompositeRuleParser.parse(rule))
        .hasMessageContaining("AlarmRule must not contain invalid expression");
  }

  @Test
  void it_follows_the_alarms_that_it_asks_about_at_once() {
    composite("ALARM(errors)");
    assertThat(region.state("people")).isEqualTo("OK");

    is("errors", StateValue.ALARM);

    assertThat(region.state("people")).isEqualTo("ALARM");
    assertThat(region.acted).containsExactly("people is ALARM");
  }

  @Test
  void an_alarm_that_it_asks_about_cannot_be_deleted() {
    composite("ALARM(errors)");

    assertThatThrownBy(
            () -> region.ask(() -> region.cloudWatch.deleteAlarms(r -> r.alarmNames("errors"))))
        .hasMessageContaining("Cannot delete errors as there are composite alarm(s)");
  }

  @Test
  void it_cannot_ask_about_what_is_not_there() {
    assertThatThrownBy(() -> composite("ALARM(nobody)"))
        .hasMessageContaining("alarms [nobody] in the alarm rule do not exist");
  }

  @Test
  void it_cannot_ask_about_itself_by_way_of_another_one() {
    composite("ALARM(errors)");
    region.ask(
        () ->
            region.cloudWatch.putCompositeAlarm(
                r -> r.alarmName("more").alarmRule("ALARM(people)")));

    assertThatThrownBy(() -> composite("NOT ALARM(more)"))
        .hasMessageContaining("would ask about people itself");
  }
}
