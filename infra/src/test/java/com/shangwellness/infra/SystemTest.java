package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The system as its owner describes it, a row for each line of that page. Whoever drops a line sees
 * it here.
 */
class SystemTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void the_system_is_as_its_owner_describes_it(Row row) {
    assertThat(row.built().get()).isEqualTo(row.described());
  }

  @Test
  void no_line_stands_twice() {
    assertThat(rows().map(Row::line)).doesNotHaveDuplicates();
  }

  static Stream<Row> rows() {
    return Stream.of(SystemRuns.rows(), SystemChanges.rows(), SystemGuards.rows())
        .flatMap(rows -> rows);
  }
}
