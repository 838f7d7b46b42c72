package com.shangwellness.ops.release;

import com.shangwellness.ops.production.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * Keeps the number of tasks as it is while a release runs: both colours count as the service's
 * tasks, and after a scaling event a deployment that is not steady within five minutes fails (ECS
 * guide, "CodeDeploy blue/green deployments").
 *
 * <p>A tag on the scalable target says that a release has suspended it, and how it was before. So
 * whoever comes after a watcher that has died knows that it is to be resumed, and what an operator
 * has suspended on purpose stays so. A release suspends both directions: where only one is
 * suspended, or none, somebody has changed it by hand since, and it stays as they left it whatever
 * the tag says.
 */
final class ScalingPause {
  private static final String MARK = "shang:suspended-by-release";
  private static final String IN = "in";
  private static final String OUT = "out";
  private static final String BOTH = word(IN, true) + " " + word(OUT, true);

  private final ApplicationAutoScalingClient scaling;
  private final ServiceName service;

  /** The scaling of {@code service}. */
  ScalingPause(ApplicationAutoScalingClient scaling, ServiceName service) {
    this.scaling = scaling;
    this.service = service;
  }

  /** Suspends scaling in and out by what is measured. A service that does not scale is no error. */
  void begin() {
    target().ifPresent(this::begin);
  }

  private void begin(ScalableTarget target) {
    // The mark first: what is suspended without it is never resumed.
    var known = mark(target).filter(mark -> isPaused(target));
    var before = known.orElseGet(() -> before(target.suspendedState()));
    if (known.isEmpty()) {
      mark(target, before);
    }
    suspend(true, true);
    // Another command's end may have taken the mark away in between.
    if (mark(target).isEmpty()) {
      mark(target, before);
    }
  }

  /**
   * Resumes what {@link #begin} has suspended, here or in a command that has died.
   *
   * @return whether there was something to resume, and it is resumed
   */
  boolean end() {
    return target()
        .flatMap(target -> mark(target).map(before -> end(target, before)))
        .orElse(false);
  }

  private boolean end(ScalableTarget target, String before) {
    boolean ours = isPaused(target);
    if (ours) {
      suspend(was(before, IN), was(before, OUT));
    }
    scaling.untagResource(r -> r.resourceARN(target.scalableTargetARN()).tagKeys(List.of(MARK)));
    // A release that has begun before the mark was gone relies on it.
    boolean again = !before.equals(BOTH) && target().filter(ScalingPause::isPaused).isPresent();
    if (again) {
      mark(target, before);
    }
    return ours && !again;
  }

  private static boolean isPaused(ScalableTarget target) {
    return before(target.suspendedState()).equals(BOTH);
  }

  /** Whether a release has suspended scaling. */
  boolean isOn() {
    return target().flatMap(this::mark).isPresent();
  }

  private Optional<ScalableTarget> target() {
    return scaling
        .describeScalableTargets(
            r ->
                r.serviceNamespace(ServiceNamespace.ECS)
                    .resourceIds(resource())
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
        .scalableTargets()
        .stream()
        .findFirst();
  }

  private Optional<String> mark(ScalableTarget target) {
    return Optional.ofNullable(
        scaling
            .listTagsForResource(r -> r.resourceARN(target.scalableTargetARN()))
            .tags()
            .get(MARK));
  }

  private void mark(ScalableTarget target, String before) {
    scaling.tagResource(r -> r.resourceARN(target.scalableTargetARN()).tags(Map.of(MARK, before)));
  }

  private static String before(SuspendedState state) {
    return word(IN, state != null && Boolean.TRUE.equals(state.dynamicScalingInSuspended()))
        + " "
        + word(OUT, state != null && Boolean.TRUE.equals(state.dynamicScalingOutSuspended()));
  }

  private static String word(String direction, boolean suspended) {
    return direction + "=" + suspended;
  }

  private static boolean was(String before, String direction) {
    return List.of(before.split(" ", -1)).contains(word(direction, true));
  }

  private void suspend(boolean in, boolean out) {
    scaling.registerScalableTarget(
        r ->
            r.serviceNamespace(ServiceNamespace.ECS)
                .resourceId(resource())
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .suspendedState(
                    s -> s.dynamicScalingInSuspended(in).dynamicScalingOutSuspended(out)));
  }

  private String resource() {
    return "service/" + service.cluster() + "/" + service.service();
  }
}
