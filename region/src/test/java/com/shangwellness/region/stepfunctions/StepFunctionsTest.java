package com.shangwellness.region.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

class StepFunctionsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROLE = MachineStage.ROLE;
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
  void the_beginning_and_the_end_are_told_and_counted() throws JsonProcessingException {
    var execution = at.start(at.machine("A", "'A': {'Type': 'Succeed'}"), "{}");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.counted)
        .containsExactly("AWS/States ExecutionsStarted", "AWS/States ExecutionsSucceeded");
    assertThat(at.events).hasSize(2);
    var last = JSON.readTree(at.events.getLast());
    assertThat(last.get("executionArn").asText()).isEqualTo(execution);
    assertThat(last.get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(last.get("output").asText()).isEqualTo("{}");
  }

  @Test
  void what_waits_when_the_region_stops_goes_on_when_it_is_there_again_and_not_longer() {
    var execution =
        at.start(
            at.machine(
                "A",
                "'A': {'Type': 'Wait', 'Seconds': 30, 'Next': 'B'}, 'B': {"
                    + BUY
                    + ", 'End': true}"),
            "{}");
    at.stage.passes(Duration.ofSeconds(20));

    at.restarts();
    at.stage.passes(Duration.ofMillis(9_999));
    assertThat(at.shop.asked).isEmpty();
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.shop.asked).hasSize(1);
    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED {}");
  }

  @Test
  void an_execution_that_takes_too_long_times_out() {
    var execution =
        at.start(
            at.created(
                "{'StartAt': 'A', 'TimeoutSeconds': 10, 'States': {'A': {'Type': 'Wait',"
                    + " 'Seconds': 30, 'End': true}}}"),
            "{}");
    at.stage.passes(Duration.ofSeconds(60));

    assertThat(at.told(execution).statusAsString()).isEqualTo("TIMED_OUT");
    assertThat(Duration.between(at.told(execution).startDate(), at.told(execution).stopDate()))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(at.counted).contains("AWS/States ExecutionsTimedOut");
  }

  @Test
  void an_execution_that_goes_round_for_ever_ends_at_the_limit_of_its_history() {
    var execution =
        at.start(
            at.machine(
                "A", "'A': {'Type': 'Pass', 'Next': 'B'}, 'B': {'Type': 'Pass', 'Next': 'A'}"),
            "{}");
    at.stage.passes(Duration.ofMinutes(1));

    assertThat(at.outcome(execution)).contains("maximum number of history events");
  }

  @Test
  void the_same_execution_is_started_once() {
    var machine = at.machine("A", "'A': {'Type': 'Wait', 'Seconds': 30, 'End': true}");
    var execution = at.start(machine, "{}");

    assertThat(at.start(machine, "{}")).isEqualTo(execution);
    assertThat(
            at.stage.refused(
                () ->
                    at.states.startExecution(
                        r -> r.stateMachineArn(machine).name("one").input("{\"other\":1}"))))
        .startsWith("ExecutionAlreadyExists: ");
    at.stage.passes(Duration.ofMinutes(1));
    assertThat(
            at.stage.refused(
                () ->
                    at.states.startExecution(
                        r -> r.stateMachineArn(machine).name("one").input("{}"))))
        .startsWith("ExecutionAlreadyExists: ");
  }

  @Test
  void an_update_is_for_executions_that_begin_later() {
    var machine =
        at.machine(
            "A",
            "'A': {'Type': 'Wait', 'Seconds': 30, 'Next': 'B'}, 'B': {'Type': 'Pass', 'Result': 1,"
                + " 'End': true}");
    var execution = at.start(machine, "{}");

    at.stage.ask(
        () ->
            at.states.updateStateMachine(
                r ->
                    r.stateMachineArn(machine)
                        .definition(
                            "{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Succeed\"}}}")));
    at.stage.passes(Duration.ofMinutes(1));

    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED 1");
    var later = at.stage.ask(() -> at.states.startExecution(r -> r.stateMachineArn(machine)));
    at.stage.passes(Duration.ofMillis(1));
    assertThat(at.outcome(later.executionArn())).isEqualTo("SUCCEEDED {}");
  }

  @Test
  void one_that_is_stopped_goes_no_further() {
    var execution =
        at.start(
            at.machine(
                "A",
                "'A': {'Type': 'Wait', 'Seconds': 30, 'Next': 'B'}, 'B': {"
                    + BUY
                    + ", 'End': true}"),
            "{}");

    at.stage.ask(
        () ->
            at.states.stopExecution(r -> r.executionArn(execution).error("Enough").cause("of it")));
    at.stage.passes(Duration.ofMinutes(1));

    assertThat(at.outcome(execution)).isEqualTo("ABORTED Enough: of it");
    assertThat(at.shop.asked).isEmpty();
    assertThat(at.counted).contains("AWS/States ExecutionsAborted");
  }

  @Test
  void what_runs_of_a_state_machine_ends_with_it() {
    var machine = at.machine("A", "'A': {'Type': 'Wait', 'Seconds': 30, 'End': true}");
    var execution = at.start(machine, "{}");

    at.stage.ask(() -> at.states.deleteStateMachine(r -> r.stateMachineArn(machine)));

    assertThat(at.told(execution).statusAsString()).isEqualTo("ABORTED");
    assertThat(at.stage.refused(() -> at.states.startExecution(r -> r.stateMachineArn(machine))))
        .startsWith("StateMachineDoesNotExist: ");
  }

  @Test
  void an_execution_is_kept_for_ninety_days() {
    var machine = at.machine("A", "'A': {'Type': 'Succeed'}");
    var execution = at.start(machine, "{}");
    at.stage.passes(Duration.ofDays(89));
    at.stage.ask(() -> at.states.startExecution(r -> r.stateMachineArn(machine)));
    assertThat(at.told(execution).statusAsString()).isEqualTo("SUCCEEDED");

    at.stage.passes(Duration.ofDays(2));
    at.stage.ask(() -> at.states.startExecution(r -> r.stateMachineArn(machine)));

    assertThat(at.stage.refused(() -> at.states.describeExecution(r -> r.executionArn(execution))))
        .startsWith("ExecutionDoesNotExist: ");
  }

  @Test
  void an_event_starts_one_execution_however_often_it_is_delivered() {
    var machine = at.machine("A", "'A': {'Type': 'Pass', 'InputPath': '$.detail', 'End': true}");
    for (int i = 0; i < 2; i++) {
      at.stage.ask(
          () -> {
            at.states
                .target()
                .invoke("rule", machine, "0-1-2", "{\"detail\":{\"state\":\"START\"}}");
            return "";
          });
    }
    at.stage.passes(Duration.ofMillis(1));

    var all =
        at.stage.ask(() -> at.states.listExecutions(r -> r.stateMachineArn(machine))).executions();
    assertThat(all)
        .extracting(ExecutionListItem::name)
        .singleElement()
        .asString()
        .startsWith("0-1-2_");
    assertThat(at.outcome(all.getFirst().executionArn()))
        .isEqualTo("SUCCEEDED {\"state\":\"START\"}");
  }

  @Test
  void pages_go_on_where_the_last_one_ended() {
    var machine = at.machine("A", "'A': {'Type': 'Succeed'}");
    for (int i = 0; i < 5; i++) {
      var name = "e" + i;
      at.stage.ask(() -> at.states.startExecution(r -> r.stateMachineArn(machine).name(name)));
      at.stage.passes(Duration.ofSeconds(1));
    }
    var names = new ArrayList<String>();
    var token = new ArrayList<String>();
    do {
      var next = token.isEmpty() ? null : token.getLast();
      var page =
          at.stage.ask(
              () ->
                  at.states.listExecutions(
                      r -> r.stateMachineArn(machine).maxResults(2).nextToken(next)));
      page.executions().forEach(e -> names.add(e.name()));
      token.add(page.nextToken());
    } while (token.getLast() != null);

    assertThat(names).containsExactly("e4", "e3", "e2", "e1", "e0");
    assertThat(token).hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a b     | worker | STANDARD | OFF | InvalidName: Invalid Name: 'a b'
          machine | other  | STANDARD | OFF | AccessDeniedException: Neither the global service principal
          machine | worker | EXPRESS  | OFF | StateMachineTypeNotSupported: This region runs
          machine | worker | STANDARD | ALL | InvalidLoggingConfiguration: This region writes no logs
          """)
  void a_state_machine_that_cannot_be_is_refused(
      String name, String role, String type, String level, String refusal) {
    assertThat(
            at.stage.refused(
                () ->
                    at.states.createStateMachine(
                        r ->
                            r.name(name)
                                .roleArn(ROLE.replace("worker", role))
                                .type(type)
                                .loggingConfiguration(l -> l.level(level))
                                .definition(
                                    "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}"))))
        .startsWith(refusal);
  }

  @Test
  void a_state_machine_is_created_once() {
    var machine = at.machine("A", "'A': {'Type': 'Succeed'}");

    assertThat(at.machine("A", "'A': {'Type': 'Succeed'}")).isEqualTo(machine);
    assertThat(
            at.stage.refused(
                () ->
                    at.states.createStateMachine(
                        r ->
                            r.name("machine")
                                .roleArn(ROLE)
                                .definition(
                                    "{\"StartAt\":\"B\",\"States\":{\"B\":{\"Type\":\"Succeed\"}}}"))))
        .startsWith("StateMachineAlreadyExists: ");
  }
}
