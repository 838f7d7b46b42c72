package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/** What PutMetricAlarm and PutCompositeAlarm accept (API reference). */
final class AlarmCheck {

  private static final int DAY = 86_400;
  private static final int WEEK = 7 * DAY;
  private static final int ACTIONS = 5;
  private static final int QUERIES = 20;

  /** "As many as 10 metrics. Each metric must be using the same period": CloudWatch user guide. */
  private static final int METRICS = 10;

  // API reference, PutCompositeAlarm.
  private static final int RULE_LENGTH = 10_240;
  private static final int CHILDREN = 100;
  private static final List<Integer> SHORT = List.of(10, 20, 30);
  private static final List<String> MISSING =
      List.of("breaching", "notBreaching", "ignore", "missing");
  private static final List<ComparisonOperator> COMPARISONS =
      List.of(
          ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
          ComparisonOperator.GREATER_THAN_THRESHOLD,
          ComparisonOperator.LESS_THAN_THRESHOLD,
          ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD);

  private AlarmCheck() {}

  /**
   * @throws AwsServiceException in CloudWatch's words
   */
  static void check(PutMetricAlarmRequest alarm) {
    name(alarm.alarmName());
    if (!COMPARISONS.contains(alarm.comparisonOperator())) {
      throw wrong(
          "ComparisonOperator must be one of "
              + COMPARISONS
              + ", and is "
              + alarm.comparisonOperatorAsString()
              + ". Anomaly detection is not acted on here.");
    }
    if (alarm.threshold() == null) {
      throw wrong("The parameter Threshold is required.");
    }
    if (!Double.isFinite(alarm.threshold())) {
      throw wrong("Threshold must be a finite number, and is " + alarm.threshold() + ".");
    }
    periods(alarm);
    if (alarm.treatMissingData() != null && !MISSING.contains(alarm.treatMissingData())) {
      throw wrong(
          "The value "
              + alarm.treatMissingData()
              + " for TreatMissingData must be one of "
              + MISSING
              + ".");
    }
    if (alarm.metrics().isEmpty()) {
      metric(alarm);
    } else {
      metrics(alarm);
    }
    Stream.of(alarm.okActions(), alarm.alarmActions(), alarm.insufficientDataActions())
        .forEach(AlarmCheck::actions);
  }

  private static void periods(PutMetricAlarmRequest alarm) {
    if (alarm.evaluationPeriods() == null || alarm.evaluationPeriods() < 1) {
      throw wrong("EvaluationPeriods must be 1 or more, and is " + alarm.evaluationPeriods() + ".");
    }
    var toAlarm = alarm.datapointsToAlarm();
    if (toAlarm != null && (toAlarm < 1 || toAlarm > alarm.evaluationPeriods())) {
      throw wrong("DatapointsToAlarm must be from 1 to EvaluationPeriods, and is " + toAlarm + ".");
    }
    int period = periodOf(alarm);
    long watched = (long) period * alarm.evaluationPeriods();
    if (watched > (period >= 3600 ? WEEK : DAY)) {
      throw wrong(
          "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <="
              + " 86400; with a Period of an hour or more, <= 604800).");
    }
  }

  /** The length of an alarm's periods, in seconds. */
  static int periodOf(PutMetricAlarmRequest alarm) {
    if (alarm.metrics().isEmpty()) {
      return Optional.ofNullable(alarm.period()).orElse(60);
    }
    return periodOf(alarm.metrics());
  }

  /** The shortest period of the metrics among {@code queries}, in seconds. */
  static int periodOf(List<MetricDataQuery> queries) {
    return queries.stream()
        .flatMap(
            query ->
                Stream.of(
                    query.metricStat() == null ? query.period() : query.metricStat().period()))
        .flatMap(period -> Optional.ofNullable(period).stream())
        .min(Integer::compare)
        .orElse(60);
  }

