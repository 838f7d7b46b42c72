package com.shangwellness.region.timeline;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The timeline of a region that really runs: one thread, on which region time passes {@code pace}
 * times as fast as the machine's. An action of the region's own that throws is undone and reported
 * to the log; the region carries on.
 */
public final class PacedTimeline implements Timeline, Pace, AutoCloseable {

  private static final Logger LOG = System.getLogger(PacedTimeline.class.getName());

  private final WallClock clock;
  private final Transactions transactions;
  private final Duration watchdog;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Agenda agenda = new Agenda();
  private final Map<String, Double> held = new LinkedHashMap<>();
  private final Thread thread;

  // Region time is `from` at the machine's `fromNanos`, and passes `pace` times as fast since then.
  private Instant from;
  private long fromNanos;
  private double pace;
  private double own;
  private boolean started;
  private boolean closed;

  /**
   * A timeline that goes on at {@code start} once {@link #start()} is called.
   *
   * @param pace region seconds per second of the machine, more than 0
   * @param watchdog an action that takes longer is reported to the log, since it holds everything
   *     else up
   */
  public PacedTimeline(
      Instant start, double pace, WallClock clock, Transactions transactions, Duration watchdog) {
    this.clock = clock;
    this.transactions = transactions;
    this.watchdog = watchdog;
    this.from = start.truncatedTo(ChronoUnit.MILLIS);
    this.fromNanos = clock.nanoTime();
    this.own = checked(pace);
    this.pace = own;
    this.thread = Thread.ofPlatform().name("timeline").unstarted(this::run);
  }

  private static double checked(double pace) {
    if (!(pace > 0 && pace <= 10_000)) {
      throw new IllegalArgumentException(
          "pace is " + pace + "; it must be more than 0 and at most 10000");
    }
    return pace;
  }

  /** Lets time pass and actions run. */
  public PacedTimeline start() {
    lock.lock();
    try {
      fromNanos = clock.nanoTime();
      started = true;
    } finally {
      lock.unlock();
    }
    thread.start();
    return this;
  }

  @Override
  public Instant now() {
    lock.lock();
    try {
      return regionTime();
    } finally {
      lock.unlock();
    }
  }

  // It stands still until it is started: what is handed over by then is due at once.
  private Instant regionTime() {
    if (!started) {
      return from;
    }
    long passed = (long) ((clock.nanoTime() - fromNanos) * pace);
    return from.plusNanos(passed).truncatedTo(ChronoUnit.MILLIS);
  }

  /** {@inheritDoc} */
  @Override
  public double pace() {
    lock.lock();
    try {
      return pace;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the timeline's own pace; what waits keeps its region time. */
  public void pace(double pace) {
    lock.lock();
    try {
      own = checked(pace);
      settlePace();
    } finally {
      lock.unlock();
    }
  }

  /** {@inheritDoc} What waits keeps its region time, which neither jumps nor runs backwards. */
  @Override
  public void hold(String holder, double pace) {
    lock.lock();
    try {
      held.put(holder, checked(pace));
      settlePace();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void release(String holder) {
    lock.lock();
    try {
      held.remove(holder);
      settlePace();
    } finally {
      lock.unlock();
    }
  }

  private void settlePace() {
    double next = held.values().stream().mapToDouble(Double::doubleValue).max().orElse(own);
    if (next != pace) {
      long now = clock.nanoTime();
      from = from.plusNanos((long) ((now - fromNanos) * pace));
      fromNanos = now;
      pace = next;
      changed.signalAll();
    }
  }

  @Override
  public Timer after(Duration delay, String what, Runnable action) {
    lock.lock();
    try {
      var due = delay.isPositive() ? regionTime().plus(delay) : regionTime();
      var entry = agenda.add(due, what, () -> carryOut(what, action));
      changed.signalAll();
      return () -> cancel(entry);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Agenda.Entry entry) {
    lock.lock();
    try {
      agenda.cancel(entry);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void post(String what, Runnable action) {
    after(Duration.ZERO, what, action);
  }

  /** {@inheritDoc} After {@link #close()} the answer fails at once. */
  @Override
  public <T> CompletableFuture<T> call(String what, Supplier<T> action) {
    var answer = new CompletableFuture<T>();
    lock.lock();
    try {
      if (closed) {
        answer.completeExceptionally(stopping());
      } else {
        agenda
            .add(regionTime(), what, () -> transactions.answer(answer, action))
            .orElse(() -> answer.completeExceptionally(stopping()));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    return answer;
  }

  private static IllegalStateException stopping() {
    return new IllegalStateException("the region is stopping");
  }

  private void carryOut(String what, Runnable action) {
    try {
      transactions.around(action);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, what + ": failed and was undone", e);
    }
  }

  private void run() {
    for (var next = next(); next.isPresent(); next = next()) {
      var entry = next.get();
      long began = clock.nanoTime();
      entry.run();
      var took = Duration.ofNanos(clock.nanoTime() - began);
      if (took.compareTo(watchdog) > 0) {
        LOG.log(Level.WARNING, entry.what + ": held the timeline for " + took.toMillis() + " ms");
      }
    }
  }

  /** Waits for the next action that is due; empty once the timeline is closed. */
  private Optional<Agenda.Entry> next() {
    lock.lock();
    try {
      while (!closed) {
        var first = agenda.first();
        if (first.isEmpty()) {
          changed.awaitUninterruptibly();
        } else if (!first.get().due.isAfter(regionTime())) {
          return Optional.of(agenda.removeFirst());
        } else {
          awaitUntil(first.get().due);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is next(), which looks again at what is due
  private void awaitUntil(Instant due) {
    long regionNanos = Duration.between(regionTime(), due).toNanos();
    try {
      var unused = changed.await((long) (regionNanos / pace) + 1, NANOSECONDS);
    } catch (InterruptedException e) {
      LOG.log(
          Level.WARNING,
          "the timeline's thread was interrupted; it is stopped by close() alone",
          e);
    }
  }

  /**
   * Stops after the action that is running; what still waits is not run, and who waits for its
   * answer is told so.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    remaining().forEach(Agenda.Entry::abandon);
  }

  private List<Agenda.Entry> remaining() {
    lock.lock();
    try {
      return agenda.clear();
    } finally {
      lock.unlock();
    }
  }
}
