package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Runbook;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** Rings for the team, and says where to read on: every alarm of this stack is made here. */
final class Alarms {
  private final Names names;
  private final ITopic topic;
  private final List<IAlarm> all = new ArrayList<>();

  Alarms(Names names, ITopic topic) {
    this.names = names;
    this.topic = topic;
  }

  /** All alarms so far. */
  List<IAlarm> all() {
    return List.copyOf(all);
  }

  /**
   * An alarm that rings when {@code metric} is at {@code threshold} or above for {@code minutes} in
   * a row.
   *
   * @param silence what it means when there is nothing to measure
   */
  IAlarm at(
      Construct scope,
      String what,
      String description,
      Runbook runbook,
      IMetric metric,
      Number threshold,
      int minutes,
      TreatMissingData silence) {
    return at(scope, what, description, runbook, metric, threshold, minutes, minutes, silence);
  }

  /**
   * An alarm that rings when {@code metric} is at {@code threshold} or above in one of the last
   * {@code minutes}: for what is published late, of which the newest minute says nothing
   * (CloudWatch guide, "Using math expressions": FILL in alarms).
   */
  IAlarm once(
      Construct scope,
      String what,
      String description,
      Runbook runbook,
      IMetric metric,
      Number threshold,
      int minutes) {
    return at(
        scope,
        what,
        description,
        runbook,
        metric,
        threshold,
        minutes,
        1,
        TreatMissingData.NOT_BREACHING);
  }

  private IAlarm at(
      Construct scope,
      String what,
      String description,
      Runbook runbook,
      IMetric metric,
      Number threshold,
      int minutes,
      int breaching,
      TreatMissingData silence) {
    var alarm =
        Alarm.Builder.create(scope, what)
            .alarmName(names.alarm(what))
            .alarmDescription(runbook.after(description))
            .metric(metric)
            .threshold(threshold)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
            .evaluationPeriods(minutes)
            .datapointsToAlarm(breaching)
            .treatMissingData(silence)
            .build();
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    all.add(alarm);
    return alarm;
  }

  /** An alarm for which silence is good news. */
  IAlarm at(
      Construct scope,
      String what,
      String description,
      Runbook runbook,
      IMetric metric,
      Number threshold,
      int minutes) {
    return at(
        scope,
        what,
        description,
        runbook,
        metric,
        threshold,
        minutes,
        TreatMissingData.NOT_BREACHING);
  }
}
