package com.shangwellness.region.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The region's only clock and only scheduler. Actions run one at a time, in order of time and then
 * of arrival, each inside one {@link Transactions transaction}; an action never blocks.
 *
 * <p>An action runs for the {@link com.shangwellness.region.caller.Caller caller} that scheduled
 * it.
 */
public interface Timeline {

  /** Region time, to the millisecond. It never runs backwards. */
  Instant now();

  /**
   * Runs {@code action} after {@code delay} of region time; a delay that is not positive means as
   * soon as possible.
   *
   * @param what the action's line in the region's history, for example {@code "ecs: health check
   *     grace of web ends"}
   */
  Timer after(Duration delay, String what, Runnable action);

  /**
   * Runs {@code action} at {@code due}, or as soon as possible when that is past: how a stored
   * deadline is armed.
   */
  default Timer at(Instant due, String what, Runnable action) {
    return after(Duration.between(now(), due), what, action);
  }

  /**
   * Hands an action over, from this thread or another one: an answer from a port, the next step of
   * a long work.
   */
  void post(String what, Runnable action);

  /**
   * Hands over an action that has an answer. The answer is completed after the action's transaction
   * has been committed, or exceptionally with what the action (or its commit) threw, in which case
   * nothing of it was kept.
   */
  <T> CompletableFuture<T> call(String what, Supplier<T> action);
}
