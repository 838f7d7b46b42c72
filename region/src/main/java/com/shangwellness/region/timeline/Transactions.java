package com.shangwellness.region.timeline;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What encloses every action of a timeline: all of its effects, or none. */
@FunctionalInterface
public interface Transactions {

  /** For timelines that keep nothing. */
  Transactions NONE = Runnable::run;

  /**
   * Runs {@code action}; commits what it changed and releases its effects when it returns, undoes
   * what it changed when it throws, and then throws the same.
   */
  void around(Runnable action);

  /**
   * Runs {@code action} in a transaction and completes {@code answer} after the commit, or with
   * what was thrown.
   */
  default <T> void answer(CompletableFuture<T> answer, Supplier<T> action) {
    var result = new ArrayList<T>(1);
    try {
      around(() -> result.add(action.get()));
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
      return;
    }
    answer.complete(result.getFirst());
  }
}
