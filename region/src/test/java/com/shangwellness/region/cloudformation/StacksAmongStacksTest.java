package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** What stacks take from one another, and from parameters and secrets. */
final class StacksAmongStacksTest {

  private static final String EXPORTS =
      """
      Resources: {Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: a}}}
      Outputs: {Name: {Value: one, Export: {Name: shared}}}
      """;
  private static final String IMPORTS =
      """
      Resources:
        Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !ImportValue shared}}
      """;

  private final TestRegion region = new TestRegion();

  @Test
  void an_export_that_is_imported_can_neither_change_nor_go() {
    deployed("exporter", EXPORTS);
    deployed("importer", IMPORTS);
    assertThat(region.factory.things().get("Topic")).contains("one");

    region.updates("exporter", EXPORTS.replace("Value: one", "Value: two"));
    region.comesToRest();
    assertThat(region.stack("exporter").stackStatus())
        .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(region.events("exporter"))
        .contains(
            "exporter UPDATE_ROLLBACK_IN_PROGRESS: Export shared cannot be updated as it is in use"
                + " by importer");

    region.deletes("exporter");
    region.comesToRest();
    assertThat(region.stack("exporter").stackStatusReason())
        .isEqualTo("Export shared cannot be deleted as it is in use by importer");

    region.deletes("importer");
    region.comesToRest();
    region.deletes("exporter");
    region.comesToRest();
    assertThat(region.factory.things()).isEmpty();
  }

  @Test
  void an_output_of_another_stack_is_read_by_name_and_again_at_the_next_update() {
    deployed("first", EXPORTS);
    var consumer =
        """
        {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"},
          "Log": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName":
            {"Fn::GetStackOutput": {"StackName": "first", "OutputName": "Name"}}}}}}
        """;
    deployed("second", consumer);
    assertThat(region.factory.things().get("Log")).contains("one");

    region.updates("first", EXPORTS.replace("Value: one", "Value: two"));
    region.comesToRest();
    region.updates("second", consumer);
    region.comesToRest();
    assertThat(region.factory.things().get("Log")).contains("two");
  }

  @Test
  void an_output_of_a_stack_in_another_region_is_read_there() {
    var virginia = new TestRegion();
    region.others.put("us-east-1", virginia.cloudFormation);
    virginia.creates("zone", EXPORTS);
    virginia.comesToRest();
    deployed(
        "consumer",
        """
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              DisplayName: !GetStackOutput {StackName: zone, OutputName: Name, Region: us-east-1}
        """);

    assertThat(region.factory.things().get("Topic")).contains("one");
  }

  @Test
  void an_output_that_is_not_there_is_refused() {
    assertThatThrownBy(
            () ->
                region.creates(
                    "consumer",
                    """
                    Resources:
                      Topic:
                        Type: AWS::SNS::Topic
                        Properties:
                          DisplayName: !GetStackOutput {StackName: none, OutputName: Name}
                    """))
        .hasMessageContaining("Stack none does not exist in region ap-south-1");
  }

  @Test
  void a_secret_reaches_the_service_and_is_kept_nowhere() {
    region.secrets.put("db", "{\"password\":\"hush\"}");
    deployed(
        "secretive",
        """
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              DisplayName: '{{resolve:secretsmanager:db:SecretString:password}}'
        """);

    assertThat(region.factory.things().get("Topic")).contains("hush");
    assertThat(
            region
                .call(
                    () -> region.cloudFormation.describeStackEvents(r -> r.stackName("secretive")))
                .toString())
        .doesNotContain("hush");
  }

  @Test
  void a_parameter_that_is_not_to_be_echoed_is_not() {
    region.call(
        () ->
            region.cloudFormation.createStack(
                r ->
                    r.stackName("quiet")
                        .templateBody(
                            """
                            Parameters: {P: {Type: String, NoEcho: true}}
                            Resources: {Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Ref P}}}
                            """)
                        .parameters(
                            Parameter.builder().parameterKey("P").parameterValue("hush").build())));
    region.comesToRest();

    assertThat(region.factory.things().get("Topic")).contains("hush");
    assertThat(region.stack("quiet").parameters().getFirst().parameterValue()).isEqualTo("****");
  }

  private void deployed(String name, String template) {
    region.creates(name, template);
    region.comesToRest();
    assertThat(region.stack(name).stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
  }
}
