package com.shangwellness.infra.settings;

/**
 * The load balancer, its listeners and its targets.
 *
 * @param testPort the listener that only tests of a release use
 * @param idleTimeoutSeconds after which a silent connection is closed
 * @param deregistrationDelaySeconds for which a leaving target may finish its requests
 * @param accessLogDays how long access logs are kept
 * @param healthCheck how targets are found healthy
 */
public record LoadBalancerSettings(
    int testPort,
    int idleTimeoutSeconds,
    int deregistrationDelaySeconds,
    int accessLogDays,
    HealthCheck healthCheck) {

  /**
   * A target group's health check.
   *
   * @param path the path that is asked for
   * @param intervalSeconds between two checks of a target
   * @param timeoutSeconds after which a check has failed; less than the interval
   * @param healthyThreshold successes in a row that make a target healthy
   * @param unhealthyThreshold failures in a row that make it unhealthy
   */
  public record HealthCheck(
      String path,
      int intervalSeconds,
      int timeoutSeconds,
      int healthyThreshold,
      int unhealthyThreshold) {}
}
