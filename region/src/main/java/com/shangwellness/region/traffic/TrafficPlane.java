package com.shangwellness.region.traffic;

import java.util.function.Consumer;

/**
 * Carries HTTP from clients to targets. What is asked for is a wished state: asking again for the
 * same is harmless, and a restarted region asks for all of it again.
 *
 * <p>For one thread only, the timeline's. No call blocks. Answers are handed over with {@link
 * com.shangwellness.region.timeline.Timeline#post}; they may come late, twice, out of order or,
 * when the machinery fails, never.
 */
public interface TrafficPlane {

  /**
   * Serves {@code frontend} at its addresses, in place of what is served under its id. New rules
   * and weights hold from the next request on, on open connections as well.
   *
   * @param answer told which addresses are bound now and which are refused, and why
   */
  void serve(Frontend frontend, Consumer<Serving> answer);

  /** Stops serving: its sockets and its clients' connections are closed. */
  void withdraw(String frontend);

  /**
   * Says which targets a pool has, in place of what it had. A {@link Readiness#DRAINING} target
   * gets no new request and finishes those in flight; a target that is no longer named has its
   * connections closed.
   */
  void pool(Pool pool);

  /** Forgets a pool; requests routed to it are answered 503. */
  void dropPool(String pool);

  /**
   * Hands over what was carried since this was asked before, and begins to count anew. What was
   * counted and not handed over is lost with the process.
   *
   * @param owner what the ids of those frontends and pools begin with that are asked for: one plane
   *     may serve several regions
   */
  void measure(String owner, Consumer<Carried> answer);

  /** Asks a target once whether it is well. */
  void probe(Probe probe, Consumer<ProbeResult> answer);
}
