package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.service.ServiceOutputs;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** What production says of itself, by the minute: for the alarms and for the dashboard. */
final class Metrics {
  private static final String BALANCER = "AWS/ApplicationELB";
  private static final String TASKS = "AWS/ECS";
  private static final String CONTAINERS = "ECS/ContainerInsights";
  private static final String DATABASE = "AWS/RDS";

  /** What the application calls its own: its log lines are read as metrics (app's Metrics). */
  private static final String APPLICATION = "Shangwellness";

  private final Names names;
  private final String environment;
  private final ServiceOutputs service;

  Metrics(Names names, String environment, ServiceOutputs service) {
    this.names = names;
    this.environment = environment;
    this.service = service;
  }

  Metric requests() {
    return site("RequestCount", "Sum");
  }

  Metric latency(String statistic) {
    return site("TargetResponseTime", statistic);
  }

  Metric balancerErrors() {
    return site("HTTPCode_ELB_5XX_Count", "Sum");
  }

  Metric applicationErrors() {
    return site("HTTPCode_Target_5XX_Count", "Sum");
  }

  /** Answers of status 5xx in percent, whoever gave them; 0 while hardly anybody asks. */
  IMetric serverErrorPercent() {
    return MathExpression.Builder.create()
        .label("5xx, % of requests")
        .expression(
            "IF(requests >= 20, 100 * (FILL(balancer, 0) + FILL(application, 0)) / requests, 0)")
        .usingMetrics(
            sorted(
                Map.of(
                    "requests", requests(),
                    "balancer", balancerErrors(),
                    "application", applicationErrors())))
        .period(Duration.minutes(1))
        .build();
  }

  Metric unhealthyHosts(String colour) {
    return hosts("UnHealthyHostCount", "Maximum", colour);
  }

  Metric healthyHosts(String colour) {
    return hosts("HealthyHostCount", "Maximum", colour);
  }

  /** 1 while no task of either colour is healthy; nothing at all when nobody reports any. */
  IMetric nobodyServes() {
    return MathExpression.Builder.create()
        .label("nobody serves")
        .expression("IF(FILL(blue, 0) + FILL(green, 0) < 1, 1, 0)")
        .usingMetrics(sorted(Map.of("blue", healthyHosts("blue"), "green", healthyHosts("green"))))
        .period(Duration.minutes(1))
        .build();
  }

  /** How many tasks are missing; nothing at all when nobody reports any. */
  IMetric missingTasks() {
    return MathExpression.Builder.create()
        .label("missing tasks")
        .expression("desired - running")
        .usingMetrics(sorted(Map.of("desired", desiredTasks(), "running", runningTasks())))
        .period(Duration.minutes(1))
        .build();
  }

  Metric desiredTasks() {
    return tasks(CONTAINERS, "DesiredTaskCount");
  }

  Metric runningTasks() {
    return tasks(CONTAINERS, "RunningTaskCount");
  }

  Metric cpu() {
    return tasks(TASKS, "CPUUtilization");
  }

  Metric memory() {
    return tasks(TASKS, "MemoryUtilization");
  }

  Metric databaseCapacity() {
    return database("ACUUtilization", "Average");
  }

  Metric databaseConnections() {
    return database("DatabaseConnections", "Maximum");
  }

  /** In milliseconds. */
  Metric replicaLag() {
    return database("AuroraReplicaLagMaximum", "Maximum");
  }

  Metric bookings() {
    return application("Bookings");
  }

  Metric cancellations() {
    return application("Cancellations");
  }

  /** How often somebody wanted a place and got none. */
  Metric refusals() {
    return application("Refusals");
  }

  private Metric application(String name) {
    return metric(APPLICATION, name, "Sum", Map.of("Environment", environment));
  }

  Metric failedBuilds() {
    return metric(
        "AWS/CodeBuild", "FailedBuilds", "Sum", Map.of("ProjectName", names.buildProject()));
  }

  /** How often a rule of EventBridge has matched. */
  Metric matched(String rule) {
    return metric("AWS/Events", "TriggeredRules", "Sum", Map.of("RuleName", rule));
  }

  Metric failedSchedules() {
    return metric(
        "AWS/Scheduler", "TargetErrorCount", "Sum", Map.of("ScheduleGroup", names.base()));
  }

  /**
   * How often scaling was not suspended for a release, or not resumed after it, as far as is known:
   * both services publish late.
   */
  IMetric failedQuietReleases() {
    return MathExpression.Builder.create()
        .label("not begun or not ended well")
        .expression("FILL(undelivered, 0) + FILL(failed, 0) + FILL(aborted, 0)")
        .usingMetrics(
            sorted(
                Map.of(
                    "undelivered",
                    metric(
                        "AWS/Events",
                        "FailedInvocations",
                        "Sum",
                        Map.of("RuleName", names.eventRule("release-began"))),
                    "failed",
                    quietReleases("ExecutionsFailed"),
                    "aborted",
                    quietReleases("ExecutionsAborted"))))
        .period(Duration.minutes(1))
        .build();
  }

  private Metric quietReleases(String name) {
    return metric(
        "AWS/States",
        name,
        "Sum",
        Map.of("StateMachineArn", names.arn("states", "stateMachine:" + names.quietRelease())));
  }

  private Metric site(String name, String statistic) {
    return metric(
        BALANCER, name, statistic, Map.of("LoadBalancer", service.loadBalancerFullName()));
  }

  private Metric hosts(String name, String statistic, String colour) {
    return metric(
        BALANCER,
        name,
        statistic,
        Map.of(
            "LoadBalancer", service.loadBalancerFullName(),
            "TargetGroup", service.targetGroupFullName(colour)));
  }

  private Metric tasks(String namespace, String name) {
    return metric(
        namespace,
        name,
        "Average",
        Map.of("ClusterName", names.cluster(), "ServiceName", names.service()));
  }

  private Metric database(String name, String statistic) {
    return metric(
        DATABASE, name, statistic, Map.of("DBClusterIdentifier", names.databaseCluster()));
  }

  private static Metric metric(
      String namespace, String name, String statistic, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .statistic(statistic)
        .dimensionsMap(sorted(dimensions))
        .period(Duration.minutes(1))
        .build();
  }

  /** In one order, so that every synthesis writes the same bytes. */
  private static <T> Map<String, T> sorted(Map<String, T> map) {
    return new TreeMap<>(map);
  }
}
