package com.shangwellness.region.cloudwatch;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** What an expression of metric math comes to. */
sealed interface Value {

  /** A single number. */
  record Scalar(double number) implements Value {}

  /** Words, for functions that are told how to do it. */
  record Words(String text) implements Value {}

  /**
   * Numbers over time.
   *
   * @param points by the second at which their period begins
   */
  record Series(String label, NavigableMap<Long, Double> points) implements Value {

    /** Every point changed alike. */
    Series each(DoubleUnaryOperator change) {
      var changed = new TreeMap<Long, Double>();
      points.forEach((at, number) -> changed.put(at, change.applyAsDouble(number)));
      return new Series(label, changed);
    }
  }

  /** Several of them. */
  record Many(List<Series> series) implements Value {}
}
