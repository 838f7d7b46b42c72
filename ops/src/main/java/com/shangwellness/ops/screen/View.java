package com.shangwellness.ops.screen;

import com.shangwellness.ops.progress.Progress;
import java.util.function.Supplier;

/** Shows what happens while a command works. Closing it leaves the last state on the screen. */
public interface View extends Progress, AutoCloseable {
  /** Gives the screen to {@code question} alone, and then goes on. */
  <T> T aside(Supplier<T> question);

  @Override
  void close();

  /**
   * The view that suits {@code terminal}.
   *
   * @param showChanges whether a stack's changes are listed before they are made
   */
  static View on(Terminal terminal, boolean showChanges) {
    return terminal.live()
        ? LiveView.started(terminal, showChanges)
        : new PlainView(terminal, showChanges, System::nanoTime);
  }
}
