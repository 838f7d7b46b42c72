package com.shangwellness.region.codebuild;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.cloudwatchlogs.LineWriter;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.shells.BuildShell;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Takes builds through their phases, and ends them. */
final class Life {

  /** How many builds run at once; more wait, as on AWS beyond the account's quota. */
  static final int AT_ONCE = 4;

  private final Place place;
  private final Timeline timeline;
  private final Store store;
  private final Builds builds;
  private final Desk desk;
  private final Workplace workplace;
  private final BuildShell shell;
  private final LineWriter writer;
  private final Records records;
  private final Map<BuildPhaseType, Stage> stages;
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private Consumer<KeptBuild> over = build -> {};

  /**
   * @param records what is told of builds elsewhere
   * @param stages what each phase does
   */
  Life(
      Place place,
      Timeline timeline,
      Store store,
      Builds builds,
      Desk desk,
      Workplace workplace,
      BuildShell shell,
      LineWriter writer,
      Records records,
      Map<BuildPhaseType, Stage> stages) {
    this.place = place;
    this.timeline = timeline;
    this.store = store;
    this.builds = builds;
    this.desk = desk;
    this.workplace = workplace;
    this.shell = shell;
    this.writer = writer;
    this.records = records;
    this.stages = stages;
  }

  /** Tells {@code over} of each build that has ended, from now on. */
  void onEnd(Consumer<KeptBuild> over) {
    this.over = over;
  }

  /**
   * Carries on after a start of the region. A build that had begun has lost its processes, and has
   * failed; one that waited still waits.
   *
   * @param left what the region had when it stopped
   */
  void resume(List<KeptBuild> left) {
    for (var kept : left) {
      if (kept.build().currentPhase().equals(BuildPhaseType.QUEUED.toString())) {
        runs.put(kept.id(), run(kept));
        awaitTurn(kept);
      } else {
        lose(kept);
      }
    }
    admit();
  }

  private void lose(KeptBuild kept) {
    var fault =
        new BuildFault(
            "INTERNAL_SERVICE_ERROR",
            "The region was stopped while this build ran, and its processes were ended");
    if (Phases.current(kept.build()).phaseStatus() == null) {
      endPhase(kept.id(), StatusType.FAILED, List.of(fault.context()));
    }
    new BuildLogs(timeline, writer, kept.build().logs()).say(fault.getMessage());
    complete(kept.id(), status(builds.require(kept.id())));
  }

  /** Begins a build that has just been kept. */
  KeptBuild begin(KeptBuild kept) {
    builds.put(kept);
    beginPhase(kept.id(), BuildPhaseType.SUBMITTED);
    endPhase(kept.id(), StatusType.SUCCEEDED, List.of());
    var queued = beginPhase(kept.id(), BuildPhaseType.QUEUED);
    records.state(queued.build());
    runs.put(kept.id(), run(queued));
    awaitTurn(queued);
    return queued;
  }

  private Run run(KeptBuild kept) {
    var role = kept.build().serviceRole();
    var principal =
        "arn:aws:sts::%s:assumed-role/%s/%s"
            .formatted(
                place.account(),
                role.substring(role.lastIndexOf('/') + 1),
                BuildCredentials.session(kept));
    return new Run(
        kept,
        workplace.of(kept),
        new BuildLogs(timeline, writer, kept.build().logs()),
        new Caller(principal, place.account(), place.region(), kept.uuid()));
  }

  private void awaitTurn(KeptBuild kept) {
    var id = kept.id();
    timeline.post("codebuild: " + id + " may begin", this::admit);
    shell.after(
        Duration.ofMinutes(kept.build().queuedTimeoutInMinutes()),
        "codebuild: " + id + " has waited long enough",
        () -> {
          if (isIn(id, BuildPhaseType.QUEUED)) {
            halt(id, StatusType.TIMED_OUT, timedOut("Build has timed out in the queue. "));
          }
        });
  }

  private boolean isIn(String id, BuildPhaseType phase) {
    return builds
        .find(id)
        .filter(kept -> kept.build().currentPhase().equals(phase.toString()))
        .filter(kept -> !kept.build().buildComplete())
        .isPresent();
  }

  private void admit() {
    long running = builds.underWay().stream().filter(kept -> !isQueued(kept)).count();
    builds.underWay().stream()
        .filter(Life::isQueued)
        .limit(Math.max(0, AT_ONCE - running))
        .forEach(this::leaveQueue);
  }

  private static boolean isQueued(KeptBuild kept) {
    return kept.build().currentPhase().equals(BuildPhaseType.QUEUED.toString());
  }

  private void leaveQueue(KeptBuild kept) {
    var id = kept.id();
    shell.after(
        Duration.ofMinutes(kept.build().timeoutInMinutes()),
        "codebuild: " + id + " has taken its time",
        () -> halt(id, StatusType.TIMED_OUT, timedOut("Build has timed out. ")));
    endPhase(id, StatusType.SUCCEEDED, List.of());
    enter(runs.get(id), BuildPhaseType.PROVISIONING);
  }

