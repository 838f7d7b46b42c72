package com.shangwellness.ops.release;

import com.shangwellness.ops.production.Production;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Scaling that a release has suspended and that nobody has resumed, though the release is over:
 * whoever watched it has gone before its end.
 */
public final class LeftScaling {
  /** What is told of it. */
  public static final String RESUMED =
      "Nobody had watched the last release to its end: scaling is resumed.";

  private final ScalingPause pause;
  private final BooleanSupplier underWay;

  /**
   * The scaling behind {@code pause}.
   *
   * @param underWay whether a release is
   */
  LeftScaling(ScalingPause pause, BooleanSupplier underWay) {
    this.pause = pause;
    this.underWay = underWay;
  }

  /** That of the service that the stacks of {@code production} hold. */
  public static Optional<LeftScaling> of(Production production) {
    var clients = production.clients();
    return production
        .service()
        .map(service -> new ScalingPause(clients.scaling(), service))
        .map(
            pause ->
                new LeftScaling(
                    pause,
                    () ->
                        ReleaseGroup.find(production)
                            .map(group -> new Deployments(clients.codeDeploy(), group))
                            .flatMap(Deployments::active)
                            .isPresent()));
  }

  /** Whether there is such. */
  public boolean isThere() {
    return pause.isOn() && !underWay.getAsBoolean();
  }

  /**
   * Resumes it.
   *
   * @return whether there was something to resume
   */
  public boolean resume() {
    if (!isThere() || !pause.end()) {
      return false;
    }
    // A release that has begun meanwhile suspends once more after it was created; one that had
    // done so before the pause ended would be left without.
    if (underWay.getAsBoolean()) {
      pause.begin();
      return false;
    }
    return true;
  }
}
