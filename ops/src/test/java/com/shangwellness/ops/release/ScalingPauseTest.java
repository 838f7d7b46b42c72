package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.fake.FakeScaling;
import com.shangwellness.ops.production.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingPauseTest {
  private final FakeScaling scaling = new FakeScaling();
  private final ScalingPause pause = new ScalingPause(scaling, new ServiceName("cluster", "web"));

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void what_an_operator_had_suspended_is_suspended_again_afterwards_and_nothing_else(
      boolean in, boolean out) {
    scaling.scales("service/cluster/web");
    scaling.suspends(in, out);

    pause.begin();
    assertThat(scaling.suspended()).containsExactly(true, true);
    assertThat(pause.end()).isTrue();

    assertThat(scaling.suspended()).containsExactly(in, out);
    assertThat(scaling.tags()).isEmpty();
  }

  @Test
  void what_no_release_has_suspended_is_not_resumed() {
    scaling.scales("service/cluster/web");
    scaling.suspends(true, true);

    assertThat(pause.end()).isFalse();
    assertThat(scaling.suspended()).containsExactly(true, true);
  }

  @Test
  void begun_twice_it_remembers_how_it_was_before_the_first_time() {
    scaling.scales("service/cluster/web");

    pause.begin();
    pause.begin();
    pause.end();

    assertThat(scaling.suspended()).containsExactly(false, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RegisterScalableTarget", "UntagResource"})
  void a_release_that_begins_while_another_command_resumes_stays_suspended_with_its_mark(
      String step) {
    scaling.scales("service/cluster/web");
    scaling.suspends(true, false);
    pause.begin();
    scaling.beforeNext(step, pause::begin);

    pause.end();
    pause.begin(); // as it does once there is a deployment

    assertThat(scaling.suspended()).containsExactly(true, true);
    assertThat(pause.end()).isTrue();
    assertThat(scaling.suspended()).as("as it was in the beginning").containsExactly(true, false);
  }

  @Test
  void what_is_suspended_between_resuming_and_unmarking_is_marked_again() {
    scaling.scales("service/cluster/web");
    pause.begin();
    scaling.beforeNext("UntagResource", pause::begin);

    assertThat(pause.end()).as("it is suspended again").isFalse();

    assertThat(scaling.suspended()).containsExactly(true, true);
    assertThat(pause.isOn()).isTrue();
  }

  @Test
  void a_mark_that_another_command_takes_away_before_scaling_is_suspended_is_made_again() {
    scaling.scales("service/cluster/web");
    scaling.suspends(false, true);
    pause.begin();
    scaling.beforeNext("RegisterScalableTarget", pause::end);

    pause.begin();

    assertThat(scaling.suspended()).containsExactly(true, true);
    assertThat(pause.isOn()).isTrue();
    pause.end();
    assertThat(scaling.suspended()).containsExactly(false, true);
  }

  @Test
  void a_service_that_does_not_scale_is_no_error() {
    pause.begin();

    assertThat(pause.isOn()).isFalse();
    assertThat(pause.end()).isFalse();
  }
}
