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

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void what_an_operator_has_changed_since_a_release_suspended_both_stays_as_they_left_it(
      boolean in, boolean out) {
    scaling.scales("service/cluster/web");
    pause.begin();
    scaling.suspends(in, out);

    assertThat(pause.end()).as("nothing of a release's is there to resume").isFalse();

    assertThat(scaling.suspended()).containsExactly(in, out);
    assertThat(scaling.tags()).isEmpty();
  }

  @Test
  void the_next_release_remembers_what_an_operator_has_changed_since_the_last_one() {
    scaling.scales("service/cluster/web");
    pause.begin();
    scaling.suspends(true, false);

    pause.begin();
    assertThat(scaling.suspended()).containsExactly(true, true);
    pause.end();

    assertThat(scaling.suspended()).containsExactly(true, false);
  }

  @Test
  void what_an_operator_suspends_while_a_command_resumes_is_not_taken_for_a_release_s() {
    scaling.scales("service/cluster/web");
    pause.begin();
    scaling.beforeNext("UntagResource", () -> scaling.suspends(true, false));

    pause.end();

    assertThat(scaling.suspended()).containsExactly(true, false);
    assertThat(pause.isOn()).isFalse();
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
