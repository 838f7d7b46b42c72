package com.shangwellness.infra.settings;

import java.util.List;

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

  static LoadBalancerSettings from(Section section) {
    var balancer =
        new LoadBalancerSettings(
            section.number("testPort", 1, 65535),
            section.number("idleTimeoutSeconds", 1, 4000),
            section.number("deregistrationDelaySeconds", 0, 3600),
            section.number("accessLogDays", 1, 3650),
            HealthCheck.from(section.section("healthCheck")));
    section.agrees(
        "testPort",
        List.of(),
        () -> balancer.testPort() != 80 && balancer.testPort() != 443,
        "another port than 80 and 443, which are production's");
    return balancer;
  }

  /**
   * A target group's health check.
   *
   * @param path the path that is asked for
   * @param intervalSeconds between two checks of a target
   * @param timeoutSeconds after which a check has failed; at least 4 and less than the interval
   * @param healthyThreshold successes in a row that make a target healthy
   * @param unhealthyThreshold failures in a row that make it unhealthy
   */
  public record HealthCheck(
      String path,
      int intervalSeconds,
      int timeoutSeconds,
      int healthyThreshold,
      int unhealthyThreshold) {

    /**
     * More than ELB's own least: a process that is starting answers up to 3.5 s later, when it is
     * ready (docs/decisions/0016).
     */
    private static final int SHORTEST_TIMEOUT = 4;

    static HealthCheck from(Section section) {
      var check =
          new HealthCheck(
              section.text("path", "/[!-~]{0,1023}", "a path that begins with /"),
              section.number("intervalSeconds", 5, 300),
              section.number("timeoutSeconds", SHORTEST_TIMEOUT, 120),
              section.number("healthyThreshold", 2, 10),
              section.number("unhealthyThreshold", 2, 10));
      section.agrees(
          "timeoutSeconds",
          List.of("intervalSeconds"),
          () -> check.timeoutSeconds() < check.intervalSeconds(),
          "less than intervalSeconds (" + check.intervalSeconds() + ")");
      return check;
    }
  }
}
