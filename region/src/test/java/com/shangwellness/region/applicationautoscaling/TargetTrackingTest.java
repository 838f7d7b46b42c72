package com.shangwellness.region.applicationautoscaling;

import static com.shangwellness.region.applicationautoscaling.TestScaling.dimensions;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingMetricDataQuery;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingMetricDimension;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Application Auto Scaling guide, "How target tracking scaling works", and ECS guide. */
class TargetTrackingTest {

  private static final MetricType CPU = MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION;
  private static final MetricType MEMORY = MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION;
  private static final String UUID = "-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final TestScaling region = new TestScaling();

  @Test
  void a_policy_makes_two_alarms_as_aws_does_and_takes_them_with_it() {
    region.between(2, 10);
    var arn = region.tracksCpu();

    assertThat(region.alarms()).hasSize(2).allMatch(a -> a.alarmActions().contains(arn));
    var high = region.alarm("AlarmHigh");
    assertThat(high.alarmName()).matches("TargetTracking-service/prod/web-AlarmHigh" + UUID);
    assertThat(high.comparisonOperator()).isEqualTo(ComparisonOperator.GREATER_THAN_THRESHOLD);
    assertThat(shape(high)).isEqualTo("3 of 60 s, AWS/ECS CPUUtilization Average 70.0");
    var low = region.alarm("AlarmLow");
    assertThat(low.alarmName()).matches("TargetTracking-service/prod/web-AlarmLow" + UUID);
    assertThat(low.comparisonOperator()).isEqualTo(ComparisonOperator.LESS_THAN_THRESHOLD);
    assertThat(shape(low)).isEqualTo("15 of 60 s, AWS/ECS CPUUtilization Average 63.0");

    region.ask(
        () ->
            region.scaling.deleteScalingPolicy(
                r ->
                    r.policyName("cpu")
                        .serviceNamespace("ecs")
                        .resourceId(TestScaling.WEB)
                        .scalableDimension("ecs:service:DesiredCount")));
    assertThat(region.alarms()).isEmpty();
  }

  private static String shape(MetricAlarm alarm) {
    return "%d of %d s, %s %s %s %s"
        .formatted(
            alarm.evaluationPeriods(),
            alarm.period(),
            alarm.namespace(),
            alarm.metricName(),
            alarm.statistic(),
            alarm.threshold());
  }

  @Test
  void a_changed_policy_keeps_its_alarms_by_name() {
    region.between(2, 10);
    region.tracksCpu();
    var names = region.alarms().stream().map(MetricAlarm::alarmName).toList();

    region.tracks("cpu", CPU, c -> c.targetValue(50.0));

    assertThat(region.alarms()).extracting(MetricAlarm::alarmName).isEqualTo(names);
    assertThat(region.alarm("AlarmHigh").threshold()).isEqualTo(50);
    assertThat(region.alarm("AlarmLow").threshold()).isEqualTo(45);
  }

