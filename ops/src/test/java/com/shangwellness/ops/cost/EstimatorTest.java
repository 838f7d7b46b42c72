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
            "Properties": {"Cpu": "512", "Memory": "1024"}}}}
        """;
    var assembly =
        CloudAssembly.read(
            new Assemblies(folder)
                .stack("p-network", network)
                .stack("p-data", data, "p-network")
                .stack("p-service", service, "p-data")
                .write());
    return new Estimator(PRICES, new WhatIf(whatIf)).estimate(assembly);
  }
}
