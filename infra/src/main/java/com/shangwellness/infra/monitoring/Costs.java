package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.MonitoringSettings;
import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.ce.CfnAnomalyMonitor;
import software.amazon.awscdk.services.ce.CfnAnomalySubscription;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** Costs: more than planned, likely to be more than planned, and unlike those of other days. */
final class Costs extends Construct {

  Costs(Construct scope, Names names, MonitoringSettings settings, ITopic topic) {
    super(scope, "Costs");
    budget(names, settings.monthlyBudget(), topic);
    if (settings.anomalies()) {
      anomalies(names, settings, topic);
    }
  }

  private void budget(Names names, int dollars, ITopic topic) {
    CfnBudget.Builder.create(this, "Budget")
        .budget(
            CfnBudget.BudgetDataProperty.builder()
                .budgetName(names.budget())
                .budgetType("COST")
                .timeUnit("MONTHLY")
                .budgetLimit(CfnBudget.SpendProperty.builder().amount(dollars).unit("USD").build())
                .build())
        .notificationsWithSubscribers(
            List.of(
                at("ACTUAL", 80, topic), at("ACTUAL", 100, topic), at("FORECASTED", 100, topic)))
        .build();
  }

  private static NotificationWithSubscribersProperty at(String what, int percent, ITopic topic) {
    return NotificationWithSubscribersProperty.builder()
        .notification(
            CfnBudget.NotificationProperty.builder()
                .notificationType(what)
                .comparisonOperator("GREATER_THAN")
                .threshold(percent)
                .thresholdType("PERCENTAGE")
                .build())
        .subscribers(
            List.of(
                CfnBudget.SubscriberProperty.builder()
                    .subscriptionType("SNS")
                    .address(topic.getTopicArn())
                    .build()))
        .build();
  }

  /** An account has one monitor for services at most, so one that exists is used by its ARN. */
  private void anomalies(Names names, MonitoringSettings settings, ITopic topic) {
    var monitor = settings.existingAnomalyMonitor().orElseGet(() -> monitor(names));
    CfnAnomalySubscription.Builder.create(this, "Anomalies")
        .subscriptionName(names.costAnomalies())
        // The only frequency that a topic may have.
        .frequency("IMMEDIATE")
        .monitorArnList(List.of(monitor))
        .subscribers(
            List.of(
                CfnAnomalySubscription.SubscriberProperty.builder()
                    .type("SNS")
                    .address(topic.getTopicArn())
                    .build()))
        .thresholdExpression(
            """
            {"Dimensions":{"Key":"ANOMALY_TOTAL_IMPACT_ABSOLUTE",\
            "MatchOptions":["GREATER_THAN_OR_EQUAL"],"Values":["%d"]}}\
            """
                .formatted(settings.anomalyImpact()))
        .build();
  }

  private String monitor(Names names) {
    return CfnAnomalyMonitor.Builder.create(this, "Monitor")
        .monitorName(names.costAnomalies())
        .monitorType("DIMENSIONAL")
        .monitorDimension("SERVICE")
        .build()
        .getAttrMonitorArn();
  }
}
