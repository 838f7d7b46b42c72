package com.shangwellness.ops.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.StackArtifact;
import com.shangwellness.ops.cost.Estimate.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Goes through the templates and prices what costs by the hour or month, used or not. */
public final class Estimator {
  private static final double CPU_UNITS = 1024;
  private static final double MEBIBYTES = 1024;

  // Ten each of cluster, service and task family, three of the cluster alone, five of the service
  // alone, all custom metrics (CloudWatch guide, "Amazon ECS Container Insights metrics").
  private static final int INSIGHTS = 38;

  // One to scale out, one to scale in (Application Auto Scaling guide, "Target tracking").
  private static final int TRACKING_ALARMS = 2;

  private static final Map<String, String> FLAT =
      Map.of(
          "AWS::EC2::NatGateway", "nat-gateway",
          "AWS::EC2::EIP", "public-address",
          "AWS::KMS::Key", "key",
          "AWS::SecretsManager::Secret", "secret",
          "AWS::CloudWatch::Alarm", "alarm",
          "AWS::CloudWatch::CompositeAlarm", "composite-alarm",
          "AWS::CloudWatch::Dashboard", "dashboard",
          "AWS::Route53::HostedZone", "hosted-zone",
          "AWS::Route53::HealthCheck", "health-check",
          "AWS::CodePipeline::Pipeline", "pipeline");

  private final PriceList prices;
  private final WhatIf whatIf;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, String> byUse = new TreeMap<>();

  /** An estimator by {@code prices}; {@code whatIf} overrides what templates say. */
  public Estimator(PriceList prices, WhatIf whatIf) {
    this.prices = prices;
    this.whatIf = whatIf;
  }

  /** What {@code assembly} costs. */
  public Estimate estimate(CloudAssembly assembly) {
    lines.clear();
    byUse.clear();
    assembly.stacks().forEach(this::price);
    var sum = lines.stream().mapToDouble(Line::monthly).sum();
    return new Estimate(prices.region(), prices.date(), cents(sum), lines, Map.copyOf(byUse));
  }

  private void price(StackArtifact stack) {
    var counts = new TreeMap<String, Integer>();
    for (var resource : stack.template().path("Resources")) {
      var type = resource.path("Type").asText();
      counts.merge(type, charged(type, resource), Integer::sum);
      priceByProperties(stack, type, resource.path("Properties"));
    }
    counts.forEach(
        (type, count) -> {
          if (FLAT.containsKey(type)) {
            add(stack, type, count, FLAT.get(type));
          }
          nameUse(type);
        });
  }

  // An alarm on mathematics is charged for each metric that goes into it: CloudWatch pricing.
  private static int charged(String type, JsonNode resource) {
    return type.equals("AWS::CloudWatch::Alarm")
        ? Math.max(1, resource.findValues("MetricStat").size())
        : 1;
  }

  private void nameUse(String what) {
    if (prices.byUse().containsKey(what)) {
      byUse.put(what, prices.byUse().get(what));
    }
  }

  private void priceByProperties(StackArtifact stack, String type, JsonNode properties) {
    switch (type) {
      case "AWS::ECS::Service" -> {
        tasks(stack, properties);
        Series.ofTheApplication()
            .sorted()
            .forEach((metric, count) -> add(stack, "custom metric " + metric, count, "metric"));
      }
      case "AWS::RDS::DBCluster" -> database(stack, type, properties);
      case "AWS::ElasticLoadBalancingV2::LoadBalancer" -> loadBalancer(stack, type, properties);
      case "AWS::EC2::VPCEndpoint" -> {
        if (properties.path("VpcEndpointType").asText("Gateway").equals("Interface")) {
          var name = type + " " + service(properties.path("ServiceName"));
          add(stack, name, properties.path("SubnetIds").size(), "interface-endpoint");
        }
      }
      case "AWS::WAFv2::WebACL" -> {
        add(stack, type, 1, "web-acl");
        add(stack, type + " rules", properties.path("Rules").size(), "web-acl-rule");
      }
      case "AWS::ECS::Cluster" -> {
        if (hasInsights(properties)) {
          add(stack, "Container Insights' metrics of a cluster", INSIGHTS, "metric");
        }
      }
      case "AWS::ApplicationAutoScaling::ScalingPolicy" -> {
        if (properties.has("TargetTrackingScalingPolicyConfiguration")) {
          add(stack, type + ", its own alarms", TRACKING_ALARMS, "alarm");
        }
      }
      case "AWS::SecretsManager::Secret" -> {
        var replicas = properties.path("ReplicaRegions").size();
        if (replicas > 0) {
          add(stack, type + ", replicas", replicas, "secret");
        }
      }
      case "AWS::Route53::HealthCheck" -> {
        if (properties.at("/HealthCheckConfig/Type").asText().startsWith("HTTPS")) {
          add(stack, type + ", by HTTPS", 1, "health-check-https");
        }
      }
      case "AWS::Backup::BackupPlan" -> {
        if (properties.findValue("CopyActions") != null) {
          nameUse(type + " copies");
        }
      }
      default -> {} // either flat, or free
    }
  }

