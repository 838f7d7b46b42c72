package com.shangwellness.region.codebuild;

import com.shangwellness.region.shells.BuildShell;
import com.shangwellness.region.shells.ShellCommand;
import com.shangwellness.region.shells.ShellEvents;
import com.shangwellness.region.shells.ShellExit;
import com.shangwellness.region.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;

/** Runs the commands of a phase, one after the other, and those of {@code finally}. */
record CommandPhase(BuildPhaseType type, BuildShell shell, Store store) implements Stage {

  @Override
  public void enter(Run run, Ending ending) {
    var phase = run.spec().phase(type);
    commands(run, phase.commands(), faults -> retried(run, phase, faults, ending));
  }

  // The faults of both, as either fails the phase.
  private void retried(Run run, Buildspec.Phase phase, List<PhaseContext> faults, Ending ending) {
    if (!faults.isEmpty() && mayRetry(run, phase.onFailure(), faults.getFirst())) {
      int times = run.retried(type);
      run.log().say("Retrying phase " + type + ": " + times + " of " + phase.onFailure().retries());
      enter(run, ending);
      return;
    }
    commands(
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

  private void commands(Run run, List<String> commands, Consumer<List<PhaseContext>> done) {
    if (commands.isEmpty()) {
      done.accept(List.of());
      return;
    }
    var text = commands.getFirst();
    run.log().say("Running command " + text.stripTrailing());
    run(
        run,
        text,
        exit -> {
          if (exit.code() == 0) {
            run.leftBy(exit.environment(), exit.folder());
            commands(run, commands.subList(1, commands.size()), done);
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

  private void run(Run run, String text, Consumer<ShellExit> exited, Consumer<String> failed) {
    run.advance();
    var stillHere = run.ifStillHere();
    var command =
        new ShellCommand(
            run.id(),
            run.folder().root(),
            run.where(),
            run.spec().shell(),
            text,
            run.environment());
    var events =
        new ShellEvents() {
          @Override
          public void output(List<String> lines) {
            stillHere.accept(() -> run.log().output(lines));
          }

          @Override
          public void exited(ShellExit exit) {
            stillHere.accept(
                () -> {
                  run.advance(); // its exit may come twice
                  exited.accept(exit);
                });
          }

          @Override
          public void failed(String reason) {
            stillHere.accept(
                () -> {
                  run.advance();
                  failed.accept(reason);
                });
          }
        };
    store.afterCommit(() -> shell.run(command, events));
  }
}
