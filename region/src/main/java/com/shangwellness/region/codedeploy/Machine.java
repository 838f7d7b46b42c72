package com.shangwellness.region.codedeploy;

import com.shangwellness.region.codedeploy.Notices.Notice;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ErrorCode;
import software.amazon.awssdk.services.codedeploy.model.ErrorInformation;

/**
 * Drives deployments through their phases. All that it knows is kept: one look at a deployment does
 * what can be done now, in one transaction, and asks for the next look.
 */
final class Machine {

  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Timeline timeline;
  private final Deployments deployments;
  private final Groups groups;
  private final ServiceRole roles;
  private final Phases phases;
  private final Means means;
  private final AlarmWatch alarms;
  private final Notices notices;
  private final TargetView view;
  private final ReleasePace pace;
  private final Map<String, Timer> armed = new HashMap<>();

  Machine(
      Deployments deployments,
      Groups groups,
      ServiceRole roles,
      Means means,
      AlarmWatch alarms,
      Notices notices,
      ReleasePace pace) {
    this.timeline = means.timeline();
    this.deployments = deployments;
    this.groups = groups;
    this.roles = roles;
    this.phases = new Phases(means);
    this.means = means;
    this.alarms = alarms;
    this.notices = notices;
    this.view = new TargetView(means.taskSets());
    this.pace = pace;
  }

  /** Where new deployments stand. */
  String start() {
    return phases.first().name();
  }

  /** Carries on with every deployment that is under way; called when the region starts. */
  void resume() {
    deployments.active().forEach(deployment -> lookAt(deployment.id(), timeline.now()));
  }

  /** A deployment has been created: it begins with the next action. */
  void created(KeptDeployment deployment) {
    groups.attempted(deployment);
    notices.tell(deployment, Notice.STARTED);
    lookAt(deployment.id(), timeline.now());
  }

  /** An alarm has another state: whoever watches it looks at once. */
  void alarmChanged(String name) {
    deployments.active().stream()
        .filter(deployment -> AlarmWatch.watches(deployment, name))
        .forEach(deployment -> lookAt(deployment.id(), timeline.now()));
  }

  private void lookAt(String id, Instant when) {
    forget(id);
    armed.put(id, timeline.at(when, "codedeploy: look at " + id, () -> look(id)));
  }

  private void look(String id) {
    // A look that fails is undone, and must not be the last one.
    lookAt(id, timeline.now().plus(AGAIN));
    deployments
        .find(id)
        .filter(deployment -> !deployment.isOver())
        .ifPresentOrElse(deployment -> asRole(deployment, this::carryOn), () -> forget(id));
  }

  private void forget(String id) {
    var timer = armed.remove(id);
    if (timer != null) {
      timer.cancel();
    }
  }

  /** CodeDeploy acts for its group's service role. */
  private void asRole(KeptDeployment deployment, Consumer<KeptDeployment> action) {
    var role = deployment.order().group().serviceRoleArn();
    roles.caller(role, deployment.id()).run(() -> action.accept(deployment));
  }

  private void carryOn(KeptDeployment deployment) {
    pace.hold(deployment);
    var phase = phases.of(deployment);
    var alarm = phase.isWatched() ? alarms.verdict(deployment) : Optional.<String>empty();
    if (alarm.isPresent()) {
      end(
          deployment,
          DeploymentStatus.STOPPED,
          new DeploymentFailure(ErrorCode.ALARM_ACTIVE, alarm.get()),
          isWanted(deployment, AutoRollbackEvent.DEPLOYMENT_STOP_ON_ALARM));
    } else if (phase instanceof ReadyPhase ready && ready.hasRunOut(deployment)) {
      end(
          deployment,
          DeploymentStatus.STOPPED,
          new DeploymentFailure(
              ErrorCode.TIMEOUT,
              "The deployment was stopped because its traffic was not rerouted in time."),
          isWanted(deployment, AutoRollbackEvent.DEPLOYMENT_FAILURE));
    } else if (deployment.info().status() == DeploymentStatus.CREATED) {
      begin(deployment);
    } else {
      go(deployment);
    }
  }

