package com.shangwellness.ops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.production.Production;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

class AlarmReaderTest {
  private static final Instant TWO = Instant.parse("2026-01-31T14:00:00Z");

  private final FakeTarget aws = new FakeTarget();

  @BeforeEach
  void threeAlarmsAreOursAndOneIsNot() {
    aws.cloudFormation()
        .holds(
            "p-monitoring",
            Map.of(
                "calm", "AWS::CloudWatch::Alarm",
                "loud", "AWS::CloudWatch::Alarm",
                "both", "AWS::CloudWatch::CompositeAlarm",
                "service/c/s", "AWS::ECS::Service"));
    for (var name :
        List.of("physical-calm", "another-systems", "TargetTracking-service/c/s-AlarmLow-1")) {
      aws.cloudWatch().alarm(alarm(name, name.equals("physical-calm") ? "OK" : "ALARM"));
    }
    aws.cloudWatch().alarm(alarm("physical-loud", "ALARM").actionsEnabled(false));
    aws.cloudWatch()
        .composite(
            CompositeAlarm.builder()
                .alarmName("physical-both")
                .stateValue("INSUFFICIENT_DATA")
                .stateUpdatedTimestamp(TWO));
  }

  private static MetricAlarm.Builder alarm(String name, String state) {
    return MetricAlarm.builder()
        .alarmName(name)
        .stateValue(state)
        .stateReason("it was 9")
        .stateUpdatedTimestamp(TWO);
  }

  private AlarmReader reader() {
    return new AlarmReader(List.of(new Production(aws, List.of("p-monitoring"))));
  }

  @Test
  void those_that_ring_come_first_and_those_of_the_scaling_last_and_nobody_elses_at_all() {
    assertThat(reader().look())
        .extracting(AlarmState::name)
        .containsExactly(
            "physical-loud",
            "physical-both",
            "physical-calm",
            "TargetTracking-service/c/s-AlarmLow-1");
  }

  @Test
  void an_alarm_by_which_the_service_scales_rings_for_nobody() {
    assertThat(reader().look().stream().filter(AlarmState::isRinging))
        .extracting(AlarmState::name)
        .containsExactly("physical-loud");
  }

  @Test
  void an_alarm_has_its_state_its_reason_and_whether_it_tells_anybody() {
    assertThat(reader().look().getFirst())
        .isEqualTo(
            new AlarmState(
                "physical-loud",
                "watch",
                "ap-south-1",
                "ALARM",
                TWO.toString(),
                "it was 9",
                "",
                false,
                List.of()));
  }

  @Test
  void the_history_is_there_when_it_is_asked_for_the_newest_first() {
    aws.cloudWatch().happened("physical-loud", TWO, "Alarm updated from OK to INSUFFICIENT_DATA");
    aws.cloudWatch().happened("physical-loud", TWO.plusSeconds(60), "Alarm updated to ALARM");

    assertThat(reader().look().getFirst().history()).isEmpty();
    assertThat(reader().withHistory().look().getFirst().history())
        .extracting(AlarmState.Change::summary)
        .containsExactly("Alarm updated to ALARM", "Alarm updated from OK to INSUFFICIENT_DATA");
  }
}
