package com.shangwellness.region.simulation;

/**
 * The wires between a region and its outside, which a crash cuts: behind what was committed, and
 * before all or some of the effects of that are released.
 */
public final class Severing {

  private long left = Long.MAX_VALUE;

  /** Lets {@code commands} through and cuts the wires then. */
  public void after(int commands) {
    left = commands;
  }

  /** Takes note of one command; false when the wires are cut. */
  boolean lets() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
