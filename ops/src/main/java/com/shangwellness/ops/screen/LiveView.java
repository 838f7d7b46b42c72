package com.shangwellness.ops.screen;

import com.shangwellness.ops.progress.Happening;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A board that is drawn over itself, several times a second; remarks scroll away above it. */
final class LiveView implements View {
  private static final long REDRAW_MILLIS = 100;
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";

  private final Terminal terminal;
  private final boolean showChanges;
  private final Board board = new Board();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("screen").factory());
  private int drawn;
  private boolean closed;

  private LiveView(Terminal terminal, boolean showChanges) {
    this.terminal = terminal;
    this.showChanges = showChanges;
  }

  static LiveView started(Terminal terminal, boolean showChanges) {
    var view = new LiveView(terminal, showChanges);
    var unused =
        view.ticker.scheduleAtFixedRate(
            view::redraw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    return view;
  }

  @Override
  public synchronized void on(Happening happening) {
    board.take(happening, System.nanoTime());
    if (happening instanceof Happening.Remark remark) {
      above(remark.line());
    }
    if (showChanges && happening instanceof Happening.Proposed proposed) {
      above(terminal.bold(proposed.step()));
      proposed.changes().forEach(line -> above("  " + line));
    }
  }

  private void above(String line) {
    erase();
    terminal.out().println(line);
  }

  private synchronized void redraw() {
    if (closed) {
      return;
    }
    var lines = board.lines(terminal, System.nanoTime());
    var frame = new StringBuilder(HIDE_CURSOR).append(home());
    lines.forEach(line -> frame.append(line).append("\u001b[K\n"));
    terminal.out().print(frame.append(ERASE_BELOW));
    terminal.out().flush();
    drawn = lines.size();
  }

  private String home() {
    return drawn == 0 ? "" : "\u001b[" + drawn + "F";
  }

  private void erase() {
    terminal.out().print(home() + ERASE_BELOW + SHOW_CURSOR);
    terminal.out().flush();
    drawn = 0;
  }

  @Override
  public synchronized <T> T aside(Supplier<T> question) {
    // The ticker waits for this monitor, so nothing is drawn while the user answers.
    redraw();
    terminal.out().print(SHOW_CURSOR);
    terminal.out().flush();
    drawn = 0;
    return question.get();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      redraw();
      closed = true;
      terminal.out().print(SHOW_CURSOR);
      terminal.out().flush();
      ticker.shutdownNow();
    }
  }
}
