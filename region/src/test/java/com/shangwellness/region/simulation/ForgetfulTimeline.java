package com.shangwellness.region.simulation;

import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A timeline that forgets every fifth look at a deployment. */
final class ForgetfulTimeline implements Timeline {

  private final Timeline timeline;
  private int looks;

  ForgetfulTimeline(Timeline timeline) {
    this.timeline = timeline;
  }

  @Override
  public Instant now() {
    return timeline.now();
  }

  @Override
  public Timer after(Duration delay, String what, Runnable action) {
    boolean forgotten = what.startsWith("codedeploy: look at") && ++looks % 5 == 0;
    return forgotten ? () -> {} : timeline.after(delay, what, action);
  }

  @Override
  public void post(String what, Runnable action) {
    timeline.post(what, action);
  }

  @Override
  public <T> CompletableFuture<T> call(String what, Supplier<T> action) {
    return timeline.call(what, action);
  }
}
