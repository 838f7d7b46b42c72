package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.place.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The alarms that a target tracking policy makes for itself: one for three minutes above the
 * target, one for fifteen below nine tenths of it, as AWS's have it. A policy that may not scale in
 * has no second one.
 */
final class TrackingAlarms {

  private static final int HIGH_MINUTES = 3;
  private static final int LOW_MINUTES = 15;
  private static final double LOW_PART = 0.9;
  private static final String HIGH = "AlarmHigh";
  private static final String LOW = "AlarmLow";

  private final CloudWatchClient cloudWatch;
  private final Ids ids;

  TrackingAlarms(CloudWatchClient cloudWatch, Ids ids) {
    this.cloudWatch = cloudWatch;
    this.ids = ids;
  }

  /** Makes or changes the alarms of {@code policy}; those that it has keep their names. */
  List<Alarm> put(ScalingPolicy policy, TrackedMetric metric) {
    var configuration = policy.targetTrackingScalingPolicyConfiguration();
    double target = configuration.targetValue();
    var alarms = new ArrayList<Alarm>();
    alarms.add(
        put(policy, metric, HIGH, ComparisonOperator.GREATER_THAN_THRESHOLD, target, HIGH_MINUTES));
    if (Boolean.TRUE.equals(configuration.disableScaleIn())) {
      find(policy, LOW).ifPresent(low -> delete(List.of(low)));
    } else {
      alarms.add(
          put(
              policy,
              metric,
              LOW,
              ComparisonOperator.LESS_THAN_THRESHOLD,
              target * LOW_PART,
              LOW_MINUTES));
    }
    return alarms;
  }

  private Alarm put(
      ScalingPolicy policy,
      TrackedMetric metric,
      String side,
      ComparisonOperator comparison,
      double threshold,
      int minutes) {
    var name =
        find(policy, side).map(Alarm::alarmName).orElseGet(() -> prefix(policy, side) + ids.uuid());
    var request =
        PutMetricAlarmRequest.builder()
            .alarmName(name)
            .alarmDescription(
                "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy "
                    + policy.policyARN()
                    + ".")
            .actionsEnabled(true)
            .alarmActions(policy.policyARN())
            .comparisonOperator(comparison)
            .threshold(threshold)
            .evaluationPeriods(minutes);
    cloudWatch.putMetricAlarm(metric.in(request).build());
    var arn = described(name).map(MetricAlarm::alarmArn).orElse("");
    return Alarm.builder().alarmName(name).alarmARN(arn).build();
  }

  /** Deletes the alarms of {@code policy}; one that somebody has deleted is no matter. */
  void delete(ScalingPolicy policy) {
    delete(policy.alarms());
  }

  private void delete(List<Alarm> alarms) {
    var names =
        alarms.stream().map(Alarm::alarmName).filter(name -> described(name).isPresent()).toList();
    if (!names.isEmpty()) {
      cloudWatch.deleteAlarms(r -> r.alarmNames(names));
    }
  }

  /** Whether this is the alarm by which {@code policy} scales in. */
  boolean isLow(ScalingPolicy policy, String alarm) {
    return find(policy, LOW).filter(low -> low.alarmName().equals(alarm)).isPresent();
  }

  /** Whether {@code policy} is ready to scale in: its metric has been low for long enough. */
  boolean isReadyForLess(ScalingPolicy policy) {
    return rings(policy, LOW);
  }

  /** Whether {@code policy} asks for more. */
  boolean asksForMore(ScalingPolicy policy) {
    return rings(policy, HIGH);
  }

  private boolean rings(ScalingPolicy policy, String side) {
    return find(policy, side)
        .flatMap(alarm -> described(alarm.alarmName()))
        .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
        .isPresent();
  }

  /** The alarm by which {@code policy} scales out. */
  Optional<MetricAlarm> high(ScalingPolicy policy) {
    return find(policy, HIGH).flatMap(high -> described(high.alarmName()));
  }

  private static Optional<Alarm> find(ScalingPolicy policy, String side) {
    return policy.alarms().stream()
        .filter(alarm -> alarm.alarmName().startsWith(prefix(policy, side)))
        .findFirst();
  }

  private static String prefix(ScalingPolicy policy, String side) {
    return "TargetTracking-" + policy.resourceId() + "-" + side + "-";
  }

  /** An alarm on a metric, by its name. */
  Optional<MetricAlarm> described(String name) {
    return cloudWatch.describeAlarms(r -> r.alarmNames(name)).metricAlarms().stream().findFirst();
  }
}
