package com.shangwellness.region.applicationautoscaling;

import static com.shangwellness.region.applicationautoscaling.TestScaling.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/** Application Auto Scaling guide, "How step scaling for Application Auto Scaling works". */
class StepScalingTest {

  private final TestScaling region = new TestScaling();

  // The guide's own policies: out at a threshold of 60, in at a threshold of 40.
  private static final List<StepAdjustment> OUT =
      List.of(step(0.0, 10.0, 0), step(10.0, 20.0, 10), step(20.0, null, 30));
  private static final List<StepAdjustment> IN =
      List.of(step(-10.0, 0.0, 0), step(-20.0, -10.0, -10), step(null, -20.0, -30));

  private static StepScalingPolicyConfiguration percent(List<StepAdjustment> steps) {
    return StepScalingPolicyConfiguration.builder()
        .adjustmentType(AdjustmentType.PERCENT_CHANGE_IN_CAPACITY)
        .stepAdjustments(steps)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 60, 10",
    "10, 69.9, 10",
    "10, 70, 11",
    "11, 79, 12",
    "10, 80, 13",
    "10, 100, 13"
  })
  void the_guides_example_outward(int capacity, double metric, int wanted) {
    assertThat(new Steps(percent(OUT)).wanted(capacity, metric - 60)).contains(wanted);
  }

  @ParameterizedTest
  @CsvSource({"10, 39, 10", "10, 30.1, 10", "10, 30, 9", "10, 20.1, 9", "10, 20, 7", "10, 0, 7"})
  void the_guides_example_inward(int capacity, double metric, int wanted) {
    assertThat(new Steps(percent(IN)).wanted(capacity, metric - 40)).contains(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "PercentChangeInCapacity, 10, 127, , 22", // 12.7 are 12
    "PercentChangeInCapacity, 10, 6, , 11", // 0.6 is 1
    "PercentChangeInCapacity, 10, -6, , 9", // -0.6 is -1
    "PercentChangeInCapacity, 10, -67, , 4", // -6.7 are -6
    "PercentChangeInCapacity, 4, 25, 2, 6", // 1, and 2 at least
    "PercentChangeInCapacity, 4, -25, 2, 2",
    "ChangeInCapacity, 3, 5, , 8",
    "ChangeInCapacity, 3, -1, , 2",
    "ExactCapacity, 3, 7, , 7",
  })
  void adjustments(String type, int capacity, int adjustment, Integer least, int wanted) {
    var steps =
        new Steps(
            StepScalingPolicyConfiguration.builder()
                .adjustmentType(type)
                .minAdjustmentMagnitude(least)
                .stepAdjustments(step(0.0, null, adjustment))
                .build());

    assertThat(steps.wanted(capacity, 1)).contains(wanted);
  }

  @Test
  void a_breach_that_no_step_is_for_changes_nothing() {
    assertThat(new Steps(percent(List.of(step(10.0, null, 10)))).wanted(4, 5)).isEmpty();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("can't overlap", List.of(step(0.0, 20.0, 1), step(10.0, null, 2))),
        Arguments.of("can't have gaps", List.of(step(0.0, 10.0, 1), step(20.0, null, 2))),
        Arguments.of("can't overlap", List.of(step(null, 10.0, 1), step(null, 20.0, 2))),
        Arguments.of("can't overlap", List.of(step(0.0, null, 1), step(10.0, null, 2))),
        Arguments.of("greater than its lower bound", List.of(step(10.0, 10.0, 1))),
        Arguments.of("greater than its lower bound", List.of(step(10.0, 0.0, 1))),
        Arguments.of("At least one", List.of()),
        Arguments.of("at most 20", Collections.nCopies(21, step(0.0, 1.0, 1))));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void steps_that_leave_doubt_are_refused(String why, List<StepAdjustment> steps) {
    region.between(2, 10);

    assertThatThrownBy(
            () ->
                region.policy(
                    "steps",
                    r ->
                        r.stepScalingPolicyConfiguration(
                            c ->
                                c.adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                                    .stepAdjustments(steps))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_minimum_magnitude_is_for_percentages_only() {
    region.between(2, 10);

    assertThatThrownBy(
            () ->
                region.policy(
                    "steps",
                    r ->
                        r.stepScalingPolicyConfiguration(
                            c ->
                                c.adjustmentType(AdjustmentType.EXACT_CAPACITY)
                                    .minAdjustmentMagnitude(2)
                                    .stepAdjustments(step(0.0, null, 3)))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("MinAdjustmentMagnitude");
  }

  @Test
  void an_alarm_of_the_users_own_asks_for_a_step_by_how_far_it_was_passed() {
    region.between(1, 20);
    region.stepsOnCpu(
        AdjustmentType.CHANGE_IN_CAPACITY, 0, step(0.0, 15.0, 1), step(15.0, null, 4));

    region.cpu(1, 75);
    assertThat(region.ecs.desired).isEqualTo(3);
    region.cpu(1, 90);
    assertThat(region.ecs.desired).isEqualTo(7);
    region.cpu(1, 50);
    assertThat(region.ecs.given).containsExactly(3, 7);
  }

  // "the previous increase of 2 is considered part of the current capacity. Therefore, only 1 is
  // added".
  @Test
  void during_the_cooldown_the_previous_increase_is_part_of_the_next() {
    region.between(1, 20);
    region.stepsOnCpu(
        AdjustmentType.CHANGE_IN_CAPACITY, 300, step(0.0, 15.0, 2), step(15.0, null, 3));

    region.cpu(1, 75);
    assertThat(region.ecs.desired).isEqualTo(4);
    region.cpu(1, 90);
    assertThat(region.ecs.desired).isEqualTo(5);
    region.cpu(4, 90);
    assertThat(region.ecs.desired).isEqualTo(5);
    region.cpu(1, 90);
    assertThat(region.ecs.desired).isEqualTo(8);
  }

  @Test
  void steps_inward_rest_between_two() {
    region.ecs.desired = 8;
    region.between(1, 20);
    var arn =
        region.policy(
            "less",
            r ->
                r.stepScalingPolicyConfiguration(
                    c ->
                        c.adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                            .cooldown(120)
                            .stepAdjustments(step(null, 0.0, -2))));
    region.alarmOnCpu("idle", "LessThanThreshold", 30, arn);

    region.cpu(2, 10);
    assertThat(region.ecs.given).containsExactly(6);
    region.cpu(1, 10);
    assertThat(region.ecs.given).containsExactly(6, 4);
  }

  @Test
  void values_of_a_longer_alarm_are_put_together_as_the_policy_says() {
    for (var expected : Arrays.asList("Minimum 3", "Average 4", "Maximum 5")) {
      var words = expected.split(" ", -1);
      var one = new TestScaling();
      one.between(1, 20);
      var arn =
          one.policy(
              "steps",
              r ->
                  r.stepScalingPolicyConfiguration(
                      c ->
                          c.adjustmentType(AdjustmentType.EXACT_CAPACITY)
                              .metricAggregationType(words[0])
                              .stepAdjustments(
                                  step(0.0, 5.0, 3), step(5.0, 15.0, 4), step(15.0, null, 5))));
      one.alarmOnCpu("busy", "GreaterThanThreshold", 70, arn);
      one.ask(
          () ->
              one.cloudWatch.putMetricAlarm(
                  r ->
                      r.alarmName("busy")
                          .namespace("AWS/ECS")
                          .metricName("CPUUtilization")
                          .dimensions(TestScaling.service())
                          .statistic("Average")
                          .period(60)
                          .evaluationPeriods(2)
                          .threshold(70.0)
                          .comparisonOperator("GreaterThanThreshold")
                          .alarmActions(arn)));

      one.cpu(1, 72);
      one.cpu(1, 90);

      assertThat(one.ecs.desired).as(expected).isEqualTo(Integer.parseInt(words[1]));
    }
  }
}
