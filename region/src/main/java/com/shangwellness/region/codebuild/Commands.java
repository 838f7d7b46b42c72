package com.shangwellness.region.codebuild;

import com.shangwellness.region.shells.BuildShell;
import com.shangwellness.region.shells.ShellCommand;
import com.shangwellness.region.shells.ShellEvents;
import com.shangwellness.region.shells.ShellExit;
import com.shangwellness.region.store.Store;
import java.util.List;
import java.util.function.Consumer;

/** Has single commands of builds run, and hears of each once. */
record Commands(BuildShell shell, Store store) {

  /**
   * Runs a command from where the build is.
   *
   * @param heard told what it writes
   * @param exited told how it ended
   * @param failed told why it could not be run
   */
  void run(
      Run run,
      String text,
      Consumer<List<String>> heard,
      Consumer<ShellExit> exited,
      Consumer<String> failed) {
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
    // Its end may come twice, and what it wrote may come after it.
    var events =
        new ShellEvents() {
          @Override
          public void output(List<String> lines) {
            stillHere.accept(() -> heard.accept(lines));
          }

          @Override
          public void exited(ShellExit exit) {
            stillHere.accept(
                () -> {
                  run.advance();
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
