package com.shangwellness.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Who has begun something that must be finished before the end: requests, and a change of the
 * schema. Once it is shut nobody new begins.
 */
final class Gate {

  private int inside;
  private boolean shut;

  /** Whether one more may begin; {@link #leave} follows if so, and only then. */
  synchronized boolean enter() {
    if (shut) {
      return false;
    }
    inside++;
    return true;
  }

  /** What was begun is finished. */
  synchronized void leave() {
    inside--;
    notifyAll();
  }

  /** How many are inside. */
  synchronized int inside() {
    return inside;
  }

  /** From now on nobody new begins. */
  synchronized void shut() {
    shut = true;
  }

  /**
   * Waits until all have left, {@code limit} at most.
   *
   * @return how many are still inside
   */
  synchronized int awaitEmpty(Duration limit) throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); inside > 0 && left > 0; left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return inside;
  }
}
