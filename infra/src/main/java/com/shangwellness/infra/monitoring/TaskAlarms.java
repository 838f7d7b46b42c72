package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Runbook;
import com.shangwellness.infra.settings.MonitoringSettings;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;

/** Whether enough tasks run, and whether they have room left. */
final class TaskAlarms extends Construct {
  private final IAlarm tooFew;

  TaskAlarms(Construct scope, Alarms alarms, Metrics metrics, MonitoringSettings settings) {
    super(scope, "TaskAlarms");
    this.tooFew =
        alarms.at(
            this,
            "tasks-missing",
            "Fewer tasks run than are wanted, or none reports, for ten minutes",
            Runbook.ZONE_LOSS,
            metrics.missingTasks(),
            1,
            10,
            // Container Insights falls silent when no task runs.
            TreatMissingData.BREACHING);
    alarms.at(
        this,
        "tasks-cpu",
        "The tasks' CPU stays at " + settings.cpuPercent() + " %: scaling does not keep up",
        Runbook.SERVICE_OUTAGE,
        metrics.cpu(),
        settings.cpuPercent(),
        15);
    alarms.at(
        this,
        "tasks-memory",
        "The tasks' memory stays at "
            + settings.memoryPercent()
            + " %: a leak, or too little of it",
        Runbook.SERVICE_OUTAGE,
        metrics.memory(),
        settings.memoryPercent(),
        15);
  }

  IAlarm tooFew() {
    return tooFew;
  }
}