  private void begin(KeptDeployment created) {
    var deployment =
        created.with(i -> i.status(DeploymentStatus.IN_PROGRESS).startTime(timeline.now()));
    try {
      var pair = created.order().group().loadBalancerInfo().targetGroupPairInfoList().getFirst();
      var sides = means.listeners().sides(pair, means.taskSets().primary(deployment));
      enter(deployment.with(sides), phases.first());
    } catch (DeploymentFailure failure) {
      fail(deployment, failure);
    }
  }

  // Steps that need no wait follow each other in one transaction.
  private void go(KeptDeployment start) {
    var phase = phases.of(start);
    try {
      switch (phase.look(start)) {
        case Phase.Outcome.Waits(var waiting, var again) -> {
          pace.suit(waiting);
          if (!waiting.equals(start)) {
            deployments.put(waiting);
          }
          lookAt(waiting.id(), again);
        }
        case Phase.Outcome.Done(var done) -> enter(finished(done, phase), phase.next());
      }
    } catch (DeploymentFailure failure) {
      fail(start, failure);
    }
  }

  private KeptDeployment finished(KeptDeployment deployment, Phase phase) {
    return phase
        .event()
        .map(
            event ->
                deployment.withEvents(
                    LifecycleEvents.succeeded(deployment.events(), event, timeline.now())))
        .orElse(deployment);
  }

  private void enter(KeptDeployment deployment, Phase next) {
    var phase = next;
    while (!phase.applies(deployment)) {
      phase = phase.next();
    }
    if (phase instanceof Phase.Over) {
      succeed(deployment);
      return;
    }
    var begun = begun(deployment, phase);
    try {
      var entered = deployments.put(phase.enter(begun));
      pace.suit(entered);
      if (entered.isReady()) {
        notices.tell(entered, Notice.READY);
      }
      go(entered);
    } catch (DeploymentFailure failure) {
      fail(begun, failure);
    }
  }

  private KeptDeployment begun(KeptDeployment deployment, Phase phase) {
    var moved = deployment.with(deployment.progress().in(phase.name()));
    return phase
        .event()
        .map(
            event -> moved.withEvents(LifecycleEvents.begun(moved.events(), event, timeline.now())))
        .orElse(moved);
  }

  // ---- ends

  private void succeed(KeptDeployment deployment) {
    var over = closed(deployment, DeploymentStatus.SUCCEEDED);
    groups.succeeded(over);
    notices.tell(over, Notice.SUCCEEDED);
    pace.release(over);
  }

  private KeptDeployment closed(KeptDeployment deployment, DeploymentStatus status) {
    return deployments.put(
        deployment
            .with(i -> i.status(status).completeTime(timeline.now()))
            .withTaskSets(view.taskSets(deployment)));
  }

  private void fail(KeptDeployment deployment, DeploymentFailure failure) {
    end(
        deployment,
        DeploymentStatus.FAILED,
        failure,
        isWanted(deployment, AutoRollbackEvent.DEPLOYMENT_FAILURE));
  }

  private static boolean isWanted(KeptDeployment deployment, AutoRollbackEvent event) {
    var config = deployment.info().autoRollbackConfiguration();
    return config != null
        && Boolean.TRUE.equals(config.enabled())
        && config.events().contains(event);
  }