  private static boolean hasInsights(JsonNode cluster) {
    for (var setting : cluster.path("ClusterSettings")) {
      if (setting.path("Name").asText().equals("containerInsights")) {
        return !setting.path("Value").asText().equals("disabled");
      }
    }
    return false;
  }

  private void tasks(StackArtifact stack, JsonNode service) {
    var desired = whatIf.of(WhatIf.DESIRED).orElse(service.path("DesiredCount").asDouble(1));
    for (var resource : stack.template().path("Resources")) {
      if (resource.path("Type").asText().equals("AWS::ECS::TaskDefinition")) {
        var task = resource.path("Properties");
        var tasks = count(desired, "task");
        var cpu = task.path("Cpu").asDouble() / CPU_UNITS;
        var memory = task.path("Memory").asDouble() / MEBIBYTES;
        add(stack, tasks + " on Fargate, processors", desired * cpu, "fargate-vcpu");
        add(stack, tasks + " on Fargate, memory", desired * memory, "fargate-memory");
      }
    }
  }

  private void database(StackArtifact stack, String type, JsonNode cluster) {
    var scaling = cluster.path("ServerlessV2ScalingConfiguration");
    var each = whatIf.of(WhatIf.CAPACITY).orElse(scaling.path("MinCapacity").asDouble());
    var instances = 0;
    for (var resource : stack.template().path("Resources")) {
      instances += resource.path("Type").asText().equals("AWS::RDS::DBInstance") ? 1 : 0;
    }
    var what = type + " with " + count(instances, "instance") + " of " + each + " ACU";
    add(stack, what, instances * each, "aurora-capacity");
    if (cluster.path("ManageMasterUserPassword").asBoolean()) {
      add(stack, "AWS::SecretsManager::Secret of the database", 1, "secret");
    }
  }

  private void loadBalancer(StackArtifact stack, String type, JsonNode balancer) {
    add(stack, type, 1, "load-balancer");
    if (balancer.path("Scheme").asText("internet-facing").equals("internet-facing")) {
      add(stack, type + ", public addresses", balancer.path("Subnets").size(), "public-address");
    }
  }

  private void add(StackArtifact stack, String what, double quantity, String name) {
    var price = prices.price(name);
    var times = price.unit().contains("hour") ? prices.hoursPerMonth() : 1;
    lines.add(
        new Line(
            stack.name(),
            what,
            quantity,
            price.usd(),
            price.unit(),
            cents(quantity * price.usd() * times),
            price.confirmed()));
  }

  private static String service(JsonNode name) {
    var text = name.isTextual() ? name.asText() : name.findPath("Fn::Join").toString();
    return text.replaceAll(".*amazonaws\\.[^.]*\\.|.*\\.ap-[a-z]+-\\d\\.|[\"\\]]", "");
  }

  private static String count(double number, String noun) {
    var whole = number == Math.rint(number) ? String.valueOf((long) number) : "" + number;
    return whole + " " + noun + (number == 1 ? "" : "s");
  }

  private static double cents(double usd) {
    return Math.round(usd * 100) / 100.0;
  }
}
