package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Runbook;
import com.shangwellness.infra.service.ServiceOutputs;
import com.shangwellness.infra.settings.MonitoringSettings;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;

/** What users feel. Both colours are watched, because they change roles at each release. */
final class SiteAlarms extends Construct {
  private final List<IAlarm> hurting = new ArrayList<>();

  SiteAlarms(
      Construct scope,
      Alarms alarms,
      Metrics metrics,
      MonitoringSettings settings,
      ServiceOutputs service) {
    super(scope, "SiteAlarms");
    hurting.add(
        alarms.at(
            this,
            "site-5xx",
            settings.serverErrorPercent() + " % of all answers are errors, for five minutes",
            Runbook.SERVICE_OUTAGE,
            metrics.serverErrorPercent(),
            settings.serverErrorPercent(),
            5));
    hurting.add(
        alarms.at(
            this,
            "site-latency",
            "One request in a hundred takes "
                + settings.latencyP99Seconds()
                + " s or more, for five minutes",
            Runbook.SERVICE_OUTAGE,
            metrics.latency("p99"),
            settings.latencyP99Seconds(),
            5));
    hurting.add(
        alarms.at(
            this,
            "site-down",
            "No task of either colour is healthy, for two minutes",
            Runbook.SERVICE_OUTAGE,
            metrics.nobodyServes(),
            1,
            2,
            // A target group without targets reports nothing.
            TreatMissingData.BREACHING));
    for (var colour : service.colours()) {
      alarms.at(
          this,
          colour + "-unhealthy",
          "A task behind " + colour + " fails its health check for five minutes",
          Runbook.SERVICE_OUTAGE,
          metrics.unhealthyHosts(colour),
          1,
          5);
    }
  }

  /** Those that mean that users are hurt now. */
  List<IAlarm> hurting() {
    return hurting;
  }
}
