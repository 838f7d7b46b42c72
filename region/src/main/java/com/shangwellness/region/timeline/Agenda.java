package com.shangwellness.region.timeline;

import com.shangwellness.region.caller.Caller;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What waits to be done: actions in order of time and then of arrival. Not safe for use by several
 * threads.
 */
final class Agenda {

  /** One action that waits. */
  static final class Entry {
    final Instant due;
    final String what;
    private final long arrival;
    private final Runnable action;
    private final Optional<Caller> caller;
    private Runnable otherwise = () -> {};
    private boolean cancelled;

    private Entry(
        Instant due, long arrival, String what, Runnable action, Optional<Caller> caller) {
      this.due = due;
      this.arrival = arrival;
      this.what = what;
      this.action = action;
      this.caller = caller;
    }

    /** Has {@code otherwise} done when the entry never gets its turn. */
    Entry orElse(Runnable otherwise) {
      this.otherwise = otherwise;
      return this;
    }

    void abandon() {
      otherwise.run();
    }

    void run() {
      caller.ifPresentOrElse(c -> c.run(action), action);
    }
  }

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(
          Comparator.<Entry, Instant>comparing(e -> e.due).thenComparingLong(e -> e.arrival));
  private long arrivals;

  Entry add(Instant due, String what, Runnable action) {
    var entry = new Entry(due, arrivals++, what, action, Caller.current());
    entries.add(entry);
    return entry;
  }

  void cancel(Entry entry) {
    entry.cancelled = true;
    // A cancelled entry that is next in line is dropped now, the others when their turn comes.
    dropCancelled();
  }

  Optional<Entry> first() {
    dropCancelled();
    return Optional.ofNullable(entries.peek());
  }

  Entry removeFirst() {
    return entries.remove();
  }

  /** Takes all entries away. */
  List<Entry> clear() {
    var all = List.copyOf(entries);
    entries.clear();
    return all;
  }

  private void dropCancelled() {
    while (!entries.isEmpty() && entries.peek().cancelled) {
      entries.remove();
    }
  }
}
