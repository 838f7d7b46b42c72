package com.shangwellness.region.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A timeline whose machine has too much to do: each action runs so much later than it is due.
 *
 * @param punctual the timeline that is late
 */
public record LateTimeline(Timeline punctual, Duration late) implements Timeline {

  @Override
  public Instant now() {
    return punctual.now();
  }

  @Override
  public Timer after(Duration delay, String what, Runnable action) {
    return punctual.after(delay.plus(late), what, action);
  }

  @Override
  public void post(String what, Runnable action) {
    punctual.post(what, action);
  }

  @Override
  public <T> CompletableFuture<T> call(String what, Supplier<T> action) {
    return punctual.call(what, action);
  }
}
