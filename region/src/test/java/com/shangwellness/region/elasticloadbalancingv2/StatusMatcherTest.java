package com.shangwellness.region.elasticloadbalancingv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusMatcherTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          200;             200; true
          200;             201; false
          200,202;         202; true
          200,202;         201; false
          200-299;         200; true
          200-299;         299; true
          200-299;         300; false
          200,300-399,404; 404; true
          200,300-399,404; 350; true
          200,300-399,404; 403; false
          """)
  void a_status_is_one_of_those_named_or_within_a_range(String codes, int status, boolean matches) {
    assertThat(StatusMatcher.of(codes).matches(status)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "20", "200,", ",200", "200-", "abc", "200;300", "2000", "20a", "200-29a"})
  void what_names_no_statuses_is_refused(String codes) {
    assertThatThrownBy(() -> StatusMatcher.of(codes))
        .hasMessageContaining("Health check matcher HTTP code '" + codes + "' is not valid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"199", "500", "200-500", "199-300", "300-200", "200,500"})
  void statuses_that_elb_does_not_take_are_refused(String codes) {
    assertThatThrownBy(() -> StatusMatcher.of(codes))
        .hasMessageContaining("must be within the range 200-499");
  }
}
