package com.shangwellness.region.applicationautoscaling;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTargetAction;
import software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** Gives targets other bounds at set times. */
final class ScheduledActions {

  private static final int MAX_ACTIONS = 200;
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  /** A scheduled action and when it is carried out next. */
  record Kept(ScheduledAction action, Instant next) {}

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Targets targets;
  private final Scaler scaler;
  private final Table<Kept> actions;

  ScheduledActions(
      Place place, Timeline timeline, Store store, Ids ids, Targets targets, Scaler scaler) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.targets = targets;
    this.scaler = scaler;
    this.actions =
        store.table(place.region() + "/applicationautoscaling.scheduledActions", Kept.class);
  }

  /** Arms what was scheduled before the region stopped. */
  void resume() {
    actions.values().forEach(this::arm);
  }

  /** Makes a scheduled action, or changes what is given of the one of that name. */
  void put(ServiceId service, PutScheduledActionRequest request) {
    targets.require(service);
    var name = request.scheduledActionName();
    if (name == null || name.isEmpty() || name.length() > 256) {
      throw Refusals.invalid("A scheduled action name of 1 to 256 characters must be specified");
    }
    var before = actions.get(key(service, name));
    if (before.isEmpty() && of(service).size() >= MAX_ACTIONS) {
      throw Refusals.tooMany("scheduled actions", MAX_ACTIONS);
    }
    var builder = before.map(b -> b.action().toBuilder()).orElseGet(() -> anew(service, name));
    Optional.ofNullable(request.schedule()).ifPresent(builder::schedule);
    Optional.ofNullable(request.timezone()).ifPresent(builder::timezone);
    Optional.ofNullable(request.startTime()).ifPresent(builder::startTime);
    Optional.ofNullable(request.endTime()).ifPresent(builder::endTime);
    Optional.ofNullable(request.scalableTargetAction()).ifPresent(builder::scalableTargetAction);
    var action = builder.build();
    requireBounds(action.scalableTargetAction());
    var next = next(action, timeline.now());
    if (next.isEmpty()) {
      throw Refusals.invalid("The schedule names no time that is still to come");
    }
    arm(actions.put(key(service, name), new Kept(action, next.get())));
  }

  private static void requireBounds(ScalableTargetAction action) {
    if (action == null || (action.minCapacity() == null && action.maxCapacity() == null)) {
      throw Refusals.invalid("At least one of the minimum and maximum capacity must be specified");
    }
    if (action.minCapacity() != null
        && action.maxCapacity() != null
        && action.minCapacity() > action.maxCapacity()) {
      throw Refusals.invalid("Maximum capacity cannot be less than minimum capacity");
    }
  }

  private ScheduledAction.Builder anew(ServiceId service, String name) {
    return ScheduledAction.builder()
        .scheduledActionName(name)
        .scheduledActionARN(
            place.arn(
                "autoscaling",
                "scheduledAction:"
                    + ids.uuid()
                    + ":resource/ecs/"
                    + service.resourceId()
                    + ":scheduledActionName/"
                    + name))
        .serviceNamespace(ServiceNamespace.ECS)
        .resourceId(service.resourceId())
        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
        .creationTime(timeline.now());
  }

  private static Optional<Instant> next(ScheduledAction action, Instant after) {
    var start = Optional.ofNullable(action.startTime());
    var from = start.filter(s -> s.isAfter(after)).map(s -> s.minusMillis(1)).orElse(after);
    var counted = start.orElse(action.creationTime());
    return Schedule.of(action.schedule(), action.timezone(), counted)
        .next(from)
        .filter(time -> action.endTime() == null || !time.isAfter(action.endTime()));
  }

  private void arm(Kept kept) {
    if (kept.next().equals(NEVER)) {
      return;
    }
    var action = kept.action();
    var key = key(ServiceId.of(action.resourceId()), action.scheduledActionName());
    var unused =
        timeline.at(
            kept.next(),
            "scaling: " + action.scheduledActionName() + " of " + action.resourceId(),
            () -> actions.get(key).filter(kept::equals).ifPresent(this::carryOut));
  }

  private void carryOut(Kept kept) {
    var action = kept.action();
    var service = ServiceId.of(action.resourceId());
    var next = new Kept(action, next(action, kept.next()).orElse(NEVER));
    arm(actions.put(key(service, action.scheduledActionName()), next));
    targets
        .find(service.resourceId())
        .filter(t -> !Boolean.TRUE.equals(t.suspendedState().scheduledScalingSuspended()))
        .ifPresent(
            target -> {
              var bounds = action.scalableTargetAction();
              int least = orElse(bounds.minCapacity(), target.minCapacity());
              int most = orElse(bounds.maxCapacity(), target.maxCapacity());
              // A bound that is not given gives way to one that is.
              scaler.bound(
                  targets.bound(
                      target,
                      bounds.minCapacity() == null ? Math.min(least, most) : least,
                      bounds.maxCapacity() == null ? Math.max(least, most) : most),
                  "scheduled action name " + action.scheduledActionName() + " was triggered");
            });
  }

  private static int orElse(Integer given, int other) {
    return given != null ? given : other;
  }

  private static String key(ServiceId service, String name) {
    return service.resourceId() + "|" + name;
  }

  void delete(ServiceId service, String name) {
    if (!actions.contains(key(service, name))) {
      throw Refusals.noAction(service.resourceId());
    }
    actions.remove(key(service, name));
  }

  void deleteAll(ServiceId service) {
    of(service).forEach(action -> delete(service, action.scheduledActionName()));
  }

  private List<ScheduledAction> of(ServiceId service) {
    return actions.withPrefix(service.resourceId() + "|").stream().map(Kept::action).toList();
  }

  List<ScheduledAction> all() {
    return actions.stream().map(Kept::action).toList();
  }
}
