package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.model.NotScaledReason;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * Changes capacities, never beyond a target's bounds, and minds the cooldowns of what was changed
 * (Application Auto Scaling guide, "Define cooldown periods").
 */
final class Scaler {

  /**
   * Until when a target rests.
   *
   * @param base the capacity before the scale-out that began the cooldown: what has been added
   *     since counts as part of the next scale-out
   */
  record Rest(int base, Instant outUntil, Instant inUntil) {
    private static final Rest NONE = new Rest(0, Instant.EPOCH, Instant.EPOCH);
  }

  /** A target whose service has more tasks than it may, while a deployment is under way. */
  record Held(ScalableTarget target, String cause) {}

  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Timeline timeline;
  private final EcsCapacity capacity;
  private final Activities activities;
  private final Table<Rest> rests;
  private final Table<Held> held;
  private final Set<String> trying = new HashSet<>();

  Scaler(Place place, Timeline timeline, Store store, EcsCapacity capacity, Activities activities) {
    this.timeline = timeline;
    this.capacity = capacity;
    this.activities = activities;
    this.rests = store.table(place.region() + "/applicationautoscaling.rests", Rest.class);
    this.held = store.table(place.region() + "/applicationautoscaling.held", Held.class);
  }

  /** Brings the capacity within bounds that somebody has just set. */
  void bound(ScalableTarget target) {
    bound(
        target,
        "minimum capacity was set to " + target.minCapacity(),
        "maximum capacity was set to " + target.maxCapacity());
  }

  /** Brings the capacity within bounds that a scheduled action has set. */
  void bound(ScalableTarget target, String cause) {
    bound(target, cause, cause);
  }

  // Bounds do not wait for cooldowns.
  private void bound(ScalableTarget target, String ifTooFew, String ifTooMany) {
    held.remove(target.resourceId());
    var service = capacity.find(ServiceId.of(target.resourceId()));
    if (service.isEmpty()) {
      return;
    }
    int now = service.get().desiredCount();
    if (now < target.minCapacity()) {
      set(target, now, target.minCapacity(), ifTooFew);
    } else if (now > target.maxCapacity() && EcsCapacity.isDeploying(service.get())) {
      held.put(target.resourceId(), new Held(target, ifTooMany));
      tryAgain(target.resourceId());
    } else if (now > target.maxCapacity()) {
      set(target, now, target.maxCapacity(), ifTooMany);
    }
  }

  // A bound that would take tasks away in the middle of a deployment is kept to once that is over.
  private void tryAgain(String resourceId) {
    if (trying.add(resourceId)) {
      var unused =
          timeline.after(
              AGAIN,
              "scaling: the bounds of " + resourceId + " after its deployment",
              () -> {
                trying.remove(resourceId);
                held.get(resourceId).ifPresent(h -> bound(h.target(), h.cause(), h.cause()));
              });
    }
  }

  /** Carries on with bounds that a deployment has held back; called when the region starts. */
  void resume() {
    held.keys().forEach(this::tryAgain);
  }

  /**
   * Scales out, unless that is suspended or the last scale-out still counts for as much.
   *
   * @param wanted the capacity that is wanted where there were so many
   */
  void out(
      ScalableTarget target,
      Service service,
      IntUnaryOperator wanted,
      Duration rest,
      String cause) {
    if (Boolean.TRUE.equals(target.suspendedState().dynamicScalingOutSuspended())) {
      return;
    }
    int now = service.desiredCount();
    var last = rests.get(target.resourceId()).orElse(Rest.NONE);
    boolean resting = timeline.now().isBefore(last.outUntil());
    int base = resting ? last.base() : now;
    int asked = wanted.applyAsInt(base);
    int next = Math.min(asked, target.maxCapacity());
    if (next > now) {
      if (set(target, now, Math.max(next, target.minCapacity()), cause)) {
        // A scale-out ends the rest of a scale-in.
        rests.put(target.resourceId(), new Rest(base, timeline.now().plus(rest), Instant.EPOCH));
      }
    } else if (asked > now) {
      activities.notScaled(
          target,
          cause,
          NotScaledReason.builder()
              .code("AlreadyAtMaxCapacity")
              .maxCapacity(target.maxCapacity())
              .build());
    }
  }

  /** Scales in, unless that is suspended, too early, or held by a deployment. */
  void in(ScalableTarget target, Service service, int wanted, Duration rest, String cause) {
    if (Boolean.TRUE.equals(target.suspendedState().dynamicScalingInSuspended())) {
      return;
    }
    int now = service.desiredCount();
    int next = Math.max(wanted, target.minCapacity());
    if (next >= now) {
      boolean atLeast = wanted < now;
      activities.notScaled(target, cause, atLeast ? atMinimum(target) : atDesired(now));
      return;
    }
    if (EcsCapacity.isDeploying(service)) {
      // "scale-in processes are turned off while Amazon ECS deployments are in progress"
      activities.notScaled(
          target,
          cause,
          NotScaledReason.builder().code("TargetServicePutResourceAsUnscalable").build());
      return;
    }
    var last = rests.get(target.resourceId()).orElse(Rest.NONE);
    if (!timeline.now().isBefore(last.inUntil())
        && set(target, now, Math.min(next, target.maxCapacity()), cause)) {
      rests.put(
          target.resourceId(), new Rest(last.base(), last.outUntil(), timeline.now().plus(rest)));
    }
  }

  private static NotScaledReason atMinimum(ScalableTarget target) {
    return NotScaledReason.builder()
        .code("AlreadyAtMinCapacity")
        .minCapacity(target.minCapacity())
        .build();
  }

  private static NotScaledReason atDesired(int now) {
    return NotScaledReason.builder().code("AlreadyAtDesiredCapacity").currentCapacity(now).build();
  }

  private boolean set(ScalableTarget target, int now, int wanted, String cause) {
    var change = Activities.Change.of(target, now, wanted);
    try {
      capacity.set(ServiceId.of(target.resourceId()), wanted);
    } catch (AwsServiceException e) {
      activities.failed(target, change, cause, AwsErrors.message(e));
      return false;
    }
    activities.begun(target, change, cause);
    return true;
  }

  void forget(String resourceId) {
    rests.remove(resourceId);
    held.remove(resourceId);
  }
}
