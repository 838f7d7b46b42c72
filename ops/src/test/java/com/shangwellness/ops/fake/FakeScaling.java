package com.shangwellness.ops.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceResponse;

/** Application Auto Scaling with at most one scalable target. */
public final class FakeScaling implements ApplicationAutoScalingClient {
  private static final String ARN = "arn:aws:application-autoscaling:::scalable-target/1";

  private final List<ScalableTarget> targets = new ArrayList<>();
  private final Map<String, String> tags = new HashMap<>();
  private final Map<String, Runnable> meanwhile = new HashMap<>();

  /** The service of this id scales. */
  public void scales(String resource) {
    targets.add(
        ScalableTarget.builder()
            .resourceId(resource)
            .scalableTargetARN(ARN)
            .suspendedState(suspended(false, false))
            .build());
  }

  /** Somebody has suspended this. */
  public void suspends(boolean in, boolean out) {
    targets.set(0, targets.getFirst().toBuilder().suspendedState(suspended(in, out)).build());
  }

  /** What is suspended: scaling in, scaling out. */
  public List<Boolean> suspended() {
    var state = targets.getFirst().suspendedState();
    return List.of(state.dynamicScalingInSuspended(), state.dynamicScalingOutSuspended());
  }

  /** The tags of the scalable target. */
  public Map<String, String> tags() {
    return tags;
  }

  /** Before the next call of this operation, such as {@code UntagResource}, this happens. */
  public void beforeNext(String operation, Runnable what) {
    meanwhile.put(operation, what);
  }

  private void letHappen(String operation) {
    var what = meanwhile.remove(operation);
    if (what != null) {
      what.run();
    }
  }

  private static SuspendedState suspended(boolean in, boolean out) {
    return SuspendedState.builder()
        .dynamicScalingInSuspended(in)
        .dynamicScalingOutSuspended(out)
        .scheduledScalingSuspended(false)
        .build();
  }

  @Override
  public DescribeScalableTargetsResponse describeScalableTargets(
      DescribeScalableTargetsRequest request) {
    return DescribeScalableTargetsResponse.builder()
        .scalableTargets(
            targets.stream().filter(t -> request.resourceIds().contains(t.resourceId())).toList())
        .build();
  }

  @Override
  public RegisterScalableTargetResponse registerScalableTarget(
      RegisterScalableTargetRequest request) {
    letHappen("RegisterScalableTarget");
    var state = request.suspendedState();
    suspends(state.dynamicScalingInSuspended(), state.dynamicScalingOutSuspended());
    return RegisterScalableTargetResponse.builder().scalableTargetARN(ARN).build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    letHappen("TagResource");
    tags.putAll(request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    letHappen("UntagResource");
    tags.keySet().removeAll(request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "application-autoscaling";
  }

  @Override
  public void close() {}
}
