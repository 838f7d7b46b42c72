package com.shangwellness.region.applicationautoscaling;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.*;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * Application Auto Scaling for the desired count of ECS services: target tracking, steps and
 * schedules. It scales when CloudWatch's alarms tell it to ({@link #act}).
 */
public final class ApplicationAutoScaling implements ApplicationAutoScalingClient {

  private static final int PAGE = 50;

  private final EcsCapacity capacity;
  private final Targets targets;
  private final Policies policies;
  private final ScheduledActions scheduled;
  private final Activities activities;
  private final Scaler scaler;
  private final PolicyRun run;

  /** Application Auto Scaling at {@code place}, which carries on with what it finds. */
  public ApplicationAutoScaling(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      EcsClient ecs,
      CloudWatchClient cloudWatch,
      EventSink events) {
    this.capacity = new EcsCapacity(ecs);
    this.targets = new Targets(place, timeline, store, ids);
    this.activities = new Activities(place, timeline, store, ids, capacity, events);
    this.scaler = new Scaler(place, timeline, store, capacity, activities);
    var alarms = new TrackingAlarms(cloudWatch, ids);
    this.policies = new Policies(place, timeline, store, ids, alarms);
    this.scheduled = new ScheduledActions(place, timeline, store, ids, targets, scaler);
    this.run =
        new PolicyRun(
            targets, policies, alarms, new AlarmMetric(timeline, cloudWatch), capacity, scaler);
    timeline.post(
        "scaling: carry on",
        () -> {
          activities.resume();
          scaler.resume();
          scheduled.resume();
        });
  }

  /**
   * An alarm is in state ALARM and asks for this policy; to be told again each minute while it
   * lasts, as CloudWatch does. Called inside an action of the timeline.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException when the policy or what it
   *     scales is not there
   */
  public void act(String policyArn, String alarmName) {
    run.run(policyArn, alarmName);
  }

  // ---- targets

  @Override
  public RegisterScalableTargetResponse registerScalableTarget(
      RegisterScalableTargetRequest request) {
    var service =
        Targets.require(
            request.serviceNamespace(), request.resourceId(), request.scalableDimension());
    if (capacity.find(service).isEmpty()) {
      throw Refusals.invalid("ECS service doesn't exist: " + service.resourceId());
    }
    var target = targets.register(service, request);
    scaler.bound(target);
    return RegisterScalableTargetResponse.builder()
        .scalableTargetARN(target.scalableTargetARN())
        .build();
  }

  /** {@inheritDoc} Its policies, with their alarms, and its scheduled actions go with it. */
  @Override
  public DeregisterScalableTargetResponse deregisterScalableTarget(
      DeregisterScalableTargetRequest request) {
    var service =
        Targets.require(
            request.serviceNamespace(), request.resourceId(), request.scalableDimension());
    targets.remove(service);
    policies.deleteAll(service);
    scheduled.deleteAll(service);
    scaler.forget(service.resourceId());
    return DeregisterScalableTargetResponse.builder().build();
  }

