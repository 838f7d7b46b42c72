package com.shangwellness.region.processes;

import java.time.Duration;

/**
 * What a process and all that it started have used of the machine.
 *
 * @param processor time of all processors together, since they were started
 * @param age wall time since the first of them was started
 * @param memory resident memory now, in bytes
 */
public record Usage(Duration processor, Duration age, long memory) {

  /** Nothing yet. */
  public static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO, 0);

  /**
   * How many processors were busy with it between {@code before} and now, by the wall: 0.5 for half
   * of one. 0 when no time has passed.
   */
  public double processorsSince(Usage before) {
    var wall = age.minus(before.age());
    // A process that ended without being waited for takes its time with it.
    long used = Math.max(0, processor.minus(before.processor()).toNanos());
    return wall.isPositive() ? (double) used / wall.toNanos() : 0;
  }
}
