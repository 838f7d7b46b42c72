package com.shangwellness.ops.release;

import com.shangwellness.ops.release.ReleaseState.Alarm;
import com.shangwellness.ops.release.ReleaseState.Cause;
import com.shangwellness.ops.release.ReleaseState.Rollback;
import com.shangwellness.ops.release.ReleaseState.Step;
import com.shangwellness.ops.release.Sides.Stage;
import com.shangwellness.ops.targets.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

/** Reads what a release is doing, by describing calls only. */
final class ReleaseReader {
  // Alarms and measurements change once a minute and cost money to be asked on AWS.
  private static final int SELDOM = 10;

  /** So much of what was measured is seen. */
  private static final Duration SHOWN = Duration.ofMinutes(15);

  private final Target target;
  private final ReleaseClients aws;
  private final LongSupplier nanos;
  private final Map<String, TrafficRoutingConfig> shifts = new HashMap<>();
  private Seldom seldom = new Seldom(List.of(), Map.of());
  private long seldomAt;
  private boolean hasSeldom;

  /** What is not asked at each look. */
  private record Seldom(List<Alarm> alarms, Map<String, Traffic.Sight> traffic) {}

  ReleaseReader(Target target, ReleaseClients aws, LongSupplier nanos) {
    this.target = target;
    this.aws = aws;
    this.nanos = nanos;
  }

  /** Looks at the deployment {@code id}. */
  ReleaseState look(String id) {
    var info = aws.deployments().info(id);
    var now = target.now(aws.clients().region());
    var of = aws.target(id);
    var events = events(of);
    // CodeDeploy's own rollback is about the two versions of what it takes back.
    var trigger = ReleaseHistory.takenBackBy(info).map(aws.deployments()::info);
    var about = trigger.orElse(info);
    var note = trigger.map(t -> ReleaseHistory.note(t).turned()).orElse(ReleaseHistory.note(info));
    var rollback = rollback(info);
    var stage = stage(info, rollback, trigger.isPresent());
    var sight = stage == Stage.UNDER_WAY ? seldom(now) : past(info, now);
    var sides =
        new Sides(aws, about, ReleaseHistory.note(about), of, sight.traffic(), stage).read();
    int green =
        sides.stream().filter(s -> s.colour().equals("green")).mapToInt(s -> s.weight()).sum();
    var waits = new Waits(info, shift(info), events, now).current(green);
    var over = Deployments.hasEnded(info);
    return new ReleaseState(
        id,
        info.statusAsString(),
        ReleaseHistory.isRollback(info) ? "rollback" : "release",
        (trigger.isPresent() ? sides.getFirst() : sides.getLast()).version(),
        (trigger.isPresent() ? sides.getLast() : sides.getFirst()).version(),
        by(info, note),
        now.toString(),
        text(info.createTime()),
        text(info.completeTime()),
        seconds(info, over, now),
        note.pace(),
        of.map(ECSTarget::lifecycleEvents).orElse(List.of()).stream()
            .map(ReleaseReader::step)
            .toList(),
        sides,
        waits,
        sight.alarms(),
        cause(info),
        rollback,
        info.rollbackInfo() == null
            ? ""
            : text(info.rollbackInfo().rollbackTriggeringDeploymentId()));
  }

  private static Stage stage(DeploymentInfo info, Rollback rollback, boolean takesBack) {
    if (!Deployments.hasEnded(info) || rollback.isUnderWay()) {
      return Stage.UNDER_WAY;
    }
    boolean isBack = takesBack && info.status() == DeploymentStatus.SUCCEEDED;
    return isBack || rollback.isGood() ? Stage.TAKEN_BACK : Stage.OVER;
  }

  /** How alarms stand today says nothing of a release that is over. */
  private Seldom past(DeploymentInfo info, Instant now) {
    var end = Objects.requireNonNullElse(info.completeTime(), now);
    return new Seldom(List.of(), aws.traffic().until(end, SHOWN));
  }

  private Seldom seldom(Instant now) {
    long pause = target.interval().multipliedBy(SELDOM).toNanos();
    if (!hasSeldom || nanos.getAsLong() - seldomAt >= pause) {
      seldom = new Seldom(aws.alarms(), aws.traffic().until(now, SHOWN));
      seldomAt = nanos.getAsLong();
      hasSeldom = true;
    }
    return seldom;
  }

  private TrafficRoutingConfig shift(DeploymentInfo info) {
    return shifts.computeIfAbsent(
        info.deploymentConfigName(),
        name ->
            aws.clients()
                .codeDeploy()
                .getDeploymentConfig(r -> r.deploymentConfigName(name))
                .deploymentConfigInfo()
                .trafficRoutingConfig());
  }

  private static Map<String, LifecycleEvent> events(Optional<ECSTarget> target) {
    var events = new HashMap<String, LifecycleEvent>();
    target
        .map(ECSTarget::lifecycleEvents)
        .orElse(List.of())
        .forEach(event -> events.put(event.lifecycleEventName(), event));
    return events;
  }

  private static Step step(LifecycleEvent event) {
    var reason = event.diagnostics() == null ? "" : text(event.diagnostics().message());
    return new Step(
        event.lifecycleEventName(),
        event.statusAsString(),
        text(event.startTime()),
        text(event.endTime()),
        reason);
  }

  private static String by(DeploymentInfo info, ReleaseNote note) {
    return note.by().equals(ReleaseNote.UNKNOWN) ? text(info.creatorAsString()) : note.by();
  }

  private static long seconds(DeploymentInfo info, boolean over, Instant now) {
    if (info.createTime() == null) {
      return 0;
    }
    var end = over && info.completeTime() != null ? info.completeTime() : now;
    return Math.max(0, Duration.between(info.createTime(), end).toSeconds());
  }

  private static Cause cause(DeploymentInfo info) {
    return info.errorInformation() == null
        ? Cause.NONE
        : new Cause(
            text(info.errorInformation().codeAsString()), text(info.errorInformation().message()));
  }

  private Rollback rollback(DeploymentInfo info) {
    if (info.rollbackInfo() == null || info.rollbackInfo().rollbackDeploymentId() == null) {
      return Rollback.NONE;
    }
    var id = info.rollbackInfo().rollbackDeploymentId();
    return new Rollback(id, aws.deployments().info(id).statusAsString());
  }

  private static String text(Object value) {
    return Objects.toString(value, "");
  }
}
