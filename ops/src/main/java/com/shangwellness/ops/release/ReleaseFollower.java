package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Looks at a release again and again, until it is over. */
final class ReleaseFollower {
  /** For so long nobody need answer: a region that is stopped, or a network that is away. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** CodeDeploy may end a deployment a moment before it begins to take it back. */
  private static final int BELIEVED = 3;

  /** What services answer to credentials that were good once: STS and EC2 API, "Common errors". */
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

  private static final int SERVER_ERROR = 500;

  private final ReleaseReader reader;
  private final Waiting waiting;
  private final LongSupplier nanos;

  ReleaseFollower(ReleaseReader reader, Waiting waiting, LongSupplier nanos) {
    this.reader = reader;
    this.waiting = waiting;
    this.nanos = nanos;
  }

  /**
   * Follows the release {@code id} for as long as {@code seen} wants to see more.
   *
   * @throws Failure if nobody answers for five minutes, or the credentials expire
   */
  ReleaseState follow(String id, Predicate<ReleaseState> seen) {
    long answered = nanos.getAsLong();
    int over = 0;
    while (true) {
      var state = look(id, answered);
      if (state.isPresent()) {
        answered = nanos.getAsLong();
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
    } catch (AwsServiceException e) {
      refuseExpired(id, code(e));
      if (!e.isThrottlingException() && e.statusCode() < SERVER_ERROR) {
        throw e;
      }
      return unanswered(id, answered, e);
    } catch (SdkClientException e) {
      // A login by IAM Identity Center ends here already, by a class that is there at run time
      // only.
      refuseExpired(id, e.getClass().getSimpleName());
      return unanswered(id, answered, e);
    }
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : Objects.toString(e.awsErrorDetails().errorCode(), "");
  }

  private static void refuseExpired(String id, String code) {
    if (EXPIRED.contains(code)) {
      throw left(id, "your credentials have expired (" + code + "): log in again");
    }
  }

  private Optional<ReleaseState> unanswered(String id, long answered, SdkException e) {
    if (nanos.getAsLong() - answered > PATIENCE.toNanos()) {
      throw left(
          id,
          "nobody has answered for " + PATIENCE.toMinutes() + " minutes (" + e.getMessage() + ")");
    }
    return Optional.empty();
  }

  private static Failure left(String id, String why) {
    return Failure.failed(
        why + "; release " + id + " goes on without us: ./shang release watch returns to it");
  }
}
