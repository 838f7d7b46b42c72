package com.shangwellness.ops.release;

import com.shangwellness.ops.production.Production;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Scaling that a release has suspended and that nobody has resumed, though the release is over:
 * whoever watched it has gone before its end.
 */
public final class LeftScaling {
  private final ScalingPause pause;
  private final BooleanSupplier underWay;
  private final BooleanSupplier awaitsRollback;

  private LeftScaling(
      ScalingPause pause, BooleanSupplier underWay, BooleanSupplier awaitsRollback) {
    this.pause = pause;
    this.underWay = underWay;
    this.awaitsRollback = awaitsRollback;
  }

  /** What became of it. */
  public enum Outcome {
    /** Nothing was left, or a release is under way and keeps it as it is. */
    NOTHING(""),
    /** It is resumed. */
    RESUMED("Nobody had watched the last release to its end: scaling is resumed."),
    /** It was resumed, and is suspended again for a release that has begun in between. */
    SUSPENDED_AGAIN(
        "A release has begun while scaling was being resumed after the last one: it is suspended"
            + " again, until that one is over."),
    /** It stays suspended for a rollback that is still to begin. */
    AWAITS_ROLLBACK(
        "The last release has just ended and may yet be taken back: scaling stays suspended until"
            + " that is over, or has not begun for two minutes. Any later ./shang release watch,"
            + " status or alarms resumes it.");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** What is to be told of it. */
    public Optional<String> words() {
      return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }
  }

  /** The scaling behind {@code pause}, which {@code deployments} suspend. */
  static LeftScaling of(ScalingPause pause, Deployments deployments, Supplier<Instant> now) {
    return new LeftScaling(
        pause, () -> deployments.active().isPresent(), () -> deployments.awaitsRollback(now.get()));
  }

  /**
   * That of the service that the stacks of {@code production} hold.
   *
   * @param now what time it is where they are
   */
  public static Optional<LeftScaling> of(Production production, Supplier<Instant> now) {
    var clients = production.clients();
    return production
        .service()
        .map(service -> new ScalingPause(clients.scaling(), service))
        .map(
            pause ->
                ReleaseGroup.find(production)
                    .map(group -> new Deployments(clients.codeDeploy(), group))
                    .map(deployments -> of(pause, deployments, now))
                    .orElseGet(() -> new LeftScaling(pause, () -> false, () -> false)));
  }

  /** The same, after a release that nothing is to take back. */
  LeftScaling withoutRollback() {
    return new LeftScaling(pause, underWay, () -> false);
  }

  /** Whether there is such. */
  public boolean isThere() {
    return pause.isOn() && !underWay.getAsBoolean();
  }

  /**
   * Resumes it, unless the release is still to be taken back.
   *
   * <p>A release may begin in between, as the pipeline's do, which nobody suspends scaling for. It
   * finds scaling suspended, and would run without if this ended it: a deployment that is not
   * steady within five minutes after a scaling event fails. Nobody who asks for the state of things
   * expects that of it. So scaling is suspended again, and whoever asked is told that it is, and
   * why it was not resumed.
   */
  public Outcome resume() {
    if (!isThere()) {
      return Outcome.NOTHING;
    }
    // Asked after those that are under way: a rollback that has begun in between is seen here.
    if (awaitsRollback.getAsBoolean()) {
      return Outcome.AWAITS_ROLLBACK;
    }
    if (!pause.end()) {
      return pause.isOn() ? Outcome.SUSPENDED_AGAIN : Outcome.NOTHING;
    }
    // A release that has begun meanwhile suspends once more after it was created; one that had
    // done so before the pause ended would be left without.
    if (underWay.getAsBoolean()) {
      pause.begin();
      return Outcome.SUSPENDED_AGAIN;
    }
    return Outcome.RESUMED;
  }
}
