package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Runbook;
import com.shangwellness.infra.settings.ReleaseSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.constructs.Construct;

/**
 * What a release is judged by. Both colours are watched, because they change roles; metric alarms
 * only, at most ten, because that is what CodeDeploy takes.
 */
final class ReleaseAlarms extends Construct {
  private final List<String> alarms = new ArrayList<>();
  private final Names names;

  ReleaseAlarms(
      Construct scope,
      Names names,
      ReleaseSettings settings,
      ApplicationLoadBalancer balancer,
      Colours colours) {
    super(scope, "ReleaseAlarms");
    this.names = names;
    var site = balancer.getLoadBalancerFullName();
    alarm(
        "elb-5xx",
        "The load balancer itself answers 5xx: no task takes the request, or none answers in time",
        metric("HTTPCode_ELB_5XX_Count", "Sum", Map.of("LoadBalancer", site)),
        settings.serverErrorsPerMinute(),
        1);
    for (var colour : Colour.values()) {
      var targets =
          Map.of("LoadBalancer", site, "TargetGroup", colours.of(colour).getTargetGroupFullName());
      alarm(
          colour.word() + "-5xx",
          "The tasks behind " + colour.word() + " answer 5xx",
          metric("HTTPCode_Target_5XX_Count", "Sum", targets),
          settings.serverErrorsPerMinute(),
          1);
      alarm(
          colour.word() + "-unhealthy",
          "A task behind " + colour.word() + " fails its health check for two minutes",
          metric("UnHealthyHostCount", "Maximum", targets),
          1,
          2);
      alarm(
          colour.word() + "-latency",
          "One request in a hundred to " + colour.word() + " is slow, for three minutes",
          metric("TargetResponseTime", "p99", targets),
          settings.latencyP99Seconds(),
          3);
    }
  }

  /** The names of all alarms, for CodeDeploy. */
  List<String> all() {
    return List.copyOf(alarms);
  }

  private void alarm(
      String what, String description, Metric metric, Number threshold, int minutes) {
    var name = names.releaseAlarm(what);
    Alarm.Builder.create(this, what)
        .alarmName(name)
        .alarmDescription(Runbook.BAD_RELEASE.after(description))
        .metric(metric)
        .threshold(threshold)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
        .evaluationPeriods(minutes)
        .datapointsToAlarm(minutes)
        // No requests, or no targets, is no fault of a release.
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build();
    alarms.add(name);
  }

  private static Metric metric(String name, String statistic, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace("AWS/ApplicationELB")
        .metricName(name)
        .statistic(statistic)
        .period(Duration.minutes(1))
        .dimensionsMap(dimensions)
        .build();
  }
}
