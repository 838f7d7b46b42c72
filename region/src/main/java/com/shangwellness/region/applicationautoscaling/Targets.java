package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/** What may be scaled, and between which bounds. */
final class Targets {

  private static final int MAX_TAGS = 50;

  /** A scalable target with its tags. */
  record Kept(ScalableTarget target, Map<String, String> tags) {}

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<Kept> targets;

  Targets(Place place, Timeline timeline, Store store, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.targets = store.table(place.region() + "/applicationautoscaling.targets", Kept.class);
  }

  /** Refuses all but the desired count of ECS services. */
  static ServiceId require(
      ServiceNamespace namespace, String resourceId, ScalableDimension dimension) {
    if (namespace != ServiceNamespace.ECS
        || dimension != ScalableDimension.ECS_SERVICE_DESIRED_COUNT) {
      throw Refusals.invalid("Unsupported service namespace, resource type or scalable dimension");
    }
    return ServiceId.of(resourceId);
  }

  /** Registers a target, or changes what is given of one. */
  ScalableTarget register(ServiceId service, RegisterScalableTargetRequest request) {
    var before = targets.get(service.resourceId());
    var known = before.map(Kept::target);
    Integer least = orElse(request.minCapacity(), known.map(ScalableTarget::minCapacity));
    Integer most = orElse(request.maxCapacity(), known.map(ScalableTarget::maxCapacity));
    requireBounds(least, most);
    if (request.tags().size() > MAX_TAGS) {
      throw Refusals.tooManyTags();
    }
    var target =
        known
            .map(ScalableTarget::toBuilder)
            .orElseGet(() -> anew(service))
            .minCapacity(least)
            .maxCapacity(most)
            .suspendedState(
                suspended(request.suspendedState(), known.map(ScalableTarget::suspendedState)))
            .build();
    var tags = before.map(Kept::tags).orElseGet(() -> Map.copyOf(request.tags()));
    targets.put(service.resourceId(), new Kept(target, tags));
    return target;
  }

  private static <T> T orElse(T asked, Optional<T> known) {
    return asked != null ? asked : known.orElse(null);
  }

  private static void requireBounds(Integer least, Integer most) {
    if (least == null || most == null) {
      throw Refusals.invalid(
          "You must specify both the minimum and maximum capacity when registering a new scalable"
              + " target");
    }
    if (least < 0 || most < 0) {
      throw Refusals.invalid("Minimum and maximum capacity must be zero or greater");
    }
    if (least > most) {
      throw Refusals.invalid("Maximum capacity cannot be less than minimum capacity");
    }
  }

  private ScalableTarget.Builder anew(ServiceId service) {
    return ScalableTarget.builder()
        .serviceNamespace(ServiceNamespace.ECS)
        .resourceId(service.resourceId())
        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
        // A role that is given is not used: the service-linked one acts.
        .roleARN(
            place.globalArn(
                "iam",
                "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
                    + "AWSServiceRoleForApplicationAutoScaling_ECSService"))
        .scalableTargetARN(
            place.arn("application-autoscaling", "scalable-target/" + ids.alphanumeric(28)))
        .creationTime(timeline.now());
  }

  // What is not given stays as it was.
  private static SuspendedState suspended(SuspendedState asked, Optional<SuspendedState> known) {
    var now =
        known.orElseGet(
            () ->
                SuspendedState.builder()
                    .dynamicScalingInSuspended(false)
                    .dynamicScalingOutSuspended(false)
                    .scheduledScalingSuspended(false)
                    .build());
    if (asked == null) {
      return now;
    }
    var next = now.toBuilder();
    Optional.ofNullable(asked.dynamicScalingInSuspended())
        .ifPresent(next::dynamicScalingInSuspended);
    Optional.ofNullable(asked.dynamicScalingOutSuspended())
        .ifPresent(next::dynamicScalingOutSuspended);
    Optional.ofNullable(asked.scheduledScalingSuspended())
        .ifPresent(next::scheduledScalingSuspended);
    return next.build();
  }

  /** Gives a target other bounds, as a scheduled action does. */
  ScalableTarget bound(ScalableTarget target, int least, int most) {
    var kept = targets.get(target.resourceId()).orElseThrow();
    var changed = target.toBuilder().minCapacity(least).maxCapacity(most).build();
    targets.put(target.resourceId(), new Kept(changed, kept.tags()));
    return changed;
  }

  Optional<ScalableTarget> find(String resourceId) {
    return targets.get(resourceId).map(Kept::target);
  }

  ScalableTarget require(ServiceId service) {
    return find(service.resourceId()).orElseThrow(() -> Refusals.noTarget(service.resourceId()));
  }

  void remove(ServiceId service) {
    require(service);
    targets.remove(service.resourceId());
  }

  List<ScalableTarget> all() {
    return targets.stream().map(Kept::target).toList();
  }

  Map<String, String> tags(String arn) {
    return byArn(arn).tags();
  }

  void tag(String arn, Map<String, String> added) {
    var kept = byArn(arn);
    var tags = new HashMap<>(kept.tags());
    tags.putAll(added);
    if (tags.size() > MAX_TAGS) {
      throw Refusals.tooManyTags();
    }
    targets.put(kept.target().resourceId(), new Kept(kept.target(), tags));
  }

  void untag(String arn, List<String> keys) {
    var kept = byArn(arn);
    var tags = new HashMap<>(kept.tags());
    keys.forEach(tags::remove);
    targets.put(kept.target().resourceId(), new Kept(kept.target(), tags));
  }

  private Kept byArn(String arn) {
    return targets.stream()
        .filter(kept -> kept.target().scalableTargetARN().equals(arn))
        .findFirst()
        .orElseThrow(() -> Refusals.noResource(arn));
  }
}
