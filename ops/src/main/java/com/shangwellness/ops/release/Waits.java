package com.shangwellness.ops.release;

import com.shangwellness.ops.release.ReleaseState.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.InstanceAction;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

/**
 * What a deployment waits for, worked out from its configuration and from when its events happened:
 * CodeDeploy does not say. All of it is the region's time, which a paced release makes go faster.
 */
final class Waits {
  private final DeploymentInfo info;
  private final TrafficRoutingConfig shift;
  private final Map<String, LifecycleEvent> events;
  private final Instant now;

  /**
   * The waits of a deployment.
   *
   * @param shift how its traffic moves
   * @param events its lifecycle, by name
   */
  Waits(
      DeploymentInfo info,
      TrafficRoutingConfig shift,
      Map<String, LifecycleEvent> events,
      Instant now) {
    this.info = info;
    this.shift = shift;
    this.events = Map.copyOf(events);
    this.now = now;
  }

  /**
   * What it waits for now.
   *
   * @param green the weight of the new colour, in percent
   */
  List<Wait> current(int green) {
    if (Deployments.hasEnded(info)) {
      return List.of();
    }
    return forSomebody().or(() -> forNextShift(green)).or(this::forRemoval).stream().toList();
  }

  private Optional<Wait> forSomebody() {
    var ready = info.blueGreenDeploymentConfiguration().deploymentReadyOption();
    if (info.status() != DeploymentStatus.READY || ready == null) {
      return Optional.empty();
    }
    var what =
        ready.actionOnTimeout() == DeploymentReadyAction.STOP_DEPLOYMENT
            ? "waits for ./shang release promote; without it, stops"
            : "begins to shift traffic";
    return latest().map(from -> wait(what, from, minutes(ready.waitTimeInMinutes())));
  }

  private Optional<Instant> latest() {
    return events.values().stream()
        .map(LifecycleEvent::endTime)
        .filter(time -> time != null)
        .max(Instant::compareTo);
  }

  private Optional<Wait> forNextShift(int green) {
    return begun("AllowTraffic")
        .flatMap(
            from ->
                switch (shift.type()) {
                  case TIME_BASED_CANARY -> canary(from);
                  case TIME_BASED_LINEAR -> linear(from, green);
                  default -> Optional.empty();
                });
  }

  private Optional<Wait> canary(Instant from) {
    var canary = shift.timeBasedCanary();
    var rest = 100 - canary.canaryPercentage();
    return Optional.of(
        wait("shifts the other " + rest + " %", from, minutes(canary.canaryInterval())));
  }

  private Optional<Wait> linear(Instant from, int green) {
    var linear = shift.timeBasedLinear();
    var interval = minutes(linear.linearInterval());
    int steps = Math.max(1, green / linear.linearPercentage());
    var what = "shifts " + linear.linearPercentage() + " % more";
    return Optional.of(wait(what, from.plus(interval.multipliedBy(steps - 1L)), interval));
  }

  private Optional<Wait> forRemoval() {
    var removal =
        info.blueGreenDeploymentConfiguration().terminateBlueInstancesOnDeploymentSuccess();
    var last = events.get("AfterAllowTraffic");
    if (removal == null
        || removal.action() == InstanceAction.KEEP_ALIVE
        || last == null
        || last.status() != LifecycleEventStatus.SUCCEEDED
        || last.endTime() == null) {
      return Optional.empty();
    }
    return Optional.of(
        wait(
            "removes the old tasks",
            last.endTime(),
            minutes(removal.terminationWaitTimeInMinutes())));
  }

  private Optional<Instant> begun(String event) {
    return Optional.ofNullable(events.get(event))
        .filter(e -> e.status() == LifecycleEventStatus.IN_PROGRESS)
        .map(LifecycleEvent::startTime);
  }

  private Wait wait(String what, Instant from, Duration length) {
    var until = from.plus(length);
    long left = Math.max(0, Duration.between(now, until).toSeconds());
    return new Wait(what, until.toString(), length.toSeconds(), left);
  }

  private static Duration minutes(Integer minutes) {
    return Duration.ofMinutes(minutes == null ? 0 : minutes);
  }
}
