package com.shangwellness.region.codebuild;

import java.util.List;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;

/** A phase of builds that does something: each knows how, and tells how it ended. */
sealed interface Stage permits Provisioning, SourceDownload, CommandPhase, ArtifactUpload {

  /** Begins it; {@code ending} is told once. */
  void enter(Run run, Ending ending);

  /** How a phase ended. */
  @FunctionalInterface
  interface Ending {

    /**
     * It is over.
     *
     * @param faults why it failed; none when it succeeded
     */
    void with(List<PhaseContext> faults);

    default void succeeded() {
      with(List.of());
    }

    default void failed(BuildFault fault) {
      with(List.of(fault.context()));
    }
  }
}
