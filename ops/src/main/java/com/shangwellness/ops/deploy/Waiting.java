package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import java.time.Duration;

/** The pause between two looks at something that AWS is doing. */
@FunctionalInterface
public interface Waiting {
  /** Waits a little. */
  void pause();

  /** Waits {@code interval} on the wall clock each time. */
  static Waiting of(Duration interval) {
    return () -> {
      try {
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failure.failed("interrupted while waiting; what was begun goes on without us");
      }
    };
  }
}
