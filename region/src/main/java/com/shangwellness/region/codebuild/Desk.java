package com.shangwellness.region.codebuild;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/** Hands work on files to another thread, and its outcome back to the timeline. */
final class Desk {

  /** Work that blocks. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws BuildFault, IOException;
  }

  private final Timeline timeline;
  private final Store store;
  private final Executor background;

  Desk(Timeline timeline, Store store, Executor background) {
    this.timeline = timeline;
    this.store = store;
    this.background = background;
  }

  /**
   * Has work done for a build once the running transaction is committed.
   *
   * @param what its line in the region's history
   * @param done told what it gave
   * @param failed told why it gave nothing
   */
  <T> void give(Run run, String what, Work<T> work, Consumer<T> done, Consumer<BuildFault> failed) {
    var stillHere = run.ifStillHere();
    var line = "codebuild: " + run.id() + ": " + what;
    Consumer<Runnable> answer = action -> timeline.post(line, () -> stillHere.accept(action));
    store.afterCommit(() -> background.execute(() -> carryOut(work, answer, done, failed)));
  }

  private static <T> void carryOut(
      Work<T> work, Consumer<Runnable> answer, Consumer<T> done, Consumer<BuildFault> failed) {
    try {
      var result = work.done();
      answer.accept(() -> done.accept(result));
    } catch (BuildFault e) {
      answer.accept(() -> failed.accept(e));
    } catch (IOException | UncheckedIOException | SdkException e) {
      var fault = BuildFault.client(String.valueOf(e.getMessage()));
      answer.accept(() -> failed.accept(fault));
    }
  }
}
