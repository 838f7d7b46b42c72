package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class GateTest {

  private final Gate gate = new Gate();

  @Test
  void nobody_new_begins_once_it_is_shut_and_whoever_is_inside_is_waited_for() throws Exception {
    assertThat(gate.enter()).isTrue();
    gate.shut();

    assertThat(gate.enter()).isFalse();
    assertThat(gate.awaitEmpty(Duration.ofMillis(1))).isEqualTo(1);
    try (var thread = Executors.newSingleThreadExecutor()) {
      var left = thread.submit(() -> gate.awaitEmpty(Duration.ofMinutes(1)));
      gate.leave();
      assertThat(left.get()).isZero();
    }
  }

  @Test
  void a_gate_without_time_left_does_not_wait() throws Exception {
    assertThat(gate.enter()).isTrue();

    assertThat(gate.awaitEmpty(Duration.ofSeconds(-1))).isEqualTo(1);
  }
}
