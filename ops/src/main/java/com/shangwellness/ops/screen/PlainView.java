package com.shangwellness.ops.screen;

import com.shangwellness.ops.progress.Happening;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One line for each thing that happens: for files, pipes and builds. */
final class PlainView implements View {
  private final Terminal terminal;
  private final boolean showChanges;
  private final LongSupplier nanos;
  private final Map<String, Long> began = new HashMap<>();

  PlainView(Terminal terminal, boolean showChanges, LongSupplier nanos) {
    this.terminal = terminal;
    this.showChanges = showChanges;
    this.nanos = nanos;
  }

  @Override
  public synchronized void on(Happening happening) {
    switch (happening) {
      case Happening.Planned planned -> {}
      case Happening.Begun begun -> {
        began.put(begun.step(), nanos.getAsLong());
        print(begun.step(), "begins");
      }
      case Happening.Moved moved -> print(moved.step(), line(moved));
      case Happening.Ended ended -> print(ended.step(), ended.result() + took(ended.step()));
      case Happening.Failed failed ->
          print(failed.step(), "failed: " + failed.result() + took(failed.step()));
      case Happening.Proposed proposed -> propose(proposed);
      case Happening.Remark remark -> terminal.out().println(remark.line());
    }
    terminal.out().flush();
  }

  private void propose(Happening.Proposed proposed) {
    var count = proposed.changes().size();
    print(proposed.step(), count + (count == 1 ? " resource changes" : " resources change"));
    if (showChanges) {
      proposed.changes().forEach(line -> terminal.out().println("  " + line));
    }
  }

  private void print(String step, String what) {
    terminal.out().println(step + ": " + what);
  }

  private static String line(Happening.Moved moved) {
    var count = moved.total() > 0 ? moved.done() + "/" + moved.total() + " " : "";
    var detail = moved.detail().isEmpty() ? "" : " (" + moved.detail() + ")";
    return count + moved.part() + " " + moved.state() + detail;
  }

  private String took(String step) {
    var start = began.remove(step);
    return start == null ? "" : " in " + Board.seconds(Duration.ofNanos(nanos.getAsLong() - start));
  }

  @Override
  public synchronized <T> T aside(Supplier<T> question) {
    return question.get();
  }

  @Override
  public void close() {
    terminal.out().flush();
  }
}
