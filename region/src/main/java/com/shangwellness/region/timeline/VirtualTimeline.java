package com.shangwellness.region.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A timeline on which time passes when it is told to: for tests and simulations. The caller's
 * thread runs the actions, so a simulated five minutes take as long as what happens in them. An
 * action that throws fails the call that let time pass.
 *
 * <p>For one thread only.
 */
public final class VirtualTimeline implements Timeline {

  private final Transactions transactions;
  private final Agenda agenda = new Agenda();
  private final List<Line> history = new ArrayList<>();
  private Runnable watch = () -> {};
  private Instant now;
  private boolean running;

  private record Line(Instant at, String what) {
    @Override
    public String toString() {
      return at + " " + what;
    }
  }

  /**
   * A timeline that begins at {@code start} and runs each action inside a transaction of {@code
   * transactions}.
   */
  public VirtualTimeline(Instant start, Transactions transactions) {
    this.now = start;
    this.transactions = transactions;
  }

  /** A timeline that begins on 1 January 2026, with nothing to keep. */
  public VirtualTimeline() {
    this(Instant.parse("2026-01-01T00:00:00Z"), Transactions.NONE);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Timer after(Duration delay, String what, Runnable action) {
    var entry = agenda.add(delay.isPositive() ? now.plus(delay) : now, what, enclosed(action));
    return () -> agenda.cancel(entry);
  }

  @Override
  public void post(String what, Runnable action) {
    agenda.add(now, what, enclosed(action));
  }

  private Runnable enclosed(Runnable action) {
    return () -> transactions.around(action);
  }

  /**
   * {@inheritDoc} Unless an action is running, the call is carried out at once, with all that is
   * due now.
   */
  @Override
  public <T> CompletableFuture<T> call(String what, Supplier<T> action) {
    var answer = new CompletableFuture<T>();
    agenda.add(now, what, () -> transactions.answer(answer, action));
    if (!running) {
      settle();
    }
    return answer;
  }

  /** Lets {@code duration} pass and runs all that falls due in it, in order. */
  public void passes(Duration duration) {
    var end = now.plus(duration);
    while (agenda.first().filter(e -> !e.due.isAfter(end)).isPresent()) {
      runFirst();
    }
    now = end;
  }

  /** Runs all that is due now, and what that leads to, without letting time pass. */
  public void settle() {
    passes(Duration.ZERO);
  }

  /** Goes to the next thing that waits and runs it; false when nothing waits. */
  public boolean step() {
    if (agenda.first().isEmpty()) {
      return false;
    }
    runFirst();
    return true;
  }

  private void runFirst() {
    var entry = agenda.removeFirst();
    if (entry.due.isAfter(now)) {
      now = entry.due;
    }
    history.add(new Line(now, entry.what));
    running = true;
    try {
      entry.run();
    } finally {
      running = false;
    }
    watch.run();
  }

  /**
   * Has {@code watch} run after each action, once all that it changed is kept and its effects are
   * released: how a simulation checks what must hold at every instant. What it throws fails the
   * call that let time pass.
   */
  public void afterEach(Runnable watch) {
    this.watch = watch;
  }

  /** What has run so far, one line per action: the same seed gives the same lines. */
  public List<String> history() {
    return history.stream().map(Line::toString).toList();
  }
}
