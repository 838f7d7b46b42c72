package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Each mistake in a template, and CloudFormation's words for it. */
final class TemplateErrorsTest {

  private final TestRegion region = new TestRegion();

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {Resources: {}} | At least one Resources member must be defined.
          {"Resources": {} | JSON not well-formed. (line 1, column
          a: [ | YAML not well-formed. (line
          {Resource: {}} | Invalid template property or properties [Resource]
          {Resources: {A: {Type: 'AWS::Sns::Topic'}}} | Unrecognized resource types: [AWS::Sns::Topic]
          {Resources: {A: {Properties: {}}}} | Every Resources object must contain a Type member.
          {Resources: {a-b: {Type: 'AWS::SNS::Topic'}}} | Resource name a-b is non alphanumeric.
          {Resources: {A: {Type: 'AWS::SNS::Topic', Foo: 1}}} | Invalid template resource property 'Foo'
          {Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: {Ref: B}}}}} | Unresolved resource dependencies [B] in the Resources block of the template
          {Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: B}}} | Unresolved resource dependencies [B] in the Resources block of the template
          {Resources: {A: {Type: 'AWS::SNS::Topic'}}, Outputs: {O: {Value: {Ref: B}}}} | Unresolved resource dependencies [B] in the Outputs block of the template
          {Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: {'Fn::GetAtt': B.Arn}}}}} | instance of Fn::GetAtt references undefined resource B
          {Resources: {A: {Type: 'AWS::SNS::Topic'}}, Outputs: {O: {Value: {'Fn::GetAtt': A.Foo}}}} | resource A does not support attribute type Foo in Fn::GetAtt
          {Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: B}, B: {Type: 'AWS::SNS::Topic', DependsOn: A}}} | Circular dependency between resources: [A, B]
          {Resources: {A: {Type: 'AWS::SNS::Topic', Condition: C}}} | Unresolved condition dependency C
          {Resources: {A: {Type: 'AWS::SNS::Topic'}}, Outputs: {O: {}}} | Every Outputs member must contain a Value object
          {Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {DisplayNam: x}}}} | Encountered unsupported property DisplayNam
          {Resources: {A: {Type: 'AWS::SQS::Queue', Properties: {DelaySeconds: soon}}}} | #/DelaySeconds: expected type: Number, found: String
          {Resources: {A: {Type: 'AWS::CloudWatch::Alarm', Properties: {Dimensions: [{Name: a}]}}}} | #/Dimensions/0: required key [Value] not found
          {Resources: {A: {Type: 'AWS::CloudWatch::Alarm', Properties: {ComparisonOperator: More}}}} | #/ComparisonOperator: More is not a valid enum value
          {Parameters: {P: {Type: String}}, Resources: {A: {Type: 'AWS::SNS::Topic'}}} | Parameters: [P] must have values
          {Parameters: {P: {Type: String, Default: c, AllowedValues: [a, b]}}, Resources: {A: {Type: 'AWS::SNS::Topic'}}} | Parameter 'P' must be one of AllowedValues
          {Parameters: {P: {Type: Number, Default: x}}, Resources: {A: {Type: 'AWS::SNS::Topic'}}} | Parameter 'P' must be a number.
          {Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /none}}, Resources: {A: {Type: 'AWS::SNS::Topic'}}} | Unable to fetch parameters [/none] from parameter store for this account.
          {Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: {'Fn::ImportValue': none}}}}} | No export named none found.
          {Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: {'Fn::FindInMap': [M, a, b]}}}}} | Unable to get mapping for M::a::b
          {Rules: {R: {Assertions: [{Assert: {'Fn::Contains': [[a], b]}, AssertDescription: not so}]}}, Resources: {A: {Type: 'AWS::SNS::Topic'}}} | Rule R was violated: not so
          {Transform: 'AWS::Foo', Resources: {A: {Type: 'AWS::SNS::Topic'}}} | No transform named AWS::Foo found.
          """)
  void a_mistake_is_refused_before_anything_is_created(String template, String words) {
    assertThatThrownBy(() -> region.creates("wrong", asYaml(template)))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError"))
        .hasMessageContaining(words);
    assertThat(region.factory.things()).isEmpty();
    assertThatThrownBy(() -> region.stack("wrong")).hasMessageContaining("does not exist");
  }

  // A template that begins with a brace is read as JSON.
  private static String asYaml(String template) {
    return template.startsWith("{\"") ? template : "---\n" + template;
  }
}
