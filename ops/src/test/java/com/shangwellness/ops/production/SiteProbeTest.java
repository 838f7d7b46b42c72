package com.shangwellness.ops.production;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.production.SiteProbe.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteProbeTest {
  @Test
  void our_own_health_check_is_known_by_its_state_and_version() {
    assertThat(new Answer(200, "{\"status\":\"ok\",\"version\":\"1.0.0\"}").isHealthyApplication())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Welcome to nginx</html>", "{\"status\":\"ok\"}", "", "[1]"})
  void somebody_elses_answer_is_not_taken_for_it(String text) {
    assertThat(new Answer(200, text).isHealthyApplication()).isFalse();
  }
}
