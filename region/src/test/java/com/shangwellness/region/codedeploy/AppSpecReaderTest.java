package com.shangwellness.region.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.testing.Production;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codedeploy.model.InvalidRevisionException;

/** AppSpec files, whole and malformed. */
class AppSpecReaderTest {

  private static final String YAML =
      """
      version: 0.0
      Resources:
        - TargetService:
            Type: AWS::ECS::Service
            Properties:
              TaskDefinition: "arn:aws:ecs:ap-south-1:123456789012:task-definition/web:2"
              LoadBalancerInfo:
                ContainerName: "app"
                ContainerPort: 80
              PlatformVersion: "1.4.0"
              NetworkConfiguration:
                AwsvpcConfiguration:
                  Subnets: ["subnet-1", "subnet-2"]
                  SecurityGroups: ["sg-1"]
                  AssignPublicIp: "DISABLED"
      Hooks:
        - BeforeInstall: "before"
        - AfterAllowTraffic: "after"
      """;

  private static final String JSON =
      """
      {"version": 0.0,
       "Resources": [{"TargetService": {
         "Type": "AWS::ECS::Service",
         "Properties": {
           "TaskDefinition": "arn:aws:ecs:ap-south-1:123456789012:task-definition/web:2",
           "LoadBalancerInfo": {"ContainerName": "app", "ContainerPort": 80},
           "PlatformVersion": "1.4.0",
           "NetworkConfiguration": {"AwsvpcConfiguration": {
             "Subnets": ["subnet-1", "subnet-2"], "SecurityGroups": ["sg-1"],
             "AssignPublicIp": "DISABLED"}}}}}],
       "Hooks": [{"BeforeInstall": "before"}, {"AfterAllowTraffic": "after"}]}
      """;

  @Test
  void yaml_and_json_say_the_same() {
    var spec = AppSpecReader.read(YAML);

    assertThat(AppSpecReader.read(JSON)).isEqualTo(spec);
    assertThat(spec.taskDefinition()).endsWith("task-definition/web:2");
    assertThat(spec.container()).isEqualTo("app");
    assertThat(spec.port()).isEqualTo(80);
    assertThat(spec.platformVersion()).isEqualTo("1.4.0");
    assertThat(spec.network().getFirst().awsvpcConfiguration().subnets())
        .isEqualTo(List.of("subnet-1", "subnet-2"));
    assertThat(spec.hooks())
        .isEqualTo(Map.of("BeforeInstall", "before", "AfterAllowTraffic", "after"));
  }

  @Test
  void capacity_providers_may_take_the_place_of_a_launch_type() {
    var spec =
        AppSpecReader.read(
            Production.appSpec("web:2")
                + "        CapacityProviderStrategy:\n"
                + "          - {CapacityProvider: FARGATE, Base: 1, Weight: 2}\n");
    assertThat(spec.capacityProviders())
        .singleElement()
        .matches(item -> item.capacityProvider().equals("FARGATE") && item.weight() == 2);
  }

  private static String without(String line) {
    return YAML.lines().filter(l -> !l.contains(line)).reduce("", (a, b) -> a + b + "\n");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("nothing", " ", "is empty"),
        Arguments.of("no yaml", "version: [0.0", "could not be parsed as YAML (line 1"),
        Arguments.of("no json", "{\"version\": 0.0,}", "could not be parsed as JSON (line 1"),
        Arguments.of("a list", "- a\n- b\n", "is no YAML object"),
        Arguments.of("twice the same", YAML + "version: 0.0\n", "could not be parsed as YAML"),
        Arguments.of("no version", without("version: 0.0"), "is missing the required key version"),
        Arguments.of(
            "another version",
            YAML.replace("version: 0.0", "version: 0.1"),
            "has version 0.1; only version 0.0 is supported"),
        Arguments.of("no resources", "version: 0.0\n", "exactly one target service"),
        Arguments.of(
            "files of instances", YAML + "files:\n  - source: /\n", "has the unknown key files"),
        Arguments.of(
            "a function",
            YAML.replace("AWS::ECS::Service", "AWS::Lambda::Function"),
            "a resource of type 'AWS::Lambda::Function'; it must be AWS::ECS::Service"),
        Arguments.of(
            "no definition", without("TaskDefinition:"), "missing the required key TaskDefinition"),
        Arguments.of(
            "no container", without("ContainerName:"), "missing the required key ContainerName"),
        Arguments.of("no port", without("ContainerPort:"), "it must be 1 to 65535"),
        Arguments.of(
            "a port of words",
            YAML.replace("ContainerPort: 80", "ContainerPort: http"),
            "the ContainerPort 'http'; it must be 1 to 65535"),
        Arguments.of(
            "a misspelt property",
            YAML.replace("PlatformVersion", "PlatformVersions"),
            "Properties has the unknown key PlatformVersions"),
        Arguments.of("no subnets", without("Subnets:"), "an AwsvpcConfiguration without Subnets"),
        Arguments.of(
            "an address that is neither",
            YAML.replace("DISABLED", "MAYBE"),
            "AssignPublicIp that is neither ENABLED nor DISABLED"),
        Arguments.of(
            "an unknown event",
            YAML.replace("- BeforeInstall", "- BeforeEverything"),
            "names the lifecycle event BeforeEverything; hooks are BeforeInstall, AfterInstall"),
        Arguments.of(
            "an event without hooks",
            YAML.replace("- BeforeInstall", "- AllowTraffic"),
            "names the lifecycle event AllowTraffic"),
        Arguments.of(
            "the same event twice",
            YAML.replace("- AfterAllowTraffic", "- BeforeInstall"),
            "names the lifecycle event BeforeInstall twice"),
        Arguments.of(
            "a hook that is nobody",
            YAML.replace("\"before\"", "\"\""),
            "names no Lambda function for BeforeInstall"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void a_malformed_file_is_refused_with_what_is_wrong(String what, String file, String why) {
    assertThatThrownBy(() -> AppSpecReader.read(file))
        .as(what)
        .isInstanceOf(InvalidRevisionException.class)
        .hasMessageContaining(why);
  }
}
