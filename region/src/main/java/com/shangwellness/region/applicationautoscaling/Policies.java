package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** The scaling policies of one region. */
final class Policies {

  private static final int MAX_POLICIES = 50;

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final TrackingAlarms alarms;
  private final Table<ScalingPolicy> policies;

  Policies(Place place, Timeline timeline, Store store, Ids ids, TrackingAlarms alarms) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.alarms = alarms;
    this.policies =
        store.table(place.region() + "/applicationautoscaling.policies", ScalingPolicy.class);
  }

  /** Makes a policy, or changes the one of that name. */
  ScalingPolicy put(ServiceId service, PutScalingPolicyRequest request) {
    var name = request.policyName();
    if (name == null || !name.matches("\\p{Print}{1,256}")) {
      throw Refusals.invalid("A policy name of 1 to 256 printable characters must be specified");
    }
    var before = policies.get(key(service, name));
    var type = type(request, before);
    if (before.filter(policy -> policy.policyType() != type).isPresent()) {
      throw Refusals.invalid("The type of a scaling policy cannot be changed");
    }
    if (before.isEmpty() && of(service).size() >= MAX_POLICIES) {
      throw Refusals.tooMany("scaling policies", MAX_POLICIES);
    }
    var policy = before.map(ScalingPolicy::toBuilder).orElseGet(() -> anew(service, name, type));
    if (type == PolicyType.STEP_SCALING) {
      Steps.check(request.stepScalingPolicyConfiguration());
      policy.stepScalingPolicyConfiguration(request.stepScalingPolicyConfiguration());
      return policies.put(key(service, name), policy.build());
    }
    return putTracking(service, request, policy);
  }

  private ScalingPolicy putTracking(
      ServiceId service, PutScalingPolicyRequest request, ScalingPolicy.Builder policy) {
    var configuration = request.targetTrackingScalingPolicyConfiguration();
    if (configuration == null || configuration.targetValue() == null) {
      throw Refusals.invalid("A target value must be specified for a target tracking policy");
    }
    if (!(configuration.targetValue() > 0) || configuration.targetValue().isInfinite()) {
      throw Refusals.invalid("The target value must be a positive number");
    }
    requireCooldown(configuration.scaleInCooldown());
    requireCooldown(configuration.scaleOutCooldown());
    var metric = TrackedMetric.of(service, configuration);
    requireAnother(service, request.policyName(), metric);
    var changed = policy.targetTrackingScalingPolicyConfiguration(configuration).build();
    var complete = changed.toBuilder().alarms(alarms.put(changed, metric)).build();
    return policies.put(key(service, request.policyName()), complete);
  }

  private static void requireCooldown(Integer seconds) {
    if (seconds != null && seconds < 0) {
      throw Refusals.invalid("A cooldown must be zero or greater");
    }
  }

  private void requireAnother(ServiceId service, String name, TrackedMetric metric) {
    boolean taken =
        tracking(service).stream()
            .filter(policy -> !policy.policyName().equals(name))
            .anyMatch(policy -> metric(policy).equals(metric));
    if (taken) {
      throw Refusals.invalid(
          "Only one TargetTrackingScaling policy for a given metric specification is allowed.");
    }
  }

  private static PolicyType type(PutScalingPolicyRequest request, Optional<ScalingPolicy> before) {
    var type =
        request.policyType() != null
            ? request.policyType()
            : before.map(ScalingPolicy::policyType).orElse(PolicyType.STEP_SCALING);
    if (type != PolicyType.STEP_SCALING && type != PolicyType.TARGET_TRACKING_SCALING) {
      throw Refusals.invalid(
          "The policy type "
              + request.policyTypeAsString()
              + " is not acted on in this region; use TargetTrackingScaling or StepScaling.");
    }
    return type;
  }

  private ScalingPolicy.Builder anew(ServiceId service, String name, PolicyType type) {
    return ScalingPolicy.builder()
        .policyARN(
            place.arn(
                "autoscaling",
                "scalingPolicy:"
                    + ids.uuid()
                    + ":resource/ecs/"
                    + service.resourceId()
                    + ":policyName/"
                    + name))
        .policyName(name)
        .serviceNamespace(ServiceNamespace.ECS)
        .resourceId(service.resourceId())
        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
        .policyType(type)
        .alarms(List.of())
        .creationTime(timeline.now());
  }

  private static String key(ServiceId service, String name) {
    return service.resourceId() + "|" + name;
  }

  /** The metric that a target tracking policy looks at. */
  static TrackedMetric metric(ScalingPolicy policy) {
    return TrackedMetric.of(
        ServiceId.of(policy.resourceId()), policy.targetTrackingScalingPolicyConfiguration());
  }

  void delete(ServiceId service, String name) {
    var policy =
        policies.get(key(service, name)).orElseThrow(() -> Refusals.noPolicy(service.resourceId()));
    alarms.delete(policy);
    policies.remove(key(service, name));
  }

  /** Deletes all policies of a service. */
  void deleteAll(ServiceId service) {
    of(service).forEach(policy -> delete(service, policy.policyName()));
  }

  List<ScalingPolicy> of(ServiceId service) {
    return policies.withPrefix(service.resourceId() + "|");
  }

  /** The target tracking policies of a service. */
  List<ScalingPolicy> tracking(ServiceId service) {
    return of(service).stream()
        .filter(policy -> policy.policyType() == PolicyType.TARGET_TRACKING_SCALING)
        .toList();
  }

  Optional<ScalingPolicy> byArn(String arn) {
    return policies.stream().filter(policy -> policy.policyARN().equals(arn)).findFirst();
  }

  List<ScalingPolicy> all() {
    return policies.values();
  }
}
