package com.shangwellness.region.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an execution when a task fails. */
class TaskErrorsTest {

  private static final String BUY = MachineStage.BUY;

  @TempDir private Path folder;
  private MachineStage at;

  @BeforeEach
  void begin() {
    at = new MachineStage(folder);
  }

  @AfterEach
  void end() {
    at.close();
  }

  @Test
  void a_task_that_fails_is_tried_again_later_and_later() {
    at.shop.refuses();
    at.shop.refuses();
    at.shop.answers("{\"Price\": 3}");
    var execution =
        at.start(
            at.machine(
                "A",
                "'A': {"
                    + BUY
                    + ", 'Retry': [{'ErrorEquals': ['States.ALL'], 'IntervalSeconds': 2}], 'End':"
                    + " true}"),
            "{}");

    at.stage.passes(Duration.ofMillis(1_999));
    assertThat(at.shop.asked).hasSize(1);
    at.stage.passes(Duration.ofMillis(1));
    assertThat(at.shop.asked).hasSize(2);
    at.stage.passes(Duration.ofMillis(3_999));
    assertThat(at.shop.asked).hasSize(2);
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED {\"Price\":3}");
    assertThat(at.history(execution)).filteredOn("TaskFailed"::equals).hasSize(2);
  }

  @Test
  void a_task_that_fails_for_good_fails_the_execution_with_the_services_error() {
    at.shop.refuses();
    at.shop.refuses();
    var execution =
        at.start(
            at.machine(
                "A",
                "'A': {"
                    + BUY
                    + ", 'Retry': [{'ErrorEquals': ['Shop.ThrottlingException'], 'MaxAttempts':"
                    + " 1}], 'End': true}"),
            "{}");
    at.stage.passes(Duration.ofMinutes(1));

    assertThat(at.outcome(execution))
        .startsWith("FAILED Shop.ThrottlingException: too many (Service: Shop, Status Code: 400");
    assertThat(at.counted).contains("AWS/States ExecutionsFailed");
    assertThat(at.history(execution)).endsWith("TaskFailed", "ExecutionFailed");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"States.ALL", "States.TaskFailed", "Shop.ThrottlingException"})
  void an_error_that_is_caught_goes_on_with_what_it_was(String error) {
    at.shop.refuses();
    var execution =
        at.start(
            at.machine(
                "A",
                "'A': {"
                    + BUY
                    + ", 'Catch': [{'ErrorEquals': ['Shop.OtherException'], 'Next': 'C'},"
                    + " {'ErrorEquals': ['"
                    + error
                    + "'], 'ResultPath': '$.error', 'Next': 'B'}], 'End': true},"
                    + " 'B': {'Type': 'Pass', 'InputPath': '$.error.Error', 'End': true},"
                    + " 'C': {'Type': 'Fail'}"),
            "{}");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED \"Shop.ThrottlingException\"");
  }

  @Test
  void an_error_of_the_definition_is_caught_by_nothing() {
    var execution =
        at.start(
            at.machine(
                "A",
                "'A': {"
                    + BUY
                    + ", 'Parameters': {'a.$': '$.missing'}, 'Catch': [{'ErrorEquals':"
                    + " ['States.ALL'], 'Next': 'B'}], 'End': true}, 'B': {'Type': 'Succeed'}"),
            "{}");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).startsWith("FAILED States.Runtime: The JSONPath '$.missing'");
  }

  @Test
  void a_call_that_breaks_fails_the_execution_which_does_not_hang() {
    var execution =
        at.start(
            at.machine("A", "'A': {" + BUY + ", 'Parameters': {'Breaks': true}, 'End': true}"),
            "{}");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution))
        .isEqualTo(
            "FAILED States.Runtime: The state A met an internal error of this region; its log has"
                + " it");
  }

  @Test
  void a_result_that_is_too_large_fails_the_state() {
    at.shop.answers("\"" + "x".repeat(256 * 1024) + "\"");
    var execution = at.start(at.machine("A", "'A': {" + BUY + ", 'End': true}"), "{}");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).startsWith("FAILED States.DataLimitExceeded: ");
  }
}
