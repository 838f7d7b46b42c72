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

/** How an execution goes from state to state, and what becomes of its data. */
class StateFlowTest {

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
  void states_follow_one_another_and_hand_on_their_data() {
    at.shop.answers("{\"Price\": 3}");
    var machine =
        at.machine(
            "Buy",
            "'Buy': {"
                + BUY
                + ", 'Parameters': {'What.$': '$.wanted', 'Who': 'we'}, 'ResultPath': '$.bought',"
                + " 'Next': 'Choose'},"
                + "'Choose': {'Type': 'Choice', 'Default': 'Dear', 'Choices': ["
                + "{'Variable': '$.bought.Price', 'NumericLessThan': 5, 'Next': 'Cheap'}]},"
                + "'Cheap': {'Type': 'Succeed', 'OutputPath': '$.bought'},"
                + "'Dear': {'Type': 'Fail', 'Error': 'TooDear', 'Cause': 'no money'}");

    var execution = at.start(machine, "{'wanted': 'tea'}");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.shop.asked).containsExactly("{\"What\":\"tea\",\"Who\":\"we\"}");
    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED {\"Price\":3}");
    assertThat(at.history(execution))
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
  void a_wait_lasts_as_long_as_it_says() {
    var execution =
        at.start(at.machine("A", "'A': {'Type': 'Wait', 'Seconds': 30, 'End': true}"), "{}");

    at.stage.passes(Duration.ofMillis(29_999));
    assertThat(at.told(execution).statusAsString()).isEqualTo("RUNNING");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED {}");
    assertThat(Duration.between(at.told(execution).startDate(), at.told(execution).stopDate()))
        .isEqualTo(Duration.ofSeconds(30));
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
    var execution = at.start(at.machine("A", pass), input);
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED " + output.replace('\'', '"'));
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
        at.start(
            at.machine(
                "A",
                "'A': {'Type': 'Choice', 'Default': 'No', 'Choices': [{"
                    + rule
                    + ", 'Next': 'Yes'}]}, 'Yes': {'Type': 'Pass', 'Result': true, 'End': true},"
                    + " 'No': {'Type': 'Pass', 'Result': false, 'End': true}"),
            input);
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).isEqualTo("SUCCEEDED " + met);
  }

  @Test
  void a_choice_that_cannot_be_made_fails_the_execution() {
    var choice =
        "'A': {'Type': 'Choice', 'Choices': [{'Variable': '$.a', 'NumericEquals': 1, 'Next':"
            + " 'B'}]}, 'B': {'Type': 'Succeed'}";
    var machine = at.machine("A", choice);
    var execution = at.start(machine, "{'a': 2}");
    at.stage.passes(Duration.ofMillis(1));
    assertThat(at.outcome(execution)).startsWith("FAILED States.NoChoiceMatched: ");

    at.stage.passes(Duration.ofDays(91));
    var second = at.start(machine, "{}");
    at.stage.passes(Duration.ofMillis(1));
    assertThat(at.outcome(second))
        .isEqualTo(
            "FAILED States.Runtime: Invalid path '$.a': The choice state's condition path"
                + " references an invalid value.");
  }

  @Test
  void a_fail_may_say_nothing() {
    var execution = at.start(at.machine("A", "'A': {'Type': 'Fail'}"), "{}");
    at.stage.passes(Duration.ofMillis(1));

    assertThat(at.outcome(execution)).isEqualTo("FAILED null");
  }
}
