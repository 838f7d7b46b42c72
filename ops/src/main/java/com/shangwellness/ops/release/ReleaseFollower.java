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

  /** CodeDeploy may end a deployment a moment before it begins to take it back. */
  private static final int BELIEVED = 3;

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
    int over = 0;
    while (true) {
      var state = look(id, answered);
      if (state.isPresent()) {
        answered = System.nanoTime();
        over = state.get().isOver() ? over + 1 : 0;
        if (!seen.test(state.get()) || over >= needed(state.get())) {
          return state.get();
        }
      }
      waiting.pause();
    }
  }

  private static int needed(ReleaseState state) {
    return state.isGood() || state.isTakenBack() ? 1 : BELIEVED;
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
