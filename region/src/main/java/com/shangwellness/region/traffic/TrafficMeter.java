package com.shangwellness.region.traffic;

/**
 * Counts what is carried; the source of a load balancer's metrics. Called on the threads that carry
 * traffic, so it must be quick, must not block, and must not throw.
 */
@FunctionalInterface
public interface TrafficMeter {

  /** Counts nothing. */
  TrafficMeter NONE = (frontend, pool, target, status, targetNanos) -> {};

  /**
   * A request was answered.
   *
   * @param pool the pool it was routed to; empty when the load balancer answered without one
   * @param target where it was sent, as {@code host:port}; empty when the load balancer answered
   *     (its own 502, 503, 504 and 460 among them)
   * @param status of the answer; 460 when the client went away before it
   * @param targetNanos wall time from when the request was sent to the target until its answer
   *     began; 0 when there is no target
   */
  void answered(String frontend, String pool, String target, int status, long targetNanos);
}
