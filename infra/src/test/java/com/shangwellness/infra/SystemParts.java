package com.shangwellness.infra;

import static com.shangwellness.infra.Row.row;
import static com.shangwellness.infra.Synthesized.data;
import static com.shangwellness.infra.Synthesized.delivery;
import static com.shangwellness.infra.Synthesized.monitoring;
import static com.shangwellness.infra.Synthesized.network;
import static com.shangwellness.infra.Synthesized.protection;
import static com.shangwellness.infra.Synthesized.service;
import static com.shangwellness.infra.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the rows of {@link SystemTest} ask for. */
final class SystemParts {
  static final String ECS_SERVICE = "AWS::ECS::Service";
  static final String DB_CLUSTER = "AWS::RDS::DBCluster";
  static final String DB_INSTANCE = "AWS::RDS::DBInstance";
  static final String BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";
  static final String TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";

  private SystemParts() {}

  static JsonNode distribution(Template template) {
    return template.properties("AWS::CloudFront::Distribution").get("DistributionConfig");
  }

  static JsonNode origin(Template template) {
    return distribution(template).at("/Origins/0");
  }

  static String review(String what) {
    return protection().allProperties("AWS::Scheduler::Schedule").stream()
        .filter(schedule -> text(schedule, "Name").equals("shangwellness-prod-" + what + "-review"))
        .findFirst()
        .orElseThrow()
        .get("ScheduleExpression")
        .asText();
  }

  static JsonNode pipeline() {
    return delivery().properties("AWS::CodePipeline::Pipeline");
  }

  static JsonNode deploymentGroup() {
    return delivery().properties("AWS::CodeDeploy::DeploymentGroup");
  }

  static boolean measured(String metric) {
    return monitoring().json().findValuesAsText("MetricName").contains(metric);
  }

  static JsonNode cluster() {
    return data().properties(DB_CLUSTER);
  }

  static JsonNode repository() {
    return data().properties("AWS::ECR::Repository");
  }

  static JsonNode task() {
    return service().properties("AWS::ECS::TaskDefinition");
  }

  static JsonNode container() {
    return task().get("ContainerDefinitions").get(0);
  }

  static JsonNode variable(String name) {
    return named(container().get("Environment"), "Name", name).get("Value");
  }

  static int scaling(String bound) {
    return service().properties("AWS::ApplicationAutoScaling::ScalableTarget").get(bound).asInt();
  }

  static int target(String metric) {
    return service().allProperties("AWS::ApplicationAutoScaling::ScalingPolicy").stream()
        .map(policy -> policy.get("TargetTrackingScalingPolicyConfiguration"))
        .filter(
            policy ->
                policy
                    .at("/PredefinedMetricSpecification/PredefinedMetricType")
                    .asText()
                    .equals(metric))
        .findFirst()
        .orElseThrow()
        .get("TargetValue")
        .asInt();
  }

  static long subnets(String type) {
    return network().allProperties("AWS::EC2::Subnet").stream()
        .filter(subnet -> Template.valueOf(subnet.get("Tags"), "aws-cdk:subnet-type").equals(type))
        .count();
  }

  static String role(String name) {
    return service().allProperties("AWS::IAM::Role").stream()
        .filter(role -> text(role, "RoleName").equals(name))
        .findFirst()
        .orElseThrow()
        .at("/AssumeRolePolicyDocument/Statement/0/Principal/Service")
        .asText();
  }

  static String text(JsonNode properties, String name) {
    return properties.get(name).asText();
  }

  static Stream<String> texts(List<JsonNode> all, String name) {
    return all.stream().map(properties -> text(properties, name));
  }

  /** What sends a release's traffic back; nothing, if nothing does by itself. */
  static List<String> rollsBackAfter() {
    var rollback = deploymentGroup().get("AutoRollbackConfiguration");
    return rollback.get("Enabled").asBoolean()
        ? rollback.get("Events").valueStream().map(JsonNode::asText).sorted().toList()
        : List.of();
  }

