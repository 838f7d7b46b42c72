package com.shangwellness.region.applicationautoscaling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.model.NotScaledReason;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;

/** What was scaled and what was not, with the reasons, for six weeks. */
final class Activities {

  private static final Duration KEPT = Duration.ofDays(42);

  /** How often it is looked whether what was asked for has come. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** A capacity that is to be another one, and the bounds at that time. */
  record Change(int before, int wanted, int least, int most) {

    static Change of(ScalableTarget target, int before, int wanted) {
      return new Change(before, wanted, target.minCapacity(), target.maxCapacity());
    }

    boolean isOutToTheMost() {
      return wanted > before && wanted == most;
    }
  }

  /** An activity and what it is to bring. */
  record Kept(ScalingActivity activity, Change change) {

    int wanted() {
      return change.wanted();
    }
  }

  private final Timeline timeline;
  private final Ids ids;
  private final EcsCapacity capacity;
  private final EventSink events;
  private final Table<Kept> activities;

  Activities(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      EcsCapacity capacity,
      EventSink events) {
    this.events = events;
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
    return activity.resourceId()
        + "|"
        + activity.startTime().toEpochMilli()
        + "|"
        + activity.activityId();
  }

  /** A new capacity has been asked for. */
  void begun(ScalableTarget target, Change change, String cause) {
    int wanted = change.wanted();
    var activity =
        activity(target, cause)
            .description("Setting desired count to " + wanted + ".")
            .statusCode(ScalingActivityStatusCode.IN_PROGRESS)
            .statusMessage(
                "Successfully set desired count to "
                    + wanted
                    + ". Waiting for change to be fulfilled by ecs.")
            .build();
    look(key(put(new Kept(activity, change))));
  }

  /** ECS has refused a new capacity. */
  void failed(ScalableTarget target, Change change, String cause, String why) {
    int wanted = change.wanted();
    put(
        new Kept(
            activity(target, cause)
                .description("Setting desired count to " + wanted + ".")
                .statusCode(ScalingActivityStatusCode.FAILED)
                .statusMessage(
                    "Failed to set desired count to " + wanted + ". Reason: " + why + ".")
                .endTime(timeline.now())
                .build(),
            change));
  }

  /**
   * An alarm has asked for a change that was not made; told once as long as nothing changes,
   * however many alarms ask.
   */
  void notScaled(ScalableTarget target, String cause, NotScaledReason reason) {
    if (!isTold(target, cause, reason)) {
      put(
          new Kept(
              activity(target, cause)
                  .description("Attempting to scale due to alarm triggered")
                  .statusCode(ScalingActivityStatusCode.FAILED)
                  .notScaledReasons(reason)
                  .endTime(timeline.now())
                  .build(),
              Change.of(target, 0, 0)));
    }
  }

  private boolean isTold(ScalableTarget target, String cause, NotScaledReason reason) {
    return activities.withPrefix(target.resourceId() + "|").reversed().stream()
        .map(Kept::activity)
        .takeWhile(activity -> !activity.notScaledReasons().isEmpty())
        .anyMatch(
            activity ->
                activity.cause().equals(cause)
                    && activity.notScaledReasons().equals(List.of(reason)));
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
    var first = timeline.now().minus(KEPT);
    var prefix = kept.activity().resourceId() + "|";
    for (var oldest = activities.first(prefix);
        oldest.isPresent() && oldest.get().activity().startTime().isBefore(first);
        oldest = activities.first(prefix)) {
      activities.remove(key(oldest.get()));
    }
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
      if (kept.change().isOutToTheMost()) {
        tellScaledToMax(kept);
      }
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
    activities.put(key(kept), new Kept(ended, kept.change()));
  }

  // The only event that there is, for the only reason (guide, "Event for state change").
  private void tellScaledToMax(Kept kept) {
    var activity = kept.activity();
    var change = kept.change();
    var detail =
        JsonNodeFactory.instance
            .objectNode()
            .put("startTime", activity.startTime().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("endTime", timeline.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("newDesiredCapacity", change.wanted())
            .put("oldDesiredCapacity", change.before())
            .put("minCapacity", change.least())
            .put("maxCapacity", change.most())
            .put("resourceId", activity.resourceId())
            .put("scalableDimension", activity.scalableDimensionAsString())
            .put("serviceNamespace", activity.serviceNamespaceAsString())
            .put("statusCode", ScalingActivityStatusCode.SUCCESSFUL.toString())
            .put("scaledToMax", true)
            .put("direction", "scale-out");
    events.emit(
        "aws.application-autoscaling",
        "Application Auto Scaling Scaling Activity State Change",
        List.of(),
        detail.toString());
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
