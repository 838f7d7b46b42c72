package com.shangwellness.region.cloudwatch;

import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * All that is known of a metric's values in one period.
 *
 * @param count how many values
 * @param distribution the values themselves; empty when somebody sent a statistic set, which does
 *     not tell them
 */
record Aggregate(
    double count, double sum, double minimum, double maximum, Optional<Distribution> distribution) {

  static Aggregate of(double value, double count) {
    return new Aggregate(
        count, value * count, value, value, Optional.of(Distribution.of(value, count)));
  }

  /** What a checked datum says. */
  static Aggregate of(MetricDatum datum) {
    if (datum.value() != null) {
      return of(datum.value(), 1);
    }
    if (datum.statisticValues() != null) {
      var set = datum.statisticValues();
      // A set whose extremes are equal hides nothing.
      var known =
          set.minimum().equals(set.maximum())
              ? Optional.of(Distribution.of(set.minimum(), set.sampleCount()))
              : Optional.<Distribution>empty();
      return new Aggregate(set.sampleCount(), set.sum(), set.minimum(), set.maximum(), known);
    }
    Aggregate all = null;
    for (int i = 0; i < datum.values().size(); i++) {
      double count = datum.hasCounts() ? datum.counts().get(i) : 1;
      if (count > 0) {
        var one = of(datum.values().get(i), count);
        all = all == null ? one : all.plus(one);
      }
    }
    return all == null ? of(datum.values().getFirst(), 0) : all;
  }

  /** This period and another one as one. */
  Aggregate plus(Aggregate other) {
    return new Aggregate(
        count + other.count,
        sum + other.sum,
        Math.min(minimum, other.minimum),
        Math.max(maximum, other.maximum),
        distribution.flatMap(mine -> other.distribution.map(mine::plus)));
  }

  /** The same, smaller: values within ten percent of each other are taken together. */
  Aggregate coarse() {
    return new Aggregate(
        count, sum, minimum, maximum, distribution.map(d -> d.within(Distribution.COARSE)));
  }

  double average() {
    return sum / count;
  }
}
