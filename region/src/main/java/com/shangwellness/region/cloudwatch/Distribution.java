package com.shangwellness.region.cloudwatch;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How often each value was seen, in the order of the values. While there are few values they are
 * exact; of many, neighbours are taken together, so that a distribution stays small.
 *
 * @param counts how often, by value
 */
record Distribution(NavigableMap<Double, Double> counts) {

  /** Up to so many different values are kept as they are. */
  private static final int EXACT = 32;

  /** Neighbours within two percent are one, while the distribution is fresh. */
  static final double FINE = 1.02;

  /** Neighbours within ten percent are one, as CloudWatch's own distributions have it. */
  static final double COARSE = 1.1;

  static Distribution of(double value, double count) {
    var counts = new TreeMap<Double, Double>();
    counts.put(value, count);
    return new Distribution(counts);
  }

  Distribution plus(Distribution other) {
    if (counts.size() < other.counts.size()) {
      return other.plus(this);
    }
    var both = new TreeMap<>(counts);
    if (counts.size() > EXACT) {
      // Taken together already: what comes is put to its neighbours, and the others stay.
      other.counts.forEach((value, count) -> both.merge(bucket(value, FINE), count, Double::sum));
      return new Distribution(both);
    }
    other.counts.forEach((value, count) -> both.merge(value, count, Double::sum));
    return new Distribution(both).within(FINE);
  }

  /** The same with values that are less than {@code ratio} apart taken together. */
  Distribution within(double ratio) {
    if (counts.size() <= EXACT) {
      return this;
    }
    var buckets = new TreeMap<Double, Double>();
    counts.forEach((value, count) -> buckets.merge(bucket(value, ratio), count, Double::sum));
    return new Distribution(buckets);
  }

  private static double bucket(double value, double ratio) {
    if (value == 0) {
      return 0;
    }
    var size = Math.pow(ratio, Math.rint(Math.log(Math.abs(value)) / Math.log(ratio)));
    return Math.copySign(size, value);
  }

  /**
   * The value that {@code percent} of all values do not exceed.
   *
   * @param percent from 0, of which it is the lowest value, to 100
   */
  double percentile(double percent) {
    double wanted = count() * percent / 100;
    double seen = 0;
    for (Map.Entry<Double, Double> entry : counts.entrySet()) {
      seen += entry.getValue();
      // Rounding must not push p100 beyond the last value.
      if (seen >= wanted - 1e-9) {
        return entry.getKey();
      }
    }
    return counts.lastKey();
  }

  /** The values of {@code range} alone. */
  Distribution part(Range range) {
    return new Distribution(range.of(this));
  }

  /** All values, those outside {@code range} moved to its nearest end. */
  Distribution movedInto(Range range) {
    var moved = new TreeMap<Double, Double>();
    counts.forEach((value, count) -> moved.merge(range.nearest(value, this), count, Double::sum));
    return new Distribution(moved);
  }

  double count() {
    return counts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  double sum() {
    return counts.entrySet().stream().mapToDouble(e -> e.getKey() * e.getValue()).sum();
  }

  /** Not a number when there are no values. */
  double average() {
    return sum() / count();
  }
}
