package com.shangwellness.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Since when the database has been failing, as far as anybody who asked it has seen. */
final class Availability {

  private final Clock clock;
  private final AtomicReference<Optional<Instant>> failingSince =
      new AtomicReference<>(Optional.empty());

  Availability(Clock clock) {
    this.clock = clock;
  }

  /** The database answered. */
  void answered() {
    failingSince.set(Optional.empty());
  }

  /** The database could not be reached. */
  void failed() {
    failingSince.updateAndGet(since -> since.or(() -> Optional.of(clock.instant())));
  }

  /** How long it has been failing; nothing when it is not known to. */
  Optional<Duration> failingFor() {
    return failingSince.get().map(since -> Duration.between(since, clock.instant()));
  }
}
