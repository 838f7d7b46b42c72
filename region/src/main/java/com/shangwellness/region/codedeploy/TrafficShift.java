package com.shangwellness.region.codedeploy;

import java.time.Duration;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

/**
 * How much of the traffic green has, step by step.
 *
 * @param first the percentage that it has at once
 * @param more how much each later step adds
 * @param interval from one step to the next
 */
record TrafficShift(int first, int more, Duration interval) {

  private static final int ALL = 100;

  TrafficShift {
    if (first < 1 || first > ALL || more < 1 || more > ALL || !interval.isPositive()) {
      throw new IllegalArgumentException(
          "a shift of " + first + " % and " + more + " % each " + interval);
    }
  }

  /** What a deployment configuration says. */
  static TrafficShift of(TrafficRoutingConfig config) {
    return switch (config.type()) {
      case TIME_BASED_CANARY -> {
        var canary = config.timeBasedCanary();
        yield new TrafficShift(
            canary.canaryPercentage(), ALL, Duration.ofMinutes(canary.canaryInterval()));
      }
      case TIME_BASED_LINEAR -> {
        var linear = config.timeBasedLinear();
        yield new TrafficShift(
            linear.linearPercentage(),
            linear.linearPercentage(),
            Duration.ofMinutes(linear.linearInterval()));
      }
      default -> new TrafficShift(ALL, ALL, Duration.ofMinutes(1));
    };
  }

  /** The percentage that follows {@code percent}. */
  int after(int percent) {
    return percent == 0 ? first : Math.min(ALL, percent + more);
  }

  /** From the first step to the last. */
  Duration length() {
    var length = Duration.ZERO;
    for (int percent = first; percent < ALL; percent = after(percent)) {
      length = length.plus(interval);
    }
    return length;
  }
}
