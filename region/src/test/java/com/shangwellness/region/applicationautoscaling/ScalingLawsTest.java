package com.shangwellness.region.applicationautoscaling;

import static com.shangwellness.region.applicationautoscaling.TestScaling.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;

/** What holds in every history. */
class ScalingLawsTest {

  @Property(tries = 30)
  void the_desired_count_never_leaves_the_bounds(
      @ForAll @IntRange(min = 0, max = 5) int least,
      @ForAll @IntRange(min = 0, max = 6) int more,
      @ForAll @IntRange(min = 0, max = 15) int tasks,
      @ForAll @IntRange(min = -20, max = 20) int jump,
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 500) Double> loads) {
    var region = new TestScaling();
    region.ecs.desired = tasks;
    region.between(least, least + more);
    region.tracks(
        "cpu",
        MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION,
        c -> c.scaleInCooldown(60).scaleOutCooldown(60));
    region.stepsOnCpu(AdjustmentType.CHANGE_IN_CAPACITY, 60, step(0.0, null, jump));

    for (var load : loads) {
      region.cpu(load < 60 ? 16 : 4, load);
      assertThat(region.ecs.desired).isBetween(least, least + more);
    }

    assertThat(region.ecs.given).allMatch(given -> given >= least && given <= least + more);
  }

  @Property(tries = 30)
  void under_a_constant_load_it_comes_to_rest_where_the_target_is_kept_and_stays(
      @ForAll @DoubleRange(min = 1, max = 1800) double work,
      @ForAll @IntRange(min = 1, max = 30) int tasks) {
    var region = new TestScaling();
    region.ecs.desired = tasks;
    region.between(1, 30);
    region.tracks(
        "cpu",
        MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION,
        c -> c.scaleInCooldown(60).scaleOutCooldown(60));

    region.busy(90, running -> work / running);
    int rest = region.ecs.desired;
    var until = List.copyOf(region.ecs.given);
    region.busy(90, running -> work / running);

    assertThat(region.ecs.given).as("no flapping").isEqualTo(until);
    assertThat(work / rest).as("the target is kept").isLessThanOrEqualTo(70);
    // One fewer would be above the target, or it is within the band in which nothing is done.
    assertThat(rest == 1 || work / (rest - 1) > 70 || work / rest >= 63).isTrue();
    // One way only: it never went out and in again.
    assertThat(until.stream().sorted().toList()).isIn(until, until.reversed());
  }

  @Property(tries = 200)
  void outward_is_the_least_capacity_that_keeps_the_target(
      @ForAll @IntRange(min = 1, max = 1000) int tasks,
      @ForAll @DoubleRange(min = 70, max = 1000) double value) {
    int wanted = Tracking.proportional(tasks, value, 70);

    assertThat(tasks * value / wanted).isLessThanOrEqualTo(70 + 1e-6);
    assertThat(tasks * value / (wanted - 1)).isGreaterThan(70);
  }

  @Property(tries = 200)
  void inward_never_takes_more_than_a_tenth_or_one_and_never_passes_the_target(
      @ForAll @IntRange(min = 1, max = 1000) int tasks,
      @ForAll @DoubleRange(min = 0, max = 63) double value) {
    int wanted = Tracking.inward(tasks, value, 70);

    assertThat(tasks - wanted).isBetween(0, Math.max(1, tasks / 10));
    assertThat(wanted == 0 || tasks * value / wanted <= 70 + 1e-6).isTrue();
  }
}
