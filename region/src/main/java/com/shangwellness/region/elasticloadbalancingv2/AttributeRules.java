package com.shangwellness.region.elasticloadbalancingv2;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes of one kind of resource: their defaults, what may be set, and what this region
 * keeps without acting on it.
 *
 * @param kind as errors call it, for example {@code Load balancer}
 * @param defaults every attribute there is
 * @param allowed the values of an attribute, {@code a|b|1..60}; any value where nothing is said
 * @param inert attributes that change nothing here whatever they are
 * @param fixed attributes that may be set to their default only, since the region does not act
 *     otherwise
 */
record AttributeRules(
    String kind,
    Map<String, String> defaults,
    Map<String, String> allowed,
    Set<String> inert,
    Set<String> fixed) {

  private static final String BOOLEAN = "true|false";

  /** Those of an Application Load Balancer (ELB guide, "Load balancer attributes"). */
  static final AttributeRules LOAD_BALANCER =
      new AttributeRules(
          "Load balancer",
          ordered(
              entry("access_logs.s3.enabled", "false"),
              entry("access_logs.s3.bucket", ""),
              entry("access_logs.s3.prefix", ""),
              entry("connection_logs.s3.enabled", "false"),
              entry("connection_logs.s3.bucket", ""),
              entry("connection_logs.s3.prefix", ""),
              entry("health_check_logs.s3.enabled", "false"),
              entry("health_check_logs.s3.bucket", ""),
              entry("health_check_logs.s3.prefix", ""),
              entry("idle_timeout.timeout_seconds", "60"),
              entry("client_keep_alive.seconds", "3600"),
              entry("deletion_protection.enabled", "false"),
              entry("routing.http2.enabled", "true"),
              entry("routing.http.drop_invalid_header_fields.enabled", "false"),
              entry("routing.http.xff_client_port.enabled", "false"),
              entry("routing.http.preserve_host_header.enabled", "false"),
              entry("routing.http.xff_header_processing.mode", "append"),
              entry("routing.http.desync_mitigation_mode", "defensive"),
              entry("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false"),
              entry("load_balancing.cross_zone.enabled", "true"),
              entry("waf.fail_open.enabled", "false"),
              entry("zonal_shift.config.enabled", "false")),
          Map.ofEntries(
              entry("access_logs.s3.enabled", BOOLEAN),
              entry("connection_logs.s3.enabled", BOOLEAN),
              entry("health_check_logs.s3.enabled", BOOLEAN),
              entry("idle_timeout.timeout_seconds", numbers(1, 4000)),
              entry("client_keep_alive.seconds", numbers(60, 604_800)),
              entry("deletion_protection.enabled", BOOLEAN),
              entry("routing.http2.enabled", BOOLEAN),
              entry("routing.http.drop_invalid_header_fields.enabled", BOOLEAN),
              entry("routing.http.xff_client_port.enabled", BOOLEAN),
              entry("routing.http.preserve_host_header.enabled", BOOLEAN),
              entry("routing.http.xff_header_processing.mode", "append|preserve|remove"),
              entry("routing.http.desync_mitigation_mode", "monitor|defensive|strictest"),
              entry("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", BOOLEAN),
              entry("load_balancing.cross_zone.enabled", "true"),
              entry("waf.fail_open.enabled", BOOLEAN),
              entry("zonal_shift.config.enabled", BOOLEAN)),
          Set.of(
              "access_logs.s3.enabled",
              "access_logs.s3.bucket",
              "access_logs.s3.prefix",
              "connection_logs.s3.enabled",
              "connection_logs.s3.bucket",
              "connection_logs.s3.prefix",
              "health_check_logs.s3.enabled",
              "health_check_logs.s3.bucket",
              "health_check_logs.s3.prefix",
              "client_keep_alive.seconds",
              "routing.http2.enabled",
              "routing.http.preserve_host_header.enabled",
              "routing.http.desync_mitigation_mode",
              "waf.fail_open.enabled",
              "zonal_shift.config.enabled"),
          Set.of(
              "routing.http.xff_client_port.enabled",
              "routing.http.xff_header_processing.mode",
              "routing.http.x_amzn_tls_version_and_cipher_suite.enabled"));

  /** Those of a target group of an Application Load Balancer. */
  static final AttributeRules TARGET_GROUP =
      new AttributeRules(
          "Target group",
          ordered(
              entry("deregistration_delay.timeout_seconds", "300"),
              entry("stickiness.enabled", "false"),
              entry("stickiness.type", "lb_cookie"),
              entry("stickiness.lb_cookie.duration_seconds", "86400"),
              entry("stickiness.app_cookie.cookie_name", ""),
              entry("stickiness.app_cookie.duration_seconds", "86400"),
              entry("slow_start.duration_seconds", "0"),
              entry("load_balancing.algorithm.type", "round_robin"),
              entry("load_balancing.algorithm.anomaly_mitigation", "off"),
              entry("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
              entry("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
              entry("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off"),
              entry(
                  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"),
              entry(
                  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                  "off")),
          Map.ofEntries(
              entry("deregistration_delay.timeout_seconds", numbers(0, 3600)),
              entry("stickiness.enabled", BOOLEAN),
              entry("stickiness.type", "lb_cookie|app_cookie"),
              entry("stickiness.lb_cookie.duration_seconds", numbers(1, 604_800)),
              entry("stickiness.app_cookie.duration_seconds", numbers(1, 604_800)),
              entry("slow_start.duration_seconds", "0|" + numbers(30, 900)),
              entry(
                  "load_balancing.algorithm.type",
                  "round_robin|least_outstanding_requests|weighted_random"),
              entry("load_balancing.algorithm.anomaly_mitigation", "on|off"),
              entry(
                  "load_balancing.cross_zone.enabled",
                  BOOLEAN + "|use_load_balancer_configuration")),
          Set.of(
              "stickiness.type",
              "stickiness.lb_cookie.duration_seconds",
              "stickiness.app_cookie.cookie_name",
              "stickiness.app_cookie.duration_seconds",
              "target_group_health.dns_failover.minimum_healthy_targets.count",
              "target_group_health.dns_failover.minimum_healthy_targets.percentage"),
          Set.of(
              "stickiness.enabled",
              "slow_start.duration_seconds",
              "load_balancing.algorithm.anomaly_mitigation",
              "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
              "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage"));

  /** Those of an HTTP or HTTPS listener. */
  static final AttributeRules LISTENER =
      new AttributeRules(
          "Listener",
          ordered(entry("routing.http.response.server.enabled", "true")),
          Map.of("routing.http.response.server.enabled", BOOLEAN),
          Set.of(),
          Set.of("routing.http.response.server.enabled"));

  @SafeVarargs
  private static Map<String, String> ordered(Entry<String, String>... entries) {
    var map = new LinkedHashMap<String, String>();
    List.of(entries).forEach(e -> map.put(e.getKey(), e.getValue()));
    return map;
  }

  // A range as it is checked below; the bounds are in the text so that errors can say them.
  private static String numbers(int from, int to) {
    return from + ".." + to;
  }

  /**
   * What is set after {@code changes} are applied to {@code before}.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationError for a key
   *     or a value that is not known
   * @throws UnsupportedOperationException for a value that AWS would act on and this region does not
   */
  Map<String, String> changed(Map<String, String> before, Map<String, String> changes) {
    var after = new TreeMap<>(before);
    changes.forEach(
        (key, value) -> {
          check(key, value == null ? "" : value);
          after.put(key, value == null ? "" : value);
        });
    return after;
  }

  private void check(String key, String value) {
    if (!defaults.containsKey(key)) {
      throw Refusals.validation(kind + " attribute key '" + key + "' is not recognized");
    }
    var pattern = allowed.get(key);
    if (pattern != null && !fits(pattern, value)) {
      throw Refusals.validation(
          kind + " attribute value '" + value + "' of key '" + key + "' is not valid: " + pattern);
    }
    boolean unsupported =
        fixed.contains(key) && !value.equals(defaults.get(key))
            || key.equals("load_balancing.algorithm.type") && value.equals("weighted_random")
            || key.equals("load_balancing.cross_zone.enabled") && value.equals("false");
    if (unsupported) {
      throw Refusals.notHere(
          kind + " attribute " + key + "=" + value + " is not acted on by this region");
    }
  }

  private static boolean fits(String pattern, String value) {
    for (var choice : pattern.split("\\|", -1)) {
      int dots = choice.indexOf("..");
      if (dots < 0 ? choice.equals(value) : within(choice, dots, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean within(String range, int dots, String value) {
    if (!value.matches("\\d{1,7}")) {
      return false;
    }
    int number = Integer.parseInt(value);
    return number >= Integer.parseInt(range.substring(0, dots))
        && number <= Integer.parseInt(range.substring(dots + 2));
  }

  /** All attributes with their values, the defaults where nothing was set. */
  Map<String, String> all(Map<String, String> set) {
    var all = new LinkedHashMap<>(defaults);
    all.putAll(set);
    return all;
  }
}
