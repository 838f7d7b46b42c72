package com.shangwellness.region.simulation;

import com.shangwellness.region.tasks.Behaviour;
import java.time.Duration;
import java.util.Locale;

/** A version of the application, good or bad. */
enum Version {
  GOOD(Behaviour.serves(), 200, 200, Duration.ZERO),
  BETTER(Behaviour.serves(), 200, 200, Duration.ofMillis(20)),
  EXITS_AT_ONCE(Behaviour.exits(Duration.ofMillis(300), 1), 200, 200, Duration.ZERO),
  /** Grows until it reaches its memory limit. */
  GROWS(Behaviour.exits(Duration.ofMinutes(3), 137), 200, 200, Duration.ZERO),
  NEVER_HEALTHY(Behaviour.serves(), 503, 503, Duration.ZERO),
  /** Healthy, and yet each request to it fails. */
  FAILS(Behaviour.serves(), 200, 500, Duration.ZERO),
  SLOW(Behaviour.serves(), 200, 200, Duration.ofSeconds(4)),
  DEAF_TO_SIGTERM(Behaviour.serves().ignoringStop(), 200, 200, Duration.ZERO),
  /** Its image is not in the registry. */
  MISSING(Behaviour.serves(), 200, 200, Duration.ZERO);

  private final Behaviour behaviour;
  private final int health;
  private final int status;
  private final Duration takes;

  Version(Behaviour behaviour, int health, int status, Duration takes) {
    this.behaviour = behaviour;
    this.health = health;
    this.status = status;
    this.takes = takes;
  }

  /** The tag of its image. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  Behaviour behaviour() {
    return behaviour;
  }

  /** What it answers to health checks. */
  int health() {
    return health;
  }

  /** What it answers to requests. */
  int status() {
    return status;
  }

  /** How long it takes for an answer. */
  Duration takes() {
    return takes;
  }

  /** Whether it may be what serves in the end. */
  boolean isGood() {
    return this == GOOD || this == BETTER || this == DEAF_TO_SIGTERM;
  }
}