  private static PhaseContext timedOut(String message) {
    return new BuildFault("BUILD_TIMED_OUT", message).context();
  }

  private void enter(Run run, BuildPhaseType type) {
    run.advance();
    beginPhase(run.id(), type);
    if (type == BuildPhaseType.FINALIZING) {
      close(run);
      return;
    }
    if (run.hasSpec()) {
      run.log().say("Entering phase " + type);
      var build = builds.require(run.id()).build();
      run.set("CODEBUILD_BUILD_SUCCEEDING", Phases.failed(build) ? "0" : "1");
    }
    run.asRole(() -> stages.get(type).enter(run, faults -> leave(run, type, faults)));
  }

  private void leave(Run run, BuildPhaseType type, List<PhaseContext> faults) {
    boolean succeeded = faults.isEmpty();
    var onFailure =
        run.hasSpec() ? run.spec().phase(type).onFailure().kind() : OnFailure.Kind.DEFAULT;
    var next = Transitions.next(type, succeeded, onFailure);
    if (run.hasSpec() || !succeeded) {
      boolean aborted = !succeeded && onFailure == OnFailure.Kind.ABORT;
      run.log()
          .say(
              "Phase complete: "
                  + type
                  + " State: "
                  + (succeeded ? "SUCCEEDED" : aborted ? "FAILED_WITH_ABORT" : "FAILED"));
      tell(run, faults);
    }
    endPhase(run.id(), succeeded ? StatusType.SUCCEEDED : StatusType.FAILED, faults);
    enter(run, next);
  }

  private static void tell(Run run, List<PhaseContext> faults) {
    if (faults.isEmpty()) {
      run.log().say("Phase context status code:  Message: ");
    }
    faults.forEach(
        fault ->
            run.log()
                .say(
                    "Phase context status code: "
                        + fault.statusCode()
                        + " Message: "
                        + fault.message()));
  }

  /** Ends a build from outside, wherever it is; without effect when it is at its end. */
  void halt(String id, StatusType status, PhaseContext... why) {
    var run = runs.get(id);
    var kept = builds.require(id);
    var phase = BuildPhaseType.fromValue(kept.build().currentPhase());
    if (run == null || kept.build().buildComplete() || phase == BuildPhaseType.FINALIZING) {
      return;
    }
    var faults = List.of(why);
    if (run.hasSpec()) {
      run.log().say("Phase complete: " + phase + " State: " + status);
      tell(run, faults);
    }
    endPhase(id, status, faults);
    builds.change(id, build -> build.toBuilder().buildStatus(status).build());
    enter(run, BuildPhaseType.FINALIZING);
  }

  private void close(Run run) {
    store.afterCommit(() -> shell.end(run.id(), () -> clear(run)));
  }

  // May be told twice; the second time the folder is gone, and the build is complete.
  private void clear(Run run) {
    if (!isIn(run.id(), BuildPhaseType.FINALIZING)) {
      return;
    }
    desk.give(
        run,
        "clear its folder",
        () -> {
          workplace.clear(run.folder());
          return true;
        },
        cleared -> finish(run, Optional.empty()),
        fault -> finish(run, Optional.of(fault)));
  }

  private void finish(Run run, Optional<BuildFault> fault) {
    run.advance();
    run.log().close();
    fault.ifPresent(f -> run.log().say("The build's folder was not cleared: " + f.getMessage()));
    var exported =
        run.exported().entrySet().stream()
            .map(
                variable ->
                    ExportedEnvironmentVariable.builder()
                        .name(variable.getKey())
                        .value(variable.getValue())
                        .build())
            .toList();
    var kept =
        builds.change(
            run.id(), build -> build.toBuilder().exportedEnvironmentVariables(exported).build());
    endPhase(run.id(), StatusType.SUCCEEDED, List.of());
    complete(run.id(), status(kept));
  }

  private static StatusType status(KeptBuild kept) {
    if (kept.build().buildStatus() != StatusType.IN_PROGRESS) {
      return kept.build().buildStatus();
    }
    return Phases.failed(kept.build()) ? StatusType.FAILED : StatusType.SUCCEEDED;
  }

  private void complete(String id, StatusType status) {
    beginPhase(id, BuildPhaseType.COMPLETED);
    var kept =
        builds.change(
            id,
            build ->
                build.toBuilder()
                    .buildStatus(status)
                    .buildComplete(true)
                    .endTime(timeline.now())
                    .build());
    runs.remove(id);
    records.over(kept.build());
    over.accept(kept);
    timeline.post("codebuild: the next build may begin", this::admit);
  }

  private KeptBuild beginPhase(String id, BuildPhaseType type) {
    return builds.change(id, build -> Phases.begin(build, type, timeline.now()));
  }

  private void endPhase(String id, StatusType status, List<PhaseContext> faults) {
    var kept = builds.change(id, build -> Phases.end(build, status, faults, timeline.now()));
    records.phase(kept.build());
  }
}
