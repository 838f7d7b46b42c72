package com.shangwellness.region.cloudwatch;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each value was seen, in the order of the values. While there are few values they are
 * exact; of many, neighbours are taken together, so that a distribution stays small.
 *
 * @param counts how often, by value
 */
record Distribution(TreeMap<Double, Double> counts) {

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
    var both = new TreeMap<>(counts);
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
   * @param percent above 0, up to 100
   */
  double percentile(double percent) {
    double wanted = total() * percent / 100;
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

  /** The average of the values from the {@code low} to the {@code high} percentile. */
  double trimmedMean(double low, double high) {
    double from = total() * low / 100;
    double to = total() * high / 100;
    double seen = 0;
    double sum = 0;
    double weight = 0;
    for (Map.Entry<Double, Double> entry : counts.entrySet()) {
      double part = Math.min(seen + entry.getValue(), to) - Math.max(seen, from);
      if (part > 0) {
        sum += entry.getKey() * part;
        weight += part;
      }
      seen += entry.getValue();
    }
    return weight == 0 ? counts.firstKey() : sum / weight;
  }

  private double total() {
    return counts.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
