package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Looks at a release again and again, until it is over. */
final class ReleaseFollower {
  /** For so long nobody need answer: a region that is stopped, or a network that is away. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ReleaseReader reader;
  private final Waiting waiting;

  ReleaseFollower(ReleaseReader reader, Waiting waiting) {
    this.reader = reader;
    this.waiting = waiting;
  }

  /**
   * Follows the release {@code id} for as long as {@code seen} wants to see more.
   *
   * @throws Failure if nobody answers for five minutes
   */
  ReleaseState follow(String id, Predicate<ReleaseState> seen) {
    long answered = System.nanoTime();
    while (true) {
      var state = look(id, answered);
      if (state.isPresent()) {
        answered = System.nanoTime();
        if (!seen.test(state.get()) || state.get().isOver()) {
          return state.get();
        }
      }
      waiting.pause();
    }
  }

  private Optional<ReleaseState> look(String id, long answered) {
    try {
      return Optional.of(reader.look(id));
    } catch (SdkClientException e) {
      if (System.nanoTime() - answered > PATIENCE.toNanos()) {
        throw Failure.failed(
            "nobody has answered for "
                + PATIENCE.toMinutes()
                + " minutes ("
                + e.getMessage()
                + "); release "
                + id
                + " goes on without us, ./shang release watch returns to it");
      }
      return Optional.empty();
    }
  }
}