  @Test
  void three_minutes_above_the_target_scale_out_and_not_two() {
    region.between(2, 10);
    region.tracksCpu();

    region.cpu(2, 95);
    region.cpu(1, 60);
    assertThat(region.ecs.desired).isEqualTo(2);

    region.cpu(3, 95);
    assertThat(region.ecs.desired).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 100, 3",
    "2, 71, 3",
    "2, 70, 2",
    "4, 90, 6",
    "3, 75, 4",
    "5, 100, 8",
    "9, 95, 10",
    "10, 95, 10"
  })
  void outward_it_goes_in_proportion_rounded_up_and_never_beyond_the_maximum(
      int tasks, double cpu, int wanted) {
    region.ecs.desired = tasks;
    region.between(2, 10);
    region.tracksCpu();

    region.cpu(3, cpu);

    assertThat(region.ecs.desired).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"10, 10, 9", "20, 10, 18", "3, 60, 3", "3, 40, 2", "2, 5, 2", "5, 62, 5"})
  void inward_it_goes_a_little_at_a_time_after_fifteen_minutes_and_never_past_the_target(
      int tasks, double cpu, int wanted) {
    region.ecs.desired = tasks;
    region.between(2, 30);
    region.tracksCpu();

    region.cpu(14, cpu);
    assertThat(region.ecs.desired).isEqualTo(tasks);
    region.cpu(1, cpu);

    assertThat(region.ecs.desired).isEqualTo(wanted);
  }

  @Test
  void between_the_alarms_nothing_happens() {
    region.between(2, 10);
    region.tracksCpu();

    region.cpu(60, 66);

    assertThat(region.ecs.given).isEmpty();
  }

  @Test
  void during_a_scale_out_cooldown_only_a_larger_need_adds_and_only_the_difference() {
    region.between(2, 10);
    region.tracks("cpu", CPU, c -> c.scaleOutCooldown(300));
    region.cpu(3, 100);
    assertThat(region.ecs.desired).isEqualTo(3);

    region.cpu(1, 100);
    assertThat(region.ecs.desired).as("two at 100 are still three").isEqualTo(3);
    region.cpu(1, 150);
    assertThat(region.ecs.desired).as("two at 150 are five: two more").isEqualTo(5);
    region.cpu(4, 100);
    assertThat(region.ecs.desired).as("the new cooldown is not over").isEqualTo(5);

    region.cpu(1, 100);
    assertThat(region.ecs.desired).as("it is: five at 100 are eight").isEqualTo(8);
  }

  @Test
  void a_scale_in_cooldown_blocks_the_next_scale_in_and_is_ended_by_a_scale_out() {
    region.ecs.desired = 6;
    region.between(2, 10);
    region.tracks("cpu", CPU, c -> c.scaleInCooldown(600).scaleOutCooldown(0));
    region.cpu(15, 10);
    assertThat(region.ecs.desired).isEqualTo(5);
    region.cpu(9, 10);
    assertThat(region.ecs.desired).isEqualTo(5);
    region.cpu(1, 10);
    assertThat(region.ecs.desired).isEqualTo(4);

    region.cpu(3, 90);
    assertThat(region.ecs.desired).as("out at once").isEqualTo(6);
    region.cpu(14, 10);
    assertThat(region.ecs.desired).isEqualTo(6);
    region.cpu(1, 10);
    assertThat(region.ecs.desired).isEqualTo(5);
  }

  @Test
  void after_a_scale_out_the_rest_of_the_scale_in_cooldown_does_not_count() {
    region.ecs.desired = 6;
    region.between(2, 10);
    region.tracks("cpu", CPU, c -> c.scaleInCooldown(36_000).scaleOutCooldown(0));
    region.cpu(15, 10);
    region.cpu(3, 90);
    int busy = region.ecs.desired;

    region.cpu(15, 10);

    assertThat(region.ecs.desired).isEqualTo(busy - 1);
  }

  @Test
  void a_policy_that_may_not_scale_in_has_no_low_alarm_and_gets_it_when_it_may() {
    region.ecs.desired = 5;
    region.between(2, 10);
    region.tracks("cpu", CPU, c -> c.disableScaleIn(true));
    assertThat(region.alarms()).singleElement().matches(a -> a.alarmName().contains("AlarmHigh"));
    region.cpu(30, 5);
    assertThat(region.ecs.given).isEmpty();

    region.tracksCpu();
    assertThat(region.alarms()).hasSize(2);
    region.tracks("cpu", CPU, c -> c.disableScaleIn(true));
    assertThat(region.alarms()).hasSize(1);
  }

  @Test
  void of_two_policies_the_one_that_wants_more_wins() {
    region.ecs.desired = 4;
    region.between(2, 10);
    region.tracksCpu();
    region.tracks("memory", MEMORY);

    region.cpuAndMemory(3, 80, 100);

    assertThat(region.ecs.desired).as("5 by CPU, 6 by memory").isEqualTo(6);
  }

  @Test
  void it_scales_in_only_when_every_policy_agrees() {
    region.ecs.desired = 6;
    region.between(2, 10);
    region.tracksCpu();
    region.tracks("memory", MEMORY);

    region.cpuAndMemory(40, 5, 66);
    assertThat(region.ecs.given).as("memory is busy enough").isEmpty();

    region.cpuAndMemory(15, 5, 5);
    assertThat(region.ecs.given).containsExactly(5);
  }

  @ParameterizedTest
  @CsvSource({"a, b", "b, a"})
  void inward_too_the_policy_that_wants_more_wins_whichever_is_asked_first(
      String cpu, String memory) {
    region.ecs.desired = 5;
    region.between(2, 10);
    region.tracks(cpu, MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION);
    region.tracks(memory, MEMORY);

    region.cpuAndMemory(40, 5, 62);

    assertThat(region.ecs.given).as("4 by CPU, 5 by memory").isEmpty();
  }

  @Test
  void a_policy_that_only_scales_out_is_not_worked_against_while_it_asks_for_more() {
    region.ecs.desired = 4;
    region.between(2, 4);
    region.tracksCpu();
    region.tracks("memory", MEMORY, c -> c.disableScaleIn(true));

    region.cpuAndMemory(30, 5, 90);
    assertThat(region.ecs.given).isEmpty();

    region.cpuAndMemory(1, 5, 50);
    assertThat(region.ecs.given).containsExactly(3);
  }

  @Test
  void without_data_nothing_is_scaled() {
    region.ecs.desired = 6;
    region.between(2, 10);
    region.tracksCpu();
    region.cpu(5, 5);
    region.passes(Duration.ofHours(2));

    assertThat(region.alarm("AlarmLow").stateValueAsString()).isEqualTo("INSUFFICIENT_DATA");
    assertThat(region.ecs.given).isEmpty();
  }

  @Test
  void requests_per_target_are_those_of_the_balancer_and_group_of_the_label() {
    region.between(2, 10);
    region.tracks(
        "requests",
        MetricType.ALB_REQUEST_COUNT_PER_TARGET,
        c ->
            c.targetValue(1000.0)
                .predefinedMetricSpecification(
                    m ->
                        m.predefinedMetricType(MetricType.ALB_REQUEST_COUNT_PER_TARGET)
                            .resourceLabel("app/site/0a1b/targetgroup/blue/2c3d")));
    assertThat(shape(region.alarm("AlarmHigh")))
        .isEqualTo("3 of 60 s, AWS/ApplicationELB RequestCountPerTarget Sum 1000.0");

    for (int minute = 0; minute < 3; minute++) {
      region.record(
          "AWS/ApplicationELB",
          "RequestCountPerTarget",
          dimensions(
              Map.of("LoadBalancer", "app/site/0a1b", "TargetGroup", "targetgroup/blue/2c3d")),
          2400);
      region.passes(Duration.ofMinutes(1));
    }

    assertThat(region.ecs.desired).as("2 × 2.4").isEqualTo(5);
  }

  @Test
  void a_metric_may_be_computed() {
    region.between(2, 10);
    var cpu =
        TargetTrackingMetricDataQuery.builder()
            .id("cpu")
            .returnData(false)
            .metricStat(
                s ->
                    s.stat("Average")
                        .metric(
                            m ->
                                m.namespace("AWS/ECS")
                                    .metricName("CPUUtilization")
                                    .dimensions(
                                        metricDimension("ClusterName", "prod"),
                                        metricDimension("ServiceName", "web"))))
            .build();
    var half =
        TargetTrackingMetricDataQuery.builder()
            .id("half")
            .expression("cpu / 2")
            .returnData(true)
            .build();
    region.policy(
        "half",
        r ->
            r.policyType(PolicyType.TARGET_TRACKING_SCALING)
                .targetTrackingScalingPolicyConfiguration(
                    c ->
                        c.targetValue(30.0)
                            .customizedMetricSpecification(m -> m.metrics(cpu, half))));

    region.cpu(3, 90);

    assertThat(region.ecs.desired).as("two at 45 of 30").isEqualTo(3);
  }

  private static TargetTrackingMetricDimension metricDimension(String name, String value) {
    return TargetTrackingMetricDimension.builder().name(name).value(value).build();
  }

  @Test
  void scaling_in_is_held_while_the_service_deploys_and_scaling_out_is_not() {
    region.ecs.desired = 6;
    region.between(2, 10);
    region.tracksCpu();
    region.ecs.deploying = true;
    region.cpu(20, 10);
    assertThat(region.ecs.given).isEmpty();
    assertThat(region.notScaled()).containsExactly("TargetServicePutResourceAsUnscalable");

    region.ecs.deploying = false;
    region.cpu(1, 10);
    assertThat(region.ecs.given).containsExactly(5);

    region.ecs.deploying = true;
    region.cpu(3, 95);
    assertThat(region.ecs.desired).isEqualTo(7);
  }

  @Test
  void a_release_by_codedeploy_holds_scaling_in_as_well() {
    region.ecs.desired = 6;
    region.between(2, 10);
    region.tracksCpu();
    region.ecs.taskSets = 2;
    region.cpu(20, 10);
    assertThat(region.ecs.given).isEmpty();

    region.ecs.taskSets = 1;
    region.cpu(1, 10);
    assertThat(region.ecs.given).containsExactly(5);
  }
}
