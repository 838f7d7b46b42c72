package com.shangwellness.region.processes;

import java.time.Duration;

/**
 * Waits on the machine's clock, whatever the region's pace: how long a real process is given to do
 * something. Every port to processes offers it, so that a simulated port may wait on the time of
 * its simulation.
 */
public interface MachineTime {

  /**
   * Runs {@code action} on the timeline after {@code delay} of the machine's time. What still waits
   * when the region stops is forgotten.
   *
   * @param what the action's line in the region's history
   */
  void after(Duration delay, String what, Runnable action);
}
