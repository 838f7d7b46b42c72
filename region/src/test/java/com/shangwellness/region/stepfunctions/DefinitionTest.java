package com.shangwellness.region.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {

  private static Definition parse(String text) {
    return Definition.parse(text.replace('\'', '"'), new Shop());
  }

  @Test
  void a_definition_has_its_states() {
    var definition =
        parse(
            """
            {'Comment': 'buys', 'StartAt': 'Buy', 'TimeoutSeconds': 60, 'States': {
              'Buy': {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Next': 'Rest',
                'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'Sorry'}]},
              'Rest': {'Type': 'Wait', 'Seconds': 5, 'End': true},
              'Sorry': {'Type': 'Fail'}}}\
            """);

    assertThat(definition.comment()).contains("buys");
    assertThat(definition.states()).containsOnlyKeys("Buy", "Rest", "Sorry");
    assertThat(definition.state("Buy").ways()).containsExactly("Rest", "Sorry");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no JSON                        | {'StartAt'                                                         | INVALID_JSON_DESCRIPTION
          a list                         | []                                                                 | a definition is a JSON object
          no first state                 | {'States': {'A': {'Type': 'Succeed'}}}                             | The field 'StartAt' is required at /
          no states                      | {'StartAt': 'A', 'States': {}}                                     | The field 'States' must be an object with at least one member
          a first state that is not there| {'StartAt': 'B', 'States': {'A': {'Type': 'Succeed'}}}             | Missing 'Next' target: B at /StartAt
          an unknown field               | {'StartAt': 'A', 'Statse': 1, 'States': {'A': {'Type': 'Succeed'}}}| Field 'Statse' is not supported at /
          JSONata                        | {'QueryLanguage': 'JSONata', 'StartAt': 'A', 'States': {'A': {}}}  | JSONPath only
          """)
  void it_is_refused_with_the_place(String what, String text, String why) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why.replace('`', '\''));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a type that is not run here | {'Type': 'Map', 'End': true}                                      | Type 'Map': this region runs Task, Choice
          no type                     | {'End': true}                                                     | The field 'Type' is required at /States/A
          neither next nor end        | {'Type': 'Pass'}                                                  | either a 'Next' or an 'End'
          next and end                | {'Type': 'Pass', 'Next': 'A', 'End': true}                        | either a 'Next' or an 'End'
          a next that is not there    | {'Type': 'Pass', 'Next': 'B'}                                     | Missing 'Next' target: B at /States/A
          a field of another type     | {'Type': 'Pass', 'Seconds': 3, 'End': true}                       | Field 'Seconds' is not supported at /States/A
          a function                  | {'Type': 'Task', 'Resource': 'arn:aws:lambda:x:1:function:f', 'End': true} | tasks call operations of this region's services
          an unknown operation        | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:sell', 'End': true} | aws-sdk:shop:sell
          a path that is none         | {'Type': 'Pass', 'InputPath': 'a', 'End': true}                   | InputPath: a is no path
          a path of many places       | {'Type': 'Pass', 'Parameters': {'a.$': '$..b'}, 'End': true}      | Parameters: $..b is no path
          an intrinsic function       | {'Type': 'Pass', 'Parameters': {'a.$': 'States.UUID()'}, 'End': true} | no intrinsic functions
          a result in a list          | {'Type': 'Pass', 'ResultPath': '$.a[0]', 'End': true}             | does not write to $.a[0]
          a wait without a time       | {'Type': 'Wait', 'End': true}                                     | one of 'Seconds', 'Timestamp'
          a wait with two             | {'Type': 'Wait', 'Seconds': 1, 'SecondsPath': '$.s', 'End': true} | one of 'Seconds', 'Timestamp'
          a wait of less than nothing | {'Type': 'Wait', 'Seconds': -1, 'End': true}                      | from 0 to 99999999
          a time that is none         | {'Type': 'Wait', 'Timestamp': 'noon', 'End': true}                | no time of RFC 3339
          a choice without rules      | {'Type': 'Choice', 'Choices': []}                                 | at least one rule
          a rule without a comparison | {'Type': 'Choice', 'Choices': [{'Variable': '$.a', 'Next': 'A'}]} | A rule has a comparison
          a comparison of times       | {'Type': 'Choice', 'Choices': [{'Variable': '$.a', 'TimestampEquals': 'x', 'Next': 'A'}]} | A rule has a comparison
          a text for a truth          | {'Type': 'Choice', 'Choices': [{'Variable': '$.a', 'BooleanEquals': 'true', 'Next': 'A'}]} | BooleanEquals cannot compare with
          a rule without a variable   | {'Type': 'Choice', 'Choices': [{'IsPresent': true, 'Next': 'A'}]} | The field 'Variable' is required at /States/A/Choices[0]
          a retrier without errors    | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Retry': [{}], 'End': true} | must name at least one
          all errors before others    | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Retry': [{'ErrorEquals': ['States.ALL']}, {'ErrorEquals': ['X']}], 'End': true} | stands alone, and in the last place
          all errors among others     | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Catch': [{'ErrorEquals': ['X', 'States.ALL'], 'Next': 'A'}], 'End': true} | stands alone, and in the last place
          no interval                 | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Retry': [{'ErrorEquals': ['X'], 'IntervalSeconds': 0}], 'End': true} | 'IntervalSeconds' must be positive
          half a try                  | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Retry': [{'ErrorEquals': ['X'], 'MaxAttempts': 2.5}], 'End': true} | 'MaxAttempts' must be a whole number
          a time-out that is none     | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'TimeoutSeconds': 'x', 'End': true} | 'TimeoutSeconds' must be a whole number
          a parameter of nobody's     | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Parameters': {'Nothing': 1}, 'End': true} | Parameters: The field 'Nothing' is not supported
          a backoff that shrinks      | {'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:shop:buy', 'Retry': [{'ErrorEquals': ['States.ALL'], 'BackoffRate': 0.5}], 'End': true} | at least 1.0
          """)
  void a_state_is_refused_with_the_place(String what, String state, String why) {
    assertThatThrownBy(() -> parse("{'StartAt': 'A', 'States': {'A': " + state + "}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_state_that_nothing_leads_to_is_refused() {
    assertThatThrownBy(
            () ->
                parse(
                    "{'StartAt': 'A', 'States': {'A': {'Type': 'Succeed'}, 'B': {'Type':"
                        + " 'Succeed'}}}"))
        .hasMessage("MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States");
  }
}