  /** Ends a deployment that did not succeed, and takes it back if that is wanted and possible. */
  private void end(
      KeptDeployment deployment, DeploymentStatus status, DeploymentFailure why, boolean rollBack) {
    var ended =
        deployment
            .with(i -> i.errorInformation(e -> e.code(why.code()).message(why.getMessage())))
            .withEvents(
                LifecycleEvents.failed(deployment.events(), why.getMessage(), timeline.now()));
    boolean goesBack = rollBack && phases.of(deployment).isWatched() && phases.hasActed(deployment);
    var id = goesBack ? deployments.newId() : "";
    var message =
        "Deployment %s was %s and is rolled back by deployment %s."
            .formatted(
                deployment.id(), status == DeploymentStatus.STOPPED ? "stopped" : "failed", id);
    var over =
        closed(
            goesBack
                ? ended.with(
                    i -> i.rollbackInfo(r -> r.rollbackDeploymentId(id).rollbackMessage(message)))
                : ended,
            status);
    notices.tell(over, status == DeploymentStatus.STOPPED ? Notice.STOPPED : Notice.FAILED);
    if (goesBack) {
      rollBack(over, id, message);
    } else {
      pace.release(over);
    }
  }

  static boolean isRollback(KeptDeployment deployment) {
    return deployment.info().creator() == DeploymentCreator.CODE_DEPLOY_ROLLBACK;
  }

  private void rollBack(KeptDeployment failed, String id, String message) {
    var now = timeline.now();
    var rollback =
        new KeptDeployment(
            failed.info().toBuilder()
                .deploymentId(id)
                .creator(DeploymentCreator.CODE_DEPLOY_ROLLBACK)
                .status(DeploymentStatus.IN_PROGRESS)
                .createTime(now)
                .startTime(now)
                .completeTime(null)
                .description(null)
                .errorInformation((ErrorInformation) null)
                .instanceTerminationWaitTimeStarted(false)
                .revision(failed.info().previousRevision())
                .rollbackInfo(
                    r -> r.rollbackTriggeringDeploymentId(failed.id()).rollbackMessage(message))
                .build(),
            failed.order(),
            ownedBy(failed),
            failed.progress().unsteady(Instant.EPOCH),
            LifecycleEvents.ofRollback(),
            List.of());
    groups.attempted(rollback);
    notices.tell(rollback, Notice.ROLLS_BACK);
    notices.tell(rollback, Notice.STARTED);
    pace.take(failed, rollback);
    enter(rollback, phases.firstBack());
  }

  // What failed while green was being made may not have noted which task set it is.
  private Sides ownedBy(KeptDeployment failed) {
    return means
        .taskSets()
        .find(failed.order().group().ecsServices().getFirst())
        .flatMap(service -> TaskSets.own(service, failed))
        .map(set -> failed.sides().withGreen(set.id()))
        .orElse(failed.sides());
  }

  // ---- what people ask for

  /** Stops a deployment; it is taken back when {@code rollBack} or, if empty, its group says so. */
  void stop(KeptDeployment deployment, Optional<Boolean> rollBack) {
    boolean goesBack =
        rollBack.orElseGet(
            () -> isWanted(deployment, AutoRollbackEvent.DEPLOYMENT_STOP_ON_REQUEST));
    asRole(
        deployment,
        d ->
            end(
                d,
                DeploymentStatus.STOPPED,
                new DeploymentFailure(
                    ErrorCode.MANUAL_STOP, "The deployment was stopped by a user."),
                goesBack));
  }

  /** Whether a deployment can still be stopped and taken back. */
  boolean isStoppable(KeptDeployment deployment) {
    return phases.of(deployment).isWatched();
  }

  /** Ends the wait before the shift; false when the deployment is in no such wait. */
  boolean shift(KeptDeployment deployment) {
    var phase = phases.of(deployment);
    if (!(phase instanceof ReadyPhase)) {
      return false;
    }
    asRole(
        deployment.with(i -> i.status(DeploymentStatus.IN_PROGRESS)), d -> enter(d, phase.next()));
    return true;
  }

  /** Ends the wait before blue's removal; false when the deployment is in no such wait. */
  boolean finish(KeptDeployment deployment) {
    if (!(phases.of(deployment) instanceof BakePhase)) {
      return false;
    }
    var due = deployment.with(deployment.progress().until(timeline.now()));
    asRole(deployments.put(due), this::carryOn);
    return true;
  }
}
