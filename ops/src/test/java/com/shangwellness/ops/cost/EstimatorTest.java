package com.shangwellness.ops.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.cost.Estimate.Line;
import com.shangwellness.ops.fake.Assemblies;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatorTest {
  private static final PriceList PRICES = PriceList.of("ap-south-1");

  @TempDir private Path folder;

  @Test
  void tasks_cost_their_processors_and_memory_by_the_hour() {
    var estimate = estimate(Map.of());

    // 2 tasks of half a processor and 1 GB: 2 x 0.5 x 0.04256 x 730, and 2 x 1 x 0.004445 x 730.
    assertThat(monthly(estimate, "2 tasks on Fargate, processors")).isEqualTo(31.07);
    assertThat(monthly(estimate, "2 tasks on Fargate, memory")).isEqualTo(6.49);
  }

  @Test
  void what_if_more_tasks_ran() {
    var estimate = estimate(Map.of("desired", 4.0));

    assertThat(monthly(estimate, "4 tasks on Fargate, processors")).isEqualTo(62.14);
  }

  @Test
  void an_interface_endpoint_costs_in_each_zone_and_a_gateway_endpoint_nothing() {
    var estimate = estimate(Map.of());

    assertThat(monthly(estimate, "AWS::EC2::VPCEndpoint ecr.api")).isEqualTo(18.98);
    assertThat(estimate.lines()).noneMatch(line -> line.what().contains("s3"));
  }

  @Test
  void each_instance_of_the_database_costs_its_least_capacity() {
    var estimate = estimate(Map.of());

    assertThat(estimate.lines())
        .filteredOn(line -> line.what().startsWith("AWS::RDS::DBCluster with 2 instances of 0.5"))
        .singleElement()
        .satisfies(line -> assertThat(line.quantity()).isEqualTo(1))
        .satisfies(line -> assertThat(line.confirmed()).isFalse());
  }

  @Test
  void what_the_application_measures_of_itself_costs_by_the_series() {
    var measured =
        estimate(Map.of()).lines().stream()
            .filter(line -> line.what().startsWith("custom metric "))
            .toList();

    // Refusals: all together, and by each of three reasons, at 0.30 each.
    assertThat(measured)
        .extracting(Line::what, Line::quantity, Line::monthly)
        .containsExactly(
            tuple("custom metric Bookings", 1.0, 0.3),
            tuple("custom metric Cancellations", 1.0, 0.3),
            tuple("custom metric Latency", 15.0, 4.5),
            tuple("custom metric Refusals", 4.0, 1.2));
    assertThat(measured).noneMatch(Line::confirmed);
  }

  @Test
  void an_alarm_costs_by_the_metrics_that_it_watches_and_one_of_alarms_by_itself() {
    var estimate = estimate(Map.of());

    // One on a metric, one on mathematics over three.
    assertThat(monthly(estimate, "AWS::CloudWatch::Alarm")).isEqualTo(0.4);
    assertThat(monthly(estimate, "AWS::CloudWatch::CompositeAlarm")).isEqualTo(0.5);
  }

  @Test
  void what_the_services_make_of_a_template_costs_too() {
    var estimate = estimate(Map.of());

    assertThat(monthly(estimate, "AWS::ApplicationAutoScaling::ScalingPolicy, its own alarms"))
        .isEqualTo(0.2);
    assertThat(monthly(estimate, "Container Insights' metrics of a cluster")).isEqualTo(11.4);
    assertThat(monthly(estimate, "AWS::SecretsManager::Secret, replicas")).isEqualTo(0.8);
    assertThat(monthly(estimate, "AWS::Route53::HealthCheck, by HTTPS")).isEqualTo(1);
  }

  @Test
  void what_is_not_turned_on_costs_nothing() {
    var without =
        """
        {"Resources": {
          "Cluster": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterSettings":
            [{"Name": "containerInsights", "Value": "disabled"}]}},
          "Steps": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
            "Properties": {"PolicyType": "StepScaling"}},
          "Check": {"Type": "AWS::Route53::HealthCheck",
            "Properties": {"HealthCheckConfig": {"Type": "HTTP"}}},
          "Secret": {"Type": "AWS::SecretsManager::Secret"},
          "Backups": {"Type": "AWS::Backup::BackupPlan"}}}
        """;

    var estimate =
        estimator(Map.of())
            .estimate(CloudAssembly.read(new Assemblies(folder).stack("p", without).write()));

    assertThat(estimate.lines())
        .extracting(Line::what)
        .containsExactly("AWS::Route53::HealthCheck", "AWS::SecretsManager::Secret");
    assertThat(estimate.byUse()).doesNotContainKey("AWS::Backup::BackupPlan copies");
  }

  @Test
  void copies_of_backups_in_a_second_region_are_named() {
    assertThat(estimate(Map.of()).byUse()).containsKey("AWS::Backup::BackupPlan copies");
  }

  @Test
  void the_sum_is_that_of_the_lines_and_what_goes_by_use_is_named() {
    var estimate = estimate(Map.of());

    assertThat(estimate.monthly())
        .isCloseTo(estimate.lines().stream().mapToDouble(Line::monthly).sum(), within(0.01));
    assertThat(estimate.byUse()).containsKey("AWS::Logs::LogGroup");
    assertThat(estimate.pricesOf()).matches("\\d{4}-\\d\\d-\\d\\d");
  }

  @Test
  void an_unknown_assumption_is_a_usage_error_that_names_the_known_ones() {
    assertThatThrownBy(() -> new WhatIf(Map.of("tasks", 4.0)))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("--what-if tasks is unknown; there are desired=TASKS and capacity=ACU");
  }

  @Test
  void a_region_without_prices_is_named() {
    assertThatThrownBy(() -> PriceList.of("eu-west-1"))
        .hasMessageContaining("no list of prices for eu-west-1");
  }

  private static double monthly(Estimate estimate, String what) {
    return estimate.lines().stream()
        .filter(line -> line.what().equals(what))
        .mapToDouble(Line::monthly)
        .findFirst()
        .orElseThrow();
  }

  private Estimate estimate(Map<String, Double> whatIf) {
    var network =
        """
        {"Resources": {
          "Ecr": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface",
            "ServiceName": "com.amazonaws.ap-south-1.ecr.api", "SubnetIds": ["a", "b"]}},
          "S3": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Gateway",
            "ServiceName": "com.amazonaws.ap-south-1.s3"}},
          "Nat": {"Type": "AWS::EC2::NatGateway"},
          "Lines": {"Type": "AWS::Logs::LogGroup"}}}
        """;
    var data =
        """
        {"Resources": {
          "Aurora": {"Type": "AWS::RDS::DBCluster", "Properties": {"ManageMasterUserPassword": true,
            "ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 8}}},
          "Writer": {"Type": "AWS::RDS::DBInstance"}, "Reader": {"Type": "AWS::RDS::DBInstance"}}}
        """;
    var service =
        """
        {"Resources": {
          "Service": {"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": 2}},
          "Task": {"Type": "AWS::ECS::TaskDefinition",
            "Properties": {"Cpu": "512", "Memory": "1024"}},
          "Cluster": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterSettings":
            [{"Name": "containerInsights", "Value": "enabled"}]}},
          "Cpu": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
            "Properties": {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70}}},
          "OriginKey": {"Type": "AWS::SecretsManager::Secret", "Properties":
            {"ReplicaRegions": [{"Region": "us-east-1"}, {"Region": "eu-west-1"}]}}}}
        """;
    var watching =
        """
        {"Resources": {
          "Plain": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "CPU"}},
          "Mathematics": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": [
            {"Expression": "a + b + c"}, {"MetricStat": {}}, {"MetricStat": {}},
            {"MetricStat": {}}]}},
          "Emergency": {"Type": "AWS::CloudWatch::CompositeAlarm"},
          "Check": {"Type": "AWS::Route53::HealthCheck",
            "Properties": {"HealthCheckConfig": {"Type": "HTTPS"}}},
          "Backups": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan":
            {"BackupPlanRule": [{"CopyActions": [{"DestinationBackupVaultArn": "arn"}]}]}}}}}
        """;
    var assembly =
        CloudAssembly.read(
            new Assemblies(folder)
                .stack("p-network", network)
                .stack("p-data", data, "p-network")
                .stack("p-service", service, "p-data")
                .stack("p-watching", watching)
                .write());
    return estimator(whatIf).estimate(assembly);
  }

  private static Estimator estimator(Map<String, Double> whatIf) {
    return new Estimator(PRICES, new WhatIf(whatIf));
  }
}
