package com.shangwellness.infra.edge;

import com.shangwellness.infra.Names;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** Alarms over metrics that exist in us-east-1 only. Each names the page that says what to do. */
final class EdgeAlarms extends Construct {
  private static final Duration MINUTE = Duration.minutes(1);

  private final Names names;
  private final SnsAction tell;
  private final Optional<SnsAction> emergency;

  EdgeAlarms(Construct scope, Names names, ITopic topic, Optional<Topic> emergency) {
    super(scope, "EdgeAlarms");
    this.names = names;
    this.tell = new SnsAction(topic);
    this.emergency = emergency.map(SnsAction::new);
  }

  /** The site cannot be reached from outside. */
  void site(String healthCheckId) {
    call(
        alarm(
            "site-down",
            "The site cannot be reached from the internet. runbooks/service-outage.md",
            metric("AWS/Route53", "HealthCheckStatus", "Minimum", MINUTE)
                .dimensionsMap(Map.of("HealthCheckId", healthCheckId)),
            ComparisonOperator.LESS_THAN_THRESHOLD,
            1,
            2,
            // A check that reports nothing is no sign of health.
            TreatMissingData.BREACHING));
  }

  /** Users get errors, whoever makes them: CloudFront, load balancer or application. */
  void serverErrors(Distribution distribution, int percent) {
    call(
        alarm(
            "server-errors",
            "Users get errors of status 5xx. runbooks/service-outage.md",
            metric("AWS/CloudFront", "5xxErrorRate", "Average", MINUTE)
                .dimensionsMap(
                    new TreeMap<>(
                        Map.of(
                            "DistributionId",
                            distribution.getDistributionId(),
                            "Region",
                            "Global"))),
            ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            percent,
            3,
            TreatMissingData.NOT_BREACHING));
  }

  /** Somebody tries something. */
  void refusals(String webAcl, int requests) {
    alarm(
        "refusals",
        "The firewall refuses many requests: a flood, an attack, or a rule that errs."
            + " runbooks/security-incident.md",
        metric("AWS/WAFV2", "BlockedRequests", "Sum", Duration.minutes(5))
            // For CloudFront the metric has no region: WAF guide, "Metrics and dimensions".
            .dimensionsMap(new TreeMap<>(Map.of("WebACL", webAcl, "Rule", "ALL"))),
        ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        requests,
        1,
        TreatMissingData.NOT_BREACHING);
  }

  /** The certificate did not renew itself. */
  void certificate(String arn) {
    alarm(
        "certificate",
        "The site's certificate ends within 30 days and was not renewed: does the zone still answer"
            + " for its names? runbooks/service-outage.md",
        metric("AWS/CertificateManager", "DaysToExpiry", "Minimum", Duration.days(1))
            .dimensionsMap(Map.of("CertificateArn", arn)),
        ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
        30,
        1,
        TreatMissingData.NOT_BREACHING);
  }

  private static Metric.Builder metric(
      String namespace, String name, String statistic, Duration period) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .statistic(statistic)
        .period(period);
  }

  /** Somebody must act now. */
  private void call(Alarm alarm) {
    emergency.ifPresent(
        action -> {
          alarm.addAlarmAction(action);
          alarm.addOkAction(action);
        });
  }

  private Alarm alarm(
      String what,
      String description,
      Metric.Builder metric,
      ComparisonOperator comparison,
      int threshold,
      int periods,
      TreatMissingData missing) {
    var alarm =
        Alarm.Builder.create(this, what)
            .alarmName(names.edgeAlarm(what))
            .alarmDescription(description)
            .metric(metric.build())
            .comparisonOperator(comparison)
            .threshold(threshold)
            .evaluationPeriods(periods)
            .datapointsToAlarm(periods)
            .treatMissingData(missing)
            .build();
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  }
}
