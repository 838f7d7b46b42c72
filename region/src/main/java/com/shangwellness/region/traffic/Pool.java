package com.shangwellness.region.traffic;

import java.util.List;

/**
 * A target group's targets.
 *
 * @param id the target group's ARN
 */
public record Pool(String id, Balancing balancing, List<Target> targets) {

  /** Copies the list. */
  public Pool {
    targets = List.copyOf(targets);
  }

  /** How a target is chosen among those that may be. */
  public enum Balancing {
    /** Each in turn. */
    ROUND_ROBIN,
    /** The one with the fewest requests in flight. */
    LEAST_OUTSTANDING
  }

  /** One target. */
  public record Target(Address address, Readiness readiness) {}
}
