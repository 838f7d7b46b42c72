package com.shangwellness.region.applicationautoscaling;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.model.Service;

/** Carries out a policy because an alarm says so; repeated for as long as the alarm lasts. */
final class PolicyRun {

  /** For ECS services, where a policy names none. */
  private static final int COOLDOWN_SECONDS = 300;

  /** How far back the newest value may lie. */
  private static final int RECENT = 5;

  private final Targets targets;
  private final Policies policies;
  private final TrackingAlarms alarms;
  private final AlarmMetric metric;
  private final EcsCapacity capacity;
  private final Scaler scaler;

  PolicyRun(
      Targets targets,
      Policies policies,
      TrackingAlarms alarms,
      AlarmMetric metric,
      EcsCapacity capacity,
      Scaler scaler) {
    this.targets = targets;
    this.policies = policies;
    this.alarms = alarms;
    this.metric = metric;
    this.capacity = capacity;
    this.scaler = scaler;
  }

  /** Carries out the policy of this ARN. */
  void run(String policyArn, String alarm) {
    var policy = policies.byArn(policyArn).orElseThrow(() -> Refusals.noResource(policyArn));
    var id = ServiceId.of(policy.resourceId());
    var target = targets.require(id);
    var service =
        capacity
            .find(id)
            .orElseThrow(() -> Refusals.invalid("ECS service doesn't exist: " + id.resourceId()));
    var cause =
        "monitor alarm " + alarm + " in state ALARM triggered policy " + policy.policyName();
    if (policy.policyType() == PolicyType.STEP_SCALING) {
      alarms.described(alarm).ifPresent(a -> step(policy, target, service, a, cause));
    } else if (alarms.isLow(policy, alarm)) {
      trackInward(policy, target, service, cause);
    } else {
      trackOutward(policy, target, service, cause);
    }
  }

  private void step(
      ScalingPolicy policy,
      ScalableTarget target,
      Service service,
      MetricAlarm alarm,
      String cause) {
    var configuration = policy.stepScalingPolicyConfiguration();
    var values = metric.values(alarm, alarm.evaluationPeriods());
    if (values.isEmpty()) {
      return;
    }
    double breach =
        together(configuration.metricAggregationTypeAsString(), values) - alarm.threshold();
    var rest = Duration.ofSeconds(requireNonNullElse(configuration.cooldown(), COOLDOWN_SECONDS));
    var steps = new Steps(configuration);
    int now = service.desiredCount();
    int wanted = steps.wanted(now, breach).orElse(now);
    if (wanted > now) {
      scaler.out(target, service, base -> steps.wanted(base, breach).orElse(base), rest, cause);
    } else if (wanted < now) {
      scaler.in(target, service, wanted, rest, cause);
    }
  }

  private static double together(String aggregation, List<Double> values) {
    var numbers = values.stream().mapToDouble(Double::doubleValue);
    return switch (requireNonNullElse(aggregation, "Average")) {
      case "Minimum" -> numbers.min().orElseThrow();
      case "Maximum" -> numbers.max().orElseThrow();
      default -> numbers.average().orElseThrow();
    };
  }

  private void trackOutward(
      ScalingPolicy policy, ScalableTarget target, Service service, String cause) {
    var configuration = policy.targetTrackingScalingPolicyConfiguration();
    var value = value(policy);
    if (value.isPresent()) {
      scaler.out(
          target,
          service,
          base -> Tracking.proportional(base, value.getAsDouble(), configuration.targetValue()),
          seconds(configuration.scaleOutCooldown()),
          cause);
    }
  }

  // "only if all of the target tracking policies with the scale-in portion enabled are ready to
  // scale in"; the one that wants the most decides. One that may only scale out and does so is
  // not worked against.
  private void trackInward(
      ScalingPolicy policy, ScalableTarget target, Service service, String cause) {
    var every = policies.tracking(ServiceId.of(policy.resourceId()));
    var all = every.stream().filter(p -> !isOutwardOnly(p)).toList();
    if (every.stream().anyMatch(alarms::asksForMore)
        || !all.stream().allMatch(alarms::isReadyForLess)) {
      return;
    }
    int wanted = 0;
    for (var one : all) {
      var inward = inward(one, service.desiredCount());
      if (inward.isEmpty()) {
        return;
      }
      wanted = Math.max(wanted, inward.getAsInt());
    }
    var configuration = policy.targetTrackingScalingPolicyConfiguration();
    scaler.in(target, service, wanted, seconds(configuration.scaleInCooldown()), cause);
  }

  private static boolean isOutwardOnly(ScalingPolicy policy) {
    return Boolean.TRUE.equals(policy.targetTrackingScalingPolicyConfiguration().disableScaleIn());
  }

  private OptionalInt inward(ScalingPolicy policy, int now) {
    var value = value(policy);
    double target = policy.targetTrackingScalingPolicyConfiguration().targetValue();
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Tracking.inward(now, value.getAsDouble(), target));
  }

  // The newest; none when the metric has been silent: that is no low use.
  private OptionalDouble value(ScalingPolicy policy) {
    return alarms.high(policy).stream()
        .flatMap(alarm -> metric.values(alarm, RECENT).stream())
        .mapToDouble(Double::doubleValue)
        .findFirst();
  }

  private static Duration seconds(Integer cooldown) {
    return Duration.ofSeconds(requireNonNullElse(cooldown, COOLDOWN_SECONDS));
  }
}
