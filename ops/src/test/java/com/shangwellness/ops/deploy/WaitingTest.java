package com.shangwellness.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
  @Test
  void an_interrupt_ends_a_wait_at_once_and_is_kept() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Waiting.of(Duration.ofHours(1)).pause())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
