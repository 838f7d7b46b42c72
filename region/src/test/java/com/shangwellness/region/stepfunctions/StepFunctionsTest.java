package com.shangwellness.region.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

class StepFunctionsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROLE = "arn:aws:iam::123456789012:role/worker";
  private static final String BUY =
      "'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy'";

  @TempDir Path folder;
  private final Shop shop = new Shop();
  private final List<String> events = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private Stage stage;
  private StepFunctions states;
  private int lives;

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @AfterEach
  void end() {
    stage.store.close();
  }

  private void open(Instant now) {
    lives++;
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    var iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);
    states =
        new StepFunctions(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            shop,
            new Sts(stage.place, iam, new Sessions(stage.timeline, stage.store, stage.ids)),
            (source, type, resources, detail) -> events.add(detail),
            (namespace, data) -> counted.add(namespace + " " + data.getFirst().metricName()));
    if (lives == 1) {
      role(iam, "worker", "states.amazonaws.com");
      role(iam, "other", "ec2.amazonaws.com");
    }
  }

  private void role(Iam iam, String name, String service) {
    stage.ask(
        () ->
            iam.createRole(
                r ->
                    r.roleName(name)
                        .assumeRolePolicyDocument(
                            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                + "\"Principal\":{\"Service\":\""
                                + service
                                + "\"}}}")));
  }

  private String machine(String firstState, String states) {
    return created("{'StartAt': '" + firstState + "', 'States': {" + states + "}}");
  }

  private String created(String definition) {
    return stage
        .ask(
            () ->
                states.createStateMachine(
                    r -> r.name("machine").roleArn(ROLE).definition(definition.replace('\'', '"'))))
        .stateMachineArn();
  }

  private String start(String machine, String input) {
    return stage
        .ask(
            () ->
                states.startExecution(
                    r -> r.stateMachineArn(machine).name("one").input(input.replace('\'', '"'))))
        .executionArn();
  }

  private DescribeExecutionResponse told(String execution) {
    return stage.ask(() -> states.describeExecution(r -> r.executionArn(execution)));
  }

  private String outcome(String execution) {
    var told = told(execution);
    return told.statusAsString()
        + " "
        + (told.error() == null ? told.output() : told.error() + ": " + told.cause());
  }

  private List<String> history(String execution) {
    return stage
        .ask(() -> states.getExecutionHistory(r -> r.executionArn(execution)))
        .events()
        .stream()
        .map(HistoryEvent::typeAsString)
        .toList();
  }

  @Test
  void states_follow_one_another_and_hand_on_their_data() {
    shop.answers("{\"Price\": 3}");
    var machine =
        machine(
            "Buy",
            "'Buy': {"
                + BUY
                + ", 'Parameters': {'What.$': '$.wanted', 'Who': 'we'}, 'ResultPath': '$.bought',"
                + " 'Next': 'Choose'},"
                + "'Choose': {'Type': 'Choice', 'Default': 'Dear', 'Choices': ["
                + "{'Variable': '$.bought.Price', 'NumericLessThan': 5, 'Next': 'Cheap'}]},"
                + "'Cheap': {'Type': 'Succeed', 'OutputPath': '$.bought'},"
                + "'Dear': {'Type': 'Fail', 'Error': 'TooDear', 'Cause': 'no money'}");

    var execution = start(machine, "{'wanted': 'tea'}");
    stage.passes(Duration.ofMillis(1));

    assertThat(shop.asked).containsExactly("{\"What\":\"tea\",\"Who\":\"we\"}");
    assertThat(outcome(execution)).isEqualTo("SUCCEEDED {\"Price\":3}");
    assertThat(history(execution))
        .containsExactly(
            "ExecutionStarted",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSucceeded",
            "TaskStateExited",
            "ChoiceStateEntered",
            "ChoiceStateExited",
            "SucceedStateEntered",
            "SucceedStateExited",
            "ExecutionSucceeded");
  }

  @Test
  void the_beginning_and_the_end_are_told_and_counted() throws JsonProcessingException {
    var execution = start(machine("A", "'A': {'Type': 'Succeed'}"), "{}");
    stage.passes(Duration.ofMillis(1));

    assertThat(counted)
        .containsExactly("AWS/States ExecutionsStarted", "AWS/States ExecutionsSucceeded");
    assertThat(events).hasSize(2);
    var last = JSON.readTree(events.getLast());
    assertThat(last.get("executionArn").asText()).isEqualTo(execution);
    assertThat(last.get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(last.get("output").asText()).isEqualTo("{}");
  }

  @Test
  void a_wait_lasts_as_long_as_it_says() {
    var execution = start(machine("A", "'A': {'Type': 'Wait', 'Seconds': 30, 'End': true}"), "{}");

    stage.passes(Duration.ofMillis(29_999));
    assertThat(told(execution).statusAsString()).isEqualTo("RUNNING");
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).isEqualTo("SUCCEEDED {}");
    assertThat(Duration.between(told(execution).startDate(), told(execution).stopDate()))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void what_waits_when_the_region_stops_goes_on_when_it_is_there_again_and_not_longer() {
    var execution =
        start(
            machine(
                "A",
                "'A': {'Type': 'Wait', 'Seconds': 30, 'Next': 'B'}, 'B': {"
                    + BUY
                    + ", 'End': true}"),
            "{}");
    stage.passes(Duration.ofSeconds(20));
    var now = stage.timeline.now();
    stage.store.close();

    open(now);
    stage.passes(Duration.ofMillis(9_999));
    assertThat(shop.asked).isEmpty();
    stage.passes(Duration.ofMillis(1));

    assertThat(shop.asked).hasSize(1);
    assertThat(outcome(execution)).isEqualTo("SUCCEEDED {}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          all goes on                 |                                                       | {'a':{'b':1}}   | {'a':{'b':1}}
          a part of the input         | , 'InputPath': '$.a'                                  | {'a':{'b':1}}   | {'b':1}
          nothing of the input        | , 'InputPath': null                                   | {'a':1}         | {}
          another input               | , 'Parameters': {'x': {'y.$': '$.a'}, 'z': [1]}       | {'a':7}         | {'x':{'y':7},'z':[1]}
          of the context              | , 'Parameters': {'name.$': '$$.Execution.Name'}       | {}              | {'name':'one'}
          a result in its place       | , 'Result': 5, 'ResultPath': '$.x.y'                  | {'a':1}         | {'a':1,'x':{'y':5}}
          a result in place of all    | , 'Result': 5                                         | {'a':1}         | 5
          a result that is dropped    | , 'Result': 5, 'ResultPath': null                     | {'a':1}         | {'a':1}
          a part of the output        | , 'Result': 5, 'ResultPath': '$.x', 'OutputPath': '$.x'| {'a':1}        | 5
          a part of a list            | , 'InputPath': '$.a[1]'                               | {'a':[1,{'b':2}]}| {'b':2}
          a name with a dot           | , 'InputPath': '$[~a.b~]'                             | {'a.b':3}       | 3
          """)
  void what_a_state_makes_of_its_input(String what, String fields, String input, String output) {
    var pass =
        "'A': {'Type': 'Pass', 'End': true"
            + (fields == null ? "" : fields.replace("~", "\\u0027"))
            + "}";
    var execution = start(machine("A", pass), input);
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).isEqualTo("SUCCEEDED " + output.replace('\'', '"'));
  }

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Variable': '$.a', 'IsPresent': true                                | {'a':null}  | true
          'Variable': '$.a', 'IsPresent': true                                | {}          | false
          'Variable': '$.a', 'IsPresent': false                               | {}          | true
          'Variable': '$.a[0]', 'IsPresent': true                             | {'a':[]}    | false
          'Variable': '$.a[0]', 'IsPresent': true                             | {'a':['x']} | true
          'Variable': '$.a', 'IsNull': true                                   | {'a':null}  | true
          'Variable': '$.a', 'IsNumeric': true                                | {'a':'1'}   | false
          'Variable': '$.a', 'IsString': true                                 | {'a':'1'}   | true
          'Variable': '$.a', 'IsBoolean': false                               | {'a':'1'}   | true
          'Variable': '$.a', 'BooleanEquals': true                            | {'a':true}  | true
          'Variable': '$.a', 'BooleanEquals': true                            | {'a':'true'}| false
          'Variable': '$.a', 'BooleanEquals': false                           | {'a':1}     | false
          'Variable': '$.a', 'StringEquals': 'x'                              | {'a':'x'}   | true
          'Variable': '$.a', 'StringEquals': '1'                              | {'a':1}     | false
          'Variable': '$.a', 'StringMatches': 'log-*.txt'                     | {'a':'log-1.txt'} | true
          'Variable': '$.a', 'StringMatches': 'log-*.txt'                     | {'a':'log-1xtxt'} | false
          'Variable': '$.a', 'StringMatches': 'a\\\\*'                           | {'a':'a*'}  | true
          'Variable': '$.a', 'StringMatches': 'a\\\\*'                           | {'a':'ab'}  | false
          'Variable': '$.a', 'StringMatches': 'a\\\\\\\\*'                       | {'a':'a\\\\b'} | true
          'Variable': '$.a', 'NumericEquals': 1                               | {'a':1.0}   | true
          'Variable': '$.a', 'NumericGreaterThanEquals': 1                    | {'a':1}     | true
          'Variable': '$.a', 'NumericGreaterThan': 1                          | {'a':1}     | false
          'Variable': '$.a', 'NumericLessThanEquals': 1                       | {'a':2}     | false
          'Not': {'Variable': '$.a', 'StringEquals': 'x'}                     | {'a':'y'}   | true
          'And': [{'Variable': '$.a', 'IsPresent': true}, {'Variable': '$.b', 'IsPresent': true}] | {'a':1} | false
          'Or': [{'Variable': '$.a', 'IsPresent': true}, {'Variable': '$.b', 'IsPresent': true}]  | {'a':1} | true
          """)
  void what_a_choice_chooses(String rule, String input, boolean met) {
    var execution =
        start(
            machine(
                "A",
                "'A': {'Type': 'Choice', 'Default': 'No', 'Choices': [{"
                    + rule
                    + ", 'Next': 'Yes'}]}, 'Yes': {'Type': 'Pass', 'Result': true, 'End': true},"
                    + " 'No': {'Type': 'Pass', 'Result': false, 'End': true}"),
            input);
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).isEqualTo("SUCCEEDED " + met);
  }

  @Test
  void a_choice_that_cannot_be_made_fails_the_execution() {
    var choice =
        "'A': {'Type': 'Choice', 'Choices': [{'Variable': '$.a', 'NumericEquals': 1, 'Next':"
            + " 'B'}]}, 'B': {'Type': 'Succeed'}";
    var machine = machine("A", choice);
    var execution = start(machine, "{'a': 2}");
    stage.passes(Duration.ofMillis(1));
    assertThat(outcome(execution)).startsWith("FAILED States.NoChoiceMatched: ");

    stage.passes(Duration.ofDays(91));
    var second = start(machine, "{}");
    stage.passes(Duration.ofMillis(1));
    assertThat(outcome(second))
        .isEqualTo(
            "FAILED States.Runtime: Invalid path '$.a': The choice state's condition path"
                + " references an invalid value.");
  }

  @Test
  void a_task_that_fails_is_tried_again_later_and_later() {
    shop.refuses();
    shop.refuses();
    shop.answers("{\"Price\": 3}");
    var execution =
        start(
            machine(
                "A",
                "'A': {"
                    + BUY
                    + ", 'Retry': [{'ErrorEquals': ['States.ALL'], 'IntervalSeconds': 2}], 'End':"
                    + " true}"),
            "{}");

    stage.passes(Duration.ofMillis(1_999));
    assertThat(shop.asked).hasSize(1);
    stage.passes(Duration.ofMillis(1));
    assertThat(shop.asked).hasSize(2);
    stage.passes(Duration.ofMillis(3_999));
    assertThat(shop.asked).hasSize(2);
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).isEqualTo("SUCCEEDED {\"Price\":3}");
    assertThat(history(execution)).filteredOn("TaskFailed"::equals).hasSize(2);
  }

  @Test
  void a_task_that_fails_for_good_fails_the_execution_with_the_services_error() {
    shop.refuses();
    shop.refuses();
    var execution =
        start(
            machine(
                "A",
                "'A': {"
                    + BUY
                    + ", 'Retry': [{'ErrorEquals': ['Shop.ThrottlingException'], 'MaxAttempts':"
                    + " 1}], 'End': true}"),
            "{}");
    stage.passes(Duration.ofMinutes(1));

    assertThat(outcome(execution))
        .startsWith("FAILED Shop.ThrottlingException: too many (Service: Shop, Status Code: 400");
    assertThat(counted).contains("AWS/States ExecutionsFailed");
    assertThat(history(execution)).endsWith("TaskFailed", "ExecutionFailed");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"States.ALL", "States.TaskFailed", "Shop.ThrottlingException"})
  void an_error_that_is_caught_goes_on_with_what_it_was(String error) {
    shop.refuses();
    var execution =
        start(
            machine(
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
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).isEqualTo("SUCCEEDED \"Shop.ThrottlingException\"");
  }

  @Test
  void an_error_of_the_definition_is_caught_by_nothing() {
    var execution =
        start(
            machine(
                "A",
                "'A': {"
                    + BUY
                    + ", 'Parameters': {'a.$': '$.missing'}, 'Catch': [{'ErrorEquals':"
                    + " ['States.ALL'], 'Next': 'B'}], 'End': true}, 'B': {'Type': 'Succeed'}"),
            "{}");
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).startsWith("FAILED States.Runtime: The JSONPath '$.missing'");
  }

  @Test
  void a_call_that_breaks_fails_the_execution_which_does_not_hang() {
    var execution =
        start(
            machine("A", "'A': {" + BUY + ", 'Parameters': {'Breaks': true}, 'End': true}"), "{}");
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution))
        .isEqualTo(
            "FAILED States.Runtime: The state A met an internal error of this region; its log has"
                + " it");
  }

  @Test
  void a_fail_may_say_nothing() {
    var execution = start(machine("A", "'A': {'Type': 'Fail'}"), "{}");
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).isEqualTo("FAILED null");
  }

  @Test
  void an_execution_that_takes_too_long_times_out() {
    var execution =
        start(
            created(
                "{'StartAt': 'A', 'TimeoutSeconds': 10, 'States': {'A': {'Type': 'Wait',"
                    + " 'Seconds': 30, 'End': true}}}"),
            "{}");
    stage.passes(Duration.ofSeconds(60));

    assertThat(told(execution).statusAsString()).isEqualTo("TIMED_OUT");
    assertThat(Duration.between(told(execution).startDate(), told(execution).stopDate()))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(counted).contains("AWS/States ExecutionsTimedOut");
  }

  @Test
  void an_execution_that_goes_round_for_ever_ends_at_the_limit_of_its_history() {
    var execution =
        start(
            machine("A", "'A': {'Type': 'Pass', 'Next': 'B'}, 'B': {'Type': 'Pass', 'Next': 'A'}"),
            "{}");
    stage.passes(Duration.ofMinutes(1));

    assertThat(outcome(execution)).contains("maximum number of history events");
  }

  @Test
  void a_result_that_is_too_large_fails_the_state() {
    shop.answers("\"" + "x".repeat(256 * 1024) + "\"");
    var execution = start(machine("A", "'A': {" + BUY + ", 'End': true}"), "{}");
    stage.passes(Duration.ofMillis(1));

    assertThat(outcome(execution)).startsWith("FAILED States.DataLimitExceeded: ");
  }

  @Test
  void the_same_execution_is_started_once() {
    var machine = machine("A", "'A': {'Type': 'Wait', 'Seconds': 30, 'End': true}");
    var execution = start(machine, "{}");

    assertThat(start(machine, "{}")).isEqualTo(execution);
    assertThat(
            stage.refused(
                () ->
                    states.startExecution(
                        r -> r.stateMachineArn(machine).name("one").input("{\"other\":1}"))))
        .startsWith("ExecutionAlreadyExists: ");
    stage.passes(Duration.ofMinutes(1));
    assertThat(
            stage.refused(
                () ->
                    states.startExecution(r -> r.stateMachineArn(machine).name("one").input("{}"))))
        .startsWith("ExecutionAlreadyExists: ");
  }

  @Test
  void an_update_is_for_executions_that_begin_later() {
    var machine =
        machine(
            "A",
            "'A': {'Type': 'Wait', 'Seconds': 30, 'Next': 'B'}, 'B': {'Type': 'Pass', 'Result': 1,"
                + " 'End': true}");
    var execution = start(machine, "{}");

    stage.ask(
        () ->
            states.updateStateMachine(
                r ->
                    r.stateMachineArn(machine)
                        .definition(
                            "{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Succeed\"}}}")));
    stage.passes(Duration.ofMinutes(1));

    assertThat(outcome(execution)).isEqualTo("SUCCEEDED 1");
    var later = stage.ask(() -> states.startExecution(r -> r.stateMachineArn(machine)));
    stage.passes(Duration.ofMillis(1));
    assertThat(outcome(later.executionArn())).isEqualTo("SUCCEEDED {}");
  }

  @Test
  void one_that_is_stopped_goes_no_further() {
    var execution =
        start(
            machine(
                "A",
                "'A': {'Type': 'Wait', 'Seconds': 30, 'Next': 'B'}, 'B': {"
                    + BUY
                    + ", 'End': true}"),
            "{}");

    stage.ask(
        () -> states.stopExecution(r -> r.executionArn(execution).error("Enough").cause("of it")));
    stage.passes(Duration.ofMinutes(1));

    assertThat(outcome(execution)).isEqualTo("ABORTED Enough: of it");
    assertThat(shop.asked).isEmpty();
    assertThat(counted).contains("AWS/States ExecutionsAborted");
  }

  @Test
  void what_runs_of_a_state_machine_ends_with_it() {
    var machine = machine("A", "'A': {'Type': 'Wait', 'Seconds': 30, 'End': true}");
    var execution = start(machine, "{}");

    stage.ask(() -> states.deleteStateMachine(r -> r.stateMachineArn(machine)));

    assertThat(told(execution).statusAsString()).isEqualTo("ABORTED");
    assertThat(stage.refused(() -> states.startExecution(r -> r.stateMachineArn(machine))))
        .startsWith("StateMachineDoesNotExist: ");
  }

  @Test
  void an_execution_is_kept_for_ninety_days() {
    var machine = machine("A", "'A': {'Type': 'Succeed'}");
    var execution = start(machine, "{}");
    stage.passes(Duration.ofDays(89));
    stage.ask(() -> states.startExecution(r -> r.stateMachineArn(machine)));
    assertThat(told(execution).statusAsString()).isEqualTo("SUCCEEDED");

    stage.passes(Duration.ofDays(2));
    stage.ask(() -> states.startExecution(r -> r.stateMachineArn(machine)));

    assertThat(stage.refused(() -> states.describeExecution(r -> r.executionArn(execution))))
        .startsWith("ExecutionDoesNotExist: ");
  }

  @Test
  void an_event_starts_one_execution_however_often_it_is_delivered() {
    var machine = machine("A", "'A': {'Type': 'Pass', 'InputPath': '$.detail', 'End': true}");
    for (int i = 0; i < 2; i++) {
      stage.ask(
          () -> {
            states.target().invoke("rule", machine, "0-1-2", "{\"detail\":{\"state\":\"START\"}}");
            return "";
          });
    }
    stage.passes(Duration.ofMillis(1));

    var all = stage.ask(() -> states.listExecutions(r -> r.stateMachineArn(machine))).executions();
    assertThat(all)
        .extracting(ExecutionListItem::name)
        .singleElement()
        .asString()
        .startsWith("0-1-2_");
    assertThat(outcome(all.getFirst().executionArn())).isEqualTo("SUCCEEDED {\"state\":\"START\"}");
  }

  @Test
  void pages_go_on_where_the_last_one_ended() {
    var machine = machine("A", "'A': {'Type': 'Succeed'}");
    for (int i = 0; i < 5; i++) {
      var name = "e" + i;
      stage.ask(() -> states.startExecution(r -> r.stateMachineArn(machine).name(name)));
      stage.passes(Duration.ofSeconds(1));
    }
    var names = new ArrayList<String>();
    var token = new ArrayList<String>();
    do {
      var next = token.isEmpty() ? null : token.getLast();
      var page =
          stage.ask(
              () ->
                  states.listExecutions(
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
            stage.refused(
                () ->
                    states.createStateMachine(
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
    var machine = machine("A", "'A': {'Type': 'Succeed'}");

    assertThat(machine("A", "'A': {'Type': 'Succeed'}")).isEqualTo(machine);
    assertThat(
            stage.refused(
                () ->
                    states.createStateMachine(
                        r ->
                            r.name("machine")
                                .roleArn(ROLE)
                                .definition(
                                    "{\"StartAt\":\"B\",\"States\":{\"B\":{\"Type\":\"Succeed\"}}}"))))
        .startsWith("StateMachineAlreadyExists: ");
  }
}
