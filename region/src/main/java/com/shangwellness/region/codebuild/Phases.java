package com.shangwellness.region.codebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** The phases of a build as the API lists them: those that are over, and the current one. */
final class Phases {

  private Phases() {}

  /** The build with a further phase, which is its current one. */
  static Build begin(Build build, BuildPhaseType type, Instant now) {
    var phases = new ArrayList<>(build.phases());
    var phase = BuildPhase.builder().phaseType(type).startTime(now);
    // The last one is over as soon as it begins, and has no status: API reference, "BuildPhase".
    phases.add(phase.build());
    return build.toBuilder().phases(phases).currentPhase(type.toString()).build();
  }

  /** The build whose current phase is over. */
  static Build end(Build build, StatusType status, List<PhaseContext> contexts, Instant now) {
    var phases = new ArrayList<>(build.phases());
    var last = phases.removeLast();
    phases.add(
        last.toBuilder()
            .phaseStatus(status)
            .endTime(now)
            .durationInSeconds(Duration.between(last.startTime(), now).toSeconds())
            .contexts(contexts)
            .build());
    return build.toBuilder().phases(phases).build();
  }

  /** The current phase. */
  static BuildPhase current(Build build) {
    return build.phases().getLast();
  }

  /** Whether a phase went wrong. */
  static boolean failed(Build build) {
    return build.phases().stream()
        .anyMatch(
            phase -> phase.phaseStatus() != null && phase.phaseStatus() != StatusType.SUCCEEDED);
  }
}
