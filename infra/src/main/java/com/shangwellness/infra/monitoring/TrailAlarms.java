package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Runbook;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.logs.CfnMetricFilter;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/** What the audit trail shows and nobody should do unnoticed. */
final class TrailAlarms extends Construct {
  private final Names names;
  private final Alarms alarms;
  private final ILogGroup log;

  TrailAlarms(Construct scope, Names names, Alarms alarms, ILogGroup log) {
    super(scope, "TrailAlarms");
    this.names = names;
    this.alarms = alarms;
    this.log = log;
    // The patterns of the CIS AWS Foundations Benchmark, section 4.
    watch(
        "root-used",
        "Somebody used the account's root user",
        "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS"
            + " && $.eventType != \"AwsServiceEvent\" }");
    watch(
        "trail-changed",
        "Somebody changed or stopped an audit trail",
        "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName ="
            + " DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }");
  }

  private void watch(String what, String description, String pattern) {
    CfnMetricFilter.Builder.create(this, what + "-count")
        .filterName(names.alarm(what))
        .logGroupName(log.getLogGroupName())
        .filterPattern(pattern)
        .metricTransformations(
            List.of(
                CfnMetricFilter.MetricTransformationProperty.builder()
                    .metricNamespace(names.metricNamespace())
                    .metricName(what)
                    .metricValue("1")
                    .build()))
        .build();
    alarms.at(
        this,
        what,
        description,
        Runbook.SECURITY_INCIDENT,
        Metric.Builder.create()
            .namespace(names.metricNamespace())
            .metricName(what)
            .statistic("Sum")
            .period(Duration.minutes(1))
            .build(),
        1,
        1);
  }
}