  /** The alarms that stop a release, each with what it watches; only those that there are. */
  static List<String> stoppedBy() {
    var watched = deploymentGroup().get("AlarmConfiguration");
    var names = watched.get("Alarms").findValuesAsText("Name");
    return service().allProperties("AWS::CloudWatch::Alarm").stream()
        .filter(alarm -> watched.get("Enabled").asBoolean())
        .filter(alarm -> names.contains(text(alarm, "AlarmName")))
        .map(
            alarm ->
                text(alarm, "AlarmName").replace("shangwellness-prod-release-", "")
                    + " "
                    + text(alarm, "MetricName"))
        .sorted()
        .toList();
  }

  /** Alarms of monitoring that are judged each minute, by what they watch. */
  static List<String> judgedEachMinute(String... alarms) {
    return monitoring().allProperties("AWS::CloudWatch::Alarm").stream()
        .filter(alarm -> alarm.path("Period").asInt() == 60)
        .filter(
            alarm ->
                List.of(alarms)
                    .contains(text(alarm, "AlarmName").replace("shangwellness-prod-", "")))
        .map(alarm -> text(alarm, "MetricName"))
        .sorted()
        .toList();
  }

  /** The AWS services that a role of {@code template} may ask. */
  static List<String> servicesOf(Template template, String role) {
    return actionsOf(template, role)
        .map(action -> action.replaceFirst(":.*", ""))
        .distinct()
        .toList();
  }

  /** What a role of {@code template} may ask of one service. */
  static List<String> actionsOf(Template template, String role, String service) {
    return actionsOf(template, role).filter(action -> action.startsWith(service + ":")).toList();
  }

  private static Stream<String> actionsOf(Template template, String role) {
    return template.allProperties("AWS::IAM::Role").stream()
        .filter(properties -> properties.path("RoleName").asText().equals(role))
        .flatMap(properties -> properties.get("Policies").findValues("PolicyDocument").stream())
        .flatMap(document -> Statement.of(document).stream())
        .flatMap(statement -> statement.actions().stream())
        .sorted();
  }

  /** Who may reach a security group: {@code alb}, {@code ecs} or {@code rds}. */
  static List<String> admitted(String group) {
    return network().allProperties("AWS::EC2::SecurityGroupIngress").stream()
        .filter(rule -> group(rule.get("GroupId")).equals(group))
        .map(rule -> peer(rule) + " :" + text(rule, "FromPort"))
        .sorted()
        .toList();
  }

  private static String peer(JsonNode rule) {
    return rule.has("CidrIp") ? text(rule, "CidrIp") : group(rule.get("SourceSecurityGroupId"));
  }

  private static String group(JsonNode reference) {
    return network()
        .target(reference)
        .at("/Properties/GroupName")
        .asText()
        .replaceAll("shangwellness-prod-|-sg", "");
  }

  /** Whether everything of a type has a property, and there is something. */
  static boolean every(String type, String property) {
    var all =
        Synthesized.templates().stream().flatMap(t -> t.allProperties(type).stream()).toList();
    assertThat(all).as(type).isNotEmpty();
    return all.stream().allMatch(properties -> properties.has(property));
  }

  /** A file that the owner expects to find, at this place of the checkout. */
  static Row file(String name) {
    return row(name, () -> read(name).isBlank(), false);
  }

  static String read(String name) {
    try {
      return Files.readString(Path.of("..").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Production with what the owner calls configurable set otherwise. */
  static Changed otherwise() {
    return Otherwise.CHANGED;
  }

  private static Path folder(String name) {
    try {
      return Files.createDirectories(Path.of(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Synthesized when it is first asked for. */
  private static final class Otherwise {
    private static final Changed CHANGED =
        Changed.of(
            """
            emergencyPhone: none

            delivery:
              source: s3 \
            """,
            """
            emergencyPhone: "+912212345678"

            delivery:
              source: GitHub:shangwellness/web@main \
            """,
            folder("target/otherwise"));
  }
}