  private static void metric(PutMetricAlarmRequest alarm) {
    if (alarm.metricName() == null || alarm.namespace() == null) {
      throw wrong("Either MetricName and Namespace, or Metrics, must be specified.");
    }
    if ((alarm.statistic() == null) == (alarm.extendedStatistic() == null)) {
      throw AwsErrors.of(
          "InvalidParameterCombination",
          400,
          "Exactly one of Statistic and ExtendedStatistic must be specified.");
    }
    if (alarm.extendedStatistic() != null) {
      Statistic.named(alarm.extendedStatistic());
    }
    period(alarm.period());
  }

  private static void period(Integer period) {
    if (period == null || period < 1 || (period % 60 != 0 && !SHORT.contains(period))) {
      throw wrong("Period must be 10, 20, 30 or a multiple of 60, and is " + period + ".");
    }
  }

  private static void metrics(PutMetricAlarmRequest alarm) {
    if (alarm.metricName() != null || alarm.statistic() != null || alarm.period() != null) {
      throw AwsErrors.of(
          "InvalidParameterCombination",
          400,
          "MetricName, Statistic and Period cannot stand beside Metrics.");
    }
    if (alarm.metrics().size() > QUERIES) {
      throw wrong("Metrics must have at most " + QUERIES + " elements.");
    }
    Queries.check(alarm.metrics());
    if (returned(alarm.metrics()).size() != 1) {
      throw wrong("Exactly one element of the metrics list should return data.");
    }
    var periods =
        alarm.metrics().stream()
            .filter(query -> query.metricStat() != null)
            .map(query -> query.metricStat().period())
            .toList();
    periods.forEach(AlarmCheck::period);
    if (periods.size() > METRICS) {
      throw wrong("Metrics must have at most " + METRICS + " metrics, and has " + periods.size());
    }
    if (periods.stream().distinct().count() > 1) {
      throw wrong("All metrics of Metrics must have the same period, and have " + periods);
    }
    Queries.tryOut(alarm.metrics(), returned(alarm.metrics()).getFirst());
  }

  /** The queries whose results are wanted. */
  static List<MetricDataQuery> returned(List<MetricDataQuery> queries) {
    return queries.stream().filter(query -> !Boolean.FALSE.equals(query.returnData())).toList();
  }

  /**
   * @throws AwsServiceException in CloudWatch's words
   */
  static CompositeRule check(PutCompositeAlarmRequest alarm) {
    name(alarm.alarmName());
    Stream.of(alarm.okActions(), alarm.alarmActions(), alarm.insufficientDataActions())
        .forEach(AlarmCheck::actions);
    boolean waits =
        alarm.actionsSuppressorWaitPeriod() != null
            && alarm.actionsSuppressorExtensionPeriod() != null;
    if (alarm.actionsSuppressor() != null && !waits) {
      throw wrong(
          "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be specified if"
              + " ActionsSuppressor is specified.");
    }
    if (alarm.alarmRule() == null || alarm.alarmRule().length() > RULE_LENGTH) {
      throw wrong("AlarmRule must be 1 to " + RULE_LENGTH + " characters.");
    }
    var rule = CompositeRuleParser.parse(alarm.alarmRule());
    if (rule.alarms().distinct().count() > CHILDREN) {
      throw wrong("AlarmRule must not refer to more than " + CHILDREN + " alarms.");
    }
    return rule;
  }

  private static void name(String name) {
    if (name == null || name.isEmpty() || name.length() > 255) {
      throw wrong("AlarmName must be 1 to 255 characters.");
    }
  }

  private static void actions(List<String> actions) {
    if (actions.size() > ACTIONS) {
      throw wrong("An alarm has at most " + ACTIONS + " actions for a state.");
    }
    actions.stream()
        .filter(action -> !action.matches("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+"))
        .findFirst()
        .ifPresent(
            action -> {
              throw wrong("Invalid arn syntax: " + action);
            });
  }

  static AwsServiceException wrong(String message) {
    return AwsErrors.of("ValidationError", 400, message);
  }
}
