package com.shangwellness.region.traffic;

/** Whether a target may be given requests. */
public enum Readiness {
  /** It is healthy. */
  SERVING,
  /**
   * It is not known to be healthy: it gets requests only when no target of its pool is serving (ALB
   * fails open).
   */
  DOUBTFUL,
  /** It finishes what it has and gets nothing new. */
  DRAINING
}
