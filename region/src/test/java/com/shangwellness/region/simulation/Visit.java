package com.shangwellness.region.simulation;

import com.shangwellness.region.tasks.ContainerSpec;
import com.shangwellness.region.traffic.SimulatedTraffic.Call;
import java.time.Instant;
import java.util.Optional;

/**
 * One request to production.
 *
 * @param target the VPC address of the target that got it; empty when the load balancer chose none
 * @param group the target group of that target; empty when there is none
 * @param container what listened there
 * @param life of the region, when it was made
 */
record Visit(
    Call call,
    Instant began,
    String target,
    String group,
    Optional<ContainerSpec> container,
    int life) {

  boolean isOver() {
    return call.status().isPresent();
  }

  /** Whether it met an error of the server or the load balancer. */
  boolean failed() {
    return call.status().filter(status -> status >= 500).isPresent();
  }
}
