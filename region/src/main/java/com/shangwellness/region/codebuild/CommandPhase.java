package com.shangwellness.region.codebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;

/** Runs the commands of a phase, one after the other, and those of {@code finally}. */
record CommandPhase(BuildPhaseType type, Commands commands) implements Stage {

  @Override
  public void enter(Run run, Ending ending) {
    var phase = run.spec().phase(type);
    all(run, phase.commands(), faults -> retried(run, phase, faults, ending));
  }

  // The faults of both, as either fails the phase.
  private void retried(Run run, Buildspec.Phase phase, List<PhaseContext> faults, Ending ending) {
    if (!faults.isEmpty() && mayRetry(run, phase.onFailure(), faults.getFirst())) {
      int times = run.retried(type);
      run.log().say("Retrying phase " + type + ": " + times + " of " + phase.onFailure().retries());
      enter(run, ending);
      return;
    }
    all(
        run,
        phase.lastly(),
        more -> {
          var all = new ArrayList<>(faults);
          all.addAll(more);
          ending.with(all);
        });
  }

  private boolean mayRetry(Run run, OnFailure onFailure, PhaseContext fault) {
    return onFailure.kind() == OnFailure.Kind.RETRY
        && run.retries(type) < onFailure.retries()
        && onFailure.retried().matcher(fault.message()).find();
  }

  private void all(Run run, List<String> texts, Consumer<List<PhaseContext>> done) {
    if (texts.isEmpty()) {
      done.accept(List.of());
      return;
    }
    var text = texts.getFirst();
    run.log().say("Running command " + text.stripTrailing());
    commands.run(
        run,
        text,
        run.log()::output,
        exit -> {
          if (exit.code() == 0) {
            run.leftBy(exit.environment(), exit.folder());
            all(run, texts.subList(1, texts.size()), done);
          } else {
            run.log()
                .say(
                    "Command did not exit successfully "
                        + text.strip()
                        + " exit status "
                        + exit.code());
            run.leftBy(exit.environment(), exit.folder());
            done.accept(List.of(fault(text, "exit status " + exit.code())));
          }
        },
        reason -> done.accept(List.of(fault(text, reason))));
  }

  private static PhaseContext fault(String command, String reason) {
    return PhaseContext.builder()
        .statusCode("COMMAND_EXECUTION_ERROR")
        .message("Error while executing command: " + command.strip() + ". Reason: " + reason)
        .build();
  }
}
