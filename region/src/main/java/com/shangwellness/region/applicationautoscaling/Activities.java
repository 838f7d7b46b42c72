package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.NotScaledReason;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;

/** What was scaled and what was not, with the reasons, for six weeks. */
final class Activities {

  private static final Duration KEPT = Duration.ofDays(42);

  /** How often it is looked whether what was asked for has come. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** An activity and the capacity that it is to bring. */
  record Kept(ScalingActivity activity, int wanted) {}

  private final Timeline timeline;
  private final Ids ids;
  private final EcsCapacity capacity;
  private final Table<Kept> activities;

  Activities(Place place, Timeline timeline, Store store, Ids ids, EcsCapacity capacity) {
    this.timeline = timeline;
    this.ids = ids;
    this.capacity = capacity;
    this.activities =
        store.table(place.region() + "/applicationautoscaling.activities", Kept.class);
  }

  /** Carries on to look at what was under way when the region stopped. */
  void resume() {
    activities.stream().filter(Activities::isUnderWay).forEach(kept -> look(key(kept)));
  }

  private static boolean isUnderWay(Kept kept) {
    return kept.activity().statusCode() == ScalingActivityStatusCode.IN_PROGRESS;
  }

  private static String key(Kept kept) {
    var activity = kept.activity();
    return activity.resourceId() + "|" + activity.startTime() + "|" + activity.activityId();
  }

  /** A new capacity has been asked for. */
  void begun(ScalableTarget target, int wanted, String cause) {
    var activity =
        activity(target, cause)
            .description("Setting desired count to " + wanted + ".")
            .statusCode(ScalingActivityStatusCode.IN_PROGRESS)
            .statusMessage(
                "Successfully set desired count to "
                    + wanted
                    + ". Waiting for change to be fulfilled by ecs.")
            .build();
    look(key(put(new Kept(activity, wanted))));
  }

  /** ECS has refused a new capacity. */
  void failed(ScalableTarget target, int wanted, String cause, String why) {
    put(
        new Kept(
            activity(target, cause)
                .description("Setting desired count to " + wanted + ".")
                .statusCode(ScalingActivityStatusCode.FAILED)
                .statusMessage(
                    "Failed to set desired count to " + wanted + ". Reason: " + why + ".")
                .endTime(timeline.now())
                .build(),
            wanted));
  }

  /** An alarm has asked for a change that was not made; told once as long as nothing changes. */
  void notScaled(ScalableTarget target, String cause, NotScaledReason reason) {
    boolean told =
        newest(target.resourceId())
            .map(Kept::activity)
            .filter(last -> last.cause().equals(cause))
            .filter(last -> last.notScaledReasons().equals(List.of(reason)))
            .isPresent();
    if (!told) {
      put(
          new Kept(
              activity(target, cause)
                  .description("Attempting to scale due to alarm triggered")
                  .statusCode(ScalingActivityStatusCode.FAILED)
                  .notScaledReasons(reason)
                  .endTime(timeline.now())
                  .build(),
              0));
    }
  }

  private Optional<Kept> newest(String resourceId) {
    var all = activities.withPrefix(resourceId + "|");
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  private ScalingActivity.Builder activity(ScalableTarget target, String cause) {
    return ScalingActivity.builder()
        .activityId(ids.uuid())
        .serviceNamespace(target.serviceNamespace())
        .resourceId(target.resourceId())
        .scalableDimension(target.scalableDimension())
        .startTime(timeline.now())
        .cause(cause);
  }

  private Kept put(Kept kept) {
    var last = timeline.now().minus(KEPT);
    activities.withPrefix(kept.activity().resourceId() + "|").stream()
        .takeWhile(old -> old.activity().startTime().isBefore(last))
        .forEach(old -> activities.remove(key(old)));
    return activities.put(key(kept), kept);
  }

  private void look(String key) {
    var unused =
        timeline.after(
            LOOK,
            "scaling: has it come",
            () -> activities.get(key).filter(Activities::isUnderWay).ifPresent(this::look));
  }

  private void look(Kept kept) {
    var service = ServiceId.of(kept.activity().resourceId());
    var now = capacity.find(service);
    if (now.filter(s -> s.desiredCount() == kept.wanted()).isEmpty()) {
      end(
          kept,
          ScalingActivityStatusCode.OVERRIDDEN,
          "The desired count was changed before " + kept.wanted() + " was reached.");
    } else if (now.get().runningCount() == kept.wanted()) {
      end(
          kept,
          ScalingActivityStatusCode.SUCCESSFUL,
          "Successfully set desired count to "
              + kept.wanted()
              + ". Change successfully fulfilled by ecs.");
    } else {
      look(key(kept));
    }
  }

  private void end(Kept kept, ScalingActivityStatusCode status, String message) {
    var ended =
        kept.activity().toBuilder()
            .statusCode(status)
            .statusMessage(message)
            .endTime(timeline.now())
            .build();
    activities.put(key(kept), new Kept(ended, kept.wanted()));
  }

  /**
   * All of them, the newest first.
   *
   * @param alsoNotScaled whether those are wanted in which nothing was changed
   */
  List<ScalingActivity> all(boolean alsoNotScaled) {
    return activities.stream()
        .map(Kept::activity)
        .filter(activity -> alsoNotScaled || activity.notScaledReasons().isEmpty())
        .sorted(Comparator.comparing(ScalingActivity::startTime).reversed())
        .toList();
  }
}
