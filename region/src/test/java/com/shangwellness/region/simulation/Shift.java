package com.shangwellness.region.simulation;

import java.time.Duration;

/**
 * How a configuration moves traffic.
 *
 * @param step percent at each step
 * @param steps how many of them before the rest follows
 * @param interval between two
 */
record Shift(String configuration, int step, int steps, Duration interval) {

  private static final Shift[] ALL = {
    new Shift("CodeDeployDefault.ECSCanary10Percent5Minutes", 10, 1, Duration.ofMinutes(5)),
    new Shift("CodeDeployDefault.ECSLinear10PercentEvery1Minutes", 10, 9, Duration.ofMinutes(1)),
    new Shift("CodeDeployDefault.ECSAllAtOnce", 100, 0, Duration.ofMinutes(1)),
    new Shift("Canary25Percent1Minute", 25, 1, Duration.ofMinutes(1)),
    new Shift("Linear40PercentEvery2Minutes", 40, 2, Duration.ofMinutes(2)),
  };

  /** Production's. */
  static final Shift CANARY = ALL[0];

  static Shift[] all() {
    return ALL.clone();
  }

  static Shift named(String configuration) {
    for (var shift : ALL) {
      if (shift.configuration.equals(configuration)) {
        return shift;
      }
    }
    throw new IllegalArgumentException(configuration + " is not in use here");
  }

  boolean isPredefined() {
    return configuration.startsWith("CodeDeployDefault.");
  }

  boolean isCanary() {
    return steps == 1;
  }

  /** Green's weight at the time {@code since} after its first one. */
  int weightAfter(Duration since) {
    long done = 1 + since.dividedBy(interval);
    return done > steps ? 100 : (int) (step * done);
  }
}
