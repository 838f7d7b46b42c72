package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionsTest {

  private final TestRegion region = new TestRegion();

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          !Ref AWS::Region | ap-south-1
          !Ref AWS::AccountId | 123456789012
          !Ref Name | wellness
          !Sub '${Name}-${!kept}-${AWS::Partition}' | wellness-${kept}-aws
          !Sub ['${a}!', {a: !Ref Name}] | wellness!
          !Join ['-', [a, !Ref Name]] | a-wellness
          !Select [1, !Split [',', 'a,b,c']] | b
          !Select [0, !Ref Names] | x
          !FindInMap [Sizes, !Ref Name, small] | 1
          !If [IsWellness, yes it is, 'no'] | yes it is
          !If [IsOther, a, b] | b
          !Select [1, !GetAZs ''] | ap-south-1b
          !Select [2, !Cidr [10.0.0.0/16, 4, 8]] | 10.0.2.0/24
          Fn::Base64: hello | aGVsbG8=
          """)
  void a_function_gives(String function, String value) {
    region.creates(
        "functions",
        """
        Parameters:
          Name: {Type: String, Default: wellness}
          Names: {Type: CommaDelimitedList, Default: 'x, y'}
        Mappings: {Sizes: {wellness: {small: 1}}}
        Conditions:
          IsWellness: !And [!Equals [!Ref Name, wellness], !Not [!Equals [a, b]]]
          IsOther: !Or [!Equals [a, b], !Not [!Condition IsWellness]]
        Resources:
          Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: daily, DisplayName: !If [IsOther, x, !Ref AWS::NoValue]}}
          Never: {Type: 'AWS::SQS::Queue', Condition: IsOther}
        Outputs:
          Value:
            Value:
              %s
        """
            .formatted(function));
    region.comesToRest();

    assertThat(region.stack("functions").outputs().getFirst().outputValue()).isEqualTo(value);
    assertThat(region.factory.things()).containsExactly(java.util.Map.entry("Topic", "{}"));
  }
}
