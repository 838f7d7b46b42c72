package com.shangwellness.region.applicationautoscaling;

/**
 * The arithmetic of target tracking (Application Auto Scaling guide, "How target tracking scaling
 * works"): out in proportion to the metric, rounded up; in more gradually, and never so far that
 * the metric would pass its target. How gradually AWS does not publish: here a tenth of the
 * capacity at a time, at least one.
 */
final class Tracking {

  private static final int PART_AT_A_TIME = 10;

  private Tracking() {}

  /** The capacity at which the metric would be at its target, rounded up. */
  static int proportional(int capacity, double value, double target) {
    // A hair's breadth is not a task: 2 × 70.0000000001 / 70 are 2.
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(capacity * (value / target) - 1e-9));
  }

  /** The capacity after one step in. */
  static int inward(int capacity, double value, double target) {
    int step = Math.max(1, capacity / PART_AT_A_TIME);
    return Math.max(proportional(capacity, value, target), capacity - step);
  }
}