  @Override
  public DescribeScalableTargetsResponse describeScalableTargets(
      DescribeScalableTargetsRequest request) {
    requireNamespace(request.serviceNamespace());
    var found =
        targets.all().stream()
            .filter(t -> isWanted(request.serviceNamespace(), t.serviceNamespace()))
            .filter(t -> isWanted(request.resourceIds(), t.resourceId()))
            .filter(t -> isWanted(request.scalableDimension(), t.scalableDimension()))
            .toList();
    var page = page(found, request.nextToken(), request.maxResults(), ScalableTarget::resourceId);
    return DescribeScalableTargetsResponse.builder()
        .scalableTargets(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static void requireNamespace(ServiceNamespace namespace) {
    if (namespace == null || namespace == ServiceNamespace.UNKNOWN_TO_SDK_VERSION) {
      throw Refusals.invalid("A service namespace must be specified");
    }
  }

  private static boolean isWanted(List<String> asked, String value) {
    return asked.isEmpty() || asked.contains(value);
  }

  private static boolean isWanted(Object asked, Object value) {
    return asked == null || asked.equals(value);
  }

  private static <T> Page<T> page(
      List<T> all, String token, Integer size, Function<T, String> key) {
    int most = requireNonNullElse(size, PAGE);
    if (most < 1 || most > PAGE) {
      throw Refusals.invalid("MaxResults must be between 1 and " + PAGE);
    }
    try {
      return Page.of(all, token, most, key);
    } catch (IllegalArgumentException e) {
      throw Refusals.badToken();
    }
  }

  // ---- policies

  @Override
  public PutScalingPolicyResponse putScalingPolicy(PutScalingPolicyRequest request) {
    var service =
        Targets.require(
            request.serviceNamespace(), request.resourceId(), request.scalableDimension());
    targets.require(service);
    var policy = policies.put(service, request);
    return PutScalingPolicyResponse.builder()
        .policyARN(policy.policyARN())
        .alarms(policy.alarms())
        .build();
  }

  @Override
  public DeleteScalingPolicyResponse deleteScalingPolicy(DeleteScalingPolicyRequest request) {
    var service =
        Targets.require(
            request.serviceNamespace(), request.resourceId(), request.scalableDimension());
    policies.delete(service, request.policyName());
    return DeleteScalingPolicyResponse.builder().build();
  }

  @Override
  public DescribeScalingPoliciesResponse describeScalingPolicies(
      DescribeScalingPoliciesRequest request) {
    requireNamespace(request.serviceNamespace());
    var found =
        policies.all().stream()
            .filter(p -> isWanted(request.serviceNamespace(), p.serviceNamespace()))
            .filter(p -> isWanted(request.policyNames(), p.policyName()))
            .filter(p -> isWanted(request.resourceId(), p.resourceId()))
            .filter(p -> isWanted(request.scalableDimension(), p.scalableDimension()))
            .toList();
    var page = page(found, request.nextToken(), request.maxResults(), ScalingPolicy::policyARN);
    return DescribeScalingPoliciesResponse.builder()
        .scalingPolicies(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // ---- scheduled actions

  @Override
  public PutScheduledActionResponse putScheduledAction(PutScheduledActionRequest request) {
    var service =
        Targets.require(
            request.serviceNamespace(), request.resourceId(), request.scalableDimension());
    scheduled.put(service, request);
    return PutScheduledActionResponse.builder().build();
  }

  @Override
  public DeleteScheduledActionResponse deleteScheduledAction(DeleteScheduledActionRequest request) {
    var service =
        Targets.require(
            request.serviceNamespace(), request.resourceId(), request.scalableDimension());
    scheduled.delete(service, request.scheduledActionName());
    return DeleteScheduledActionResponse.builder().build();
  }

  @Override
  public DescribeScheduledActionsResponse describeScheduledActions(
      DescribeScheduledActionsRequest request) {
    requireNamespace(request.serviceNamespace());
    var found =
        scheduled.all().stream()
            .filter(a -> isWanted(request.serviceNamespace(), a.serviceNamespace()))
            .filter(a -> isWanted(request.scheduledActionNames(), a.scheduledActionName()))
            .filter(a -> isWanted(request.resourceId(), a.resourceId()))
            .filter(a -> isWanted(request.scalableDimension(), a.scalableDimension()))
            .toList();
    var page =
        page(found, request.nextToken(), request.maxResults(), ScheduledAction::scheduledActionARN);
    return DescribeScheduledActionsResponse.builder()
        .scheduledActions(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // ---- activities

  @Override
  public DescribeScalingActivitiesResponse describeScalingActivities(
      DescribeScalingActivitiesRequest request) {
    requireNamespace(request.serviceNamespace());
    boolean all = Boolean.TRUE.equals(request.includeNotScaledActivities());
    var found =
        activities.all(all).stream()
            .filter(a -> isWanted(request.serviceNamespace(), a.serviceNamespace()))
            .filter(a -> isWanted(request.resourceId(), a.resourceId()))
            .filter(a -> isWanted(request.scalableDimension(), a.scalableDimension()))
            .toList();
    var page = page(found, request.nextToken(), request.maxResults(), ScalingActivity::activityId);
    return DescribeScalingActivitiesResponse.builder()
        .scalingActivities(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // ---- tags

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    targets.tag(request.resourceARN(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    targets.untag(request.resourceARN(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(targets.tags(request.resourceARN())).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
