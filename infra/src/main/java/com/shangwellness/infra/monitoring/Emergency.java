package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Runbook;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.AlarmRule;
import software.amazon.awscdk.services.cloudwatch.AlarmState;
import software.amazon.awscdk.services.cloudwatch.CompositeAlarm;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmRule;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/**
 * One alarm for people, however many ring: users are hurt now. CodeDeploy does not know composite
 * alarms; releases are judged by those of the service.
 */
final class Emergency extends Construct {
  private final CompositeAlarm alarm;

  Emergency(Construct scope, Names names, List<IAlarm> hurting, ITopic topic) {
    super(scope, "Emergency");
    this.alarm =
        CompositeAlarm.Builder.create(this, "Alarm")
            .compositeAlarmName(names.alarm("emergency"))
            .alarmDescription(
                Runbook.SERVICE_OUTAGE.after(
                    "Users are hurt: errors, slow answers, or too few tasks"))
            .alarmRule(
                AlarmRule.anyOf(
                    hurting.stream()
                        .map(a -> AlarmRule.fromAlarm(a, AlarmState.ALARM))
                        .toArray(IAlarmRule[]::new)))
            .build();
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }

  IAlarm alarm() {
    return alarm;
  }
}
