package com.shangwellness.region.elasticloadbalancingv2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attributes of one kind of resource: what each is at first and may be set to.
 *
 * @param kind as errors call it, for example {@code Load balancer}
 */
record AttributeRules(String kind, List<Attribute> attributes) {

  /**
   * One attribute.
   *
   * @param allowed its values, {@code a|b|1..60}; empty when any will do
   * @param supported the values that this region serves, in the same form; others are refused
   *     rather than silently not acted on
   */
  record Attribute(String key, String initial, String allowed, String supported) {}

  private static final String ANY = "";
  private static final String BOOLEAN = "true|false";

  /**
   * Those of an Application Load Balancer (ELB guide, "Load balancer attributes"). Logs are kept as
   * settings; they are not delivered yet.
   */
  static final AttributeRules LOAD_BALANCER =
      new AttributeRules(
          "Load balancer",
          List.of(
              kept("access_logs.s3.enabled", "false", BOOLEAN),
              kept("access_logs.s3.bucket", "", ANY),
              kept("access_logs.s3.prefix", "", ANY),
              kept("connection_logs.s3.enabled", "false", BOOLEAN),
              kept("connection_logs.s3.bucket", "", ANY),
              kept("connection_logs.s3.prefix", "", ANY),
              kept("health_check_logs.s3.enabled", "false", BOOLEAN),
              kept("health_check_logs.s3.bucket", "", ANY),
              kept("health_check_logs.s3.prefix", "", ANY),
              kept("idle_timeout.timeout_seconds", "60", "1..4000"),
              kept("client_keep_alive.seconds", "3600", "60..604800"),
              kept("deletion_protection.enabled", "false", BOOLEAN),
              kept("routing.http2.enabled", "true", BOOLEAN),
              kept("routing.http.drop_invalid_header_fields.enabled", "false", BOOLEAN),
              kept("routing.http.preserve_host_header.enabled", "false", BOOLEAN),
              new Attribute(
                  "routing.http.desync_mitigation_mode",
                  "defensive",
                  "monitor|defensive|strictest",
                  "defensive|strictest"),
              kept("load_balancing.cross_zone.enabled", "true", "true"),
              kept("waf.fail_open.enabled", "false", BOOLEAN),
              kept("zonal_shift.config.enabled", "false", BOOLEAN),
              fixed("routing.http.xff_client_port.enabled", "false", BOOLEAN),
              fixed("routing.http.xff_header_processing.mode", "append", "append|preserve|remove"),
              fixed("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", BOOLEAN)));

  /** Those of a target group of an Application Load Balancer. */
  static final AttributeRules TARGET_GROUP =
      new AttributeRules(
          "Target group",
          List.of(
              kept("deregistration_delay.timeout_seconds", "300", "0..3600"),
              fixed("stickiness.enabled", "false", BOOLEAN),
              kept("stickiness.type", "lb_cookie", "lb_cookie|app_cookie"),
              kept("stickiness.lb_cookie.duration_seconds", "86400", "1..604800"),
              kept("stickiness.app_cookie.cookie_name", "", ANY),
              kept("stickiness.app_cookie.duration_seconds", "86400", "1..604800"),
              fixed("slow_start.duration_seconds", "0", "0|30..900"),
              new Attribute(
                  "load_balancing.algorithm.type",
                  "round_robin",
                  "round_robin|least_outstanding_requests|weighted_random",
                  "round_robin|least_outstanding_requests"),
              fixed("load_balancing.algorithm.anomaly_mitigation", "off", "on|off"),
              new Attribute(
                  "load_balancing.cross_zone.enabled",
                  "use_load_balancer_configuration",
                  "true|false|use_load_balancer_configuration",
                  "true|use_load_balancer_configuration"),
              kept("target_group_health.dns_failover.minimum_healthy_targets.count", "1", ANY),
              kept(
                  "target_group_health.dns_failover.minimum_healthy_targets.percentage",
                  "off",
                  ANY),
              fixed(
                  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
                  "1",
                  ANY),
              fixed(
                  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                  "off",
                  ANY)));

  /** Those of an HTTP or HTTPS listener. */
  static final AttributeRules LISTENER =
      new AttributeRules(
          "Listener", List.of(fixed("routing.http.response.server.enabled", "true", BOOLEAN)));

  private static Attribute kept(String key, String initial, String allowed) {
    return new Attribute(key, initial, allowed, allowed);
  }

  private static Attribute fixed(String key, String initial, String allowed) {
    return new Attribute(key, initial, allowed, initial);
  }

  /** What the attribute is when nothing was set. */
  String initial(String key) {
    return attribute(key).initial();
  }

  /** All attributes with their values, the initial ones where nothing was set. */
  Map<String, String> all(Map<String, String> set) {
    var all = new LinkedHashMap<String, String>();
    attributes.forEach(a -> all.put(a.key(), a.initial()));
    all.putAll(set);
    return all;
  }

  /**
   * What is set after {@code changes} are applied to {@code before}.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationError for a key
   *     or a value that is not known
   * @throws UnsupportedOperationException for a value that AWS would act on and this region does
   *     not
   */
  Map<String, String> changed(Map<String, String> before, Map<String, String> changes) {
    var after = new TreeMap<>(before);
    changes.forEach(
        (key, value) -> {
          var given = value == null ? "" : value;
          check(attribute(key), given);
          after.put(key, given);
        });
    return after;
  }

  private Attribute attribute(String key) {
    return attributes.stream()
        .filter(a -> a.key().equals(key))
        .findFirst()
        .orElseThrow(
            () -> Refusals.validation(kind + " attribute key '" + key + "' is not recognized"));
  }

  private void check(Attribute attribute, String value) {
    if (!fits(attribute.allowed(), value)) {
      throw Refusals.validation(
          "%s attribute value '%s' of key '%s' is not valid; allowed: %s"
              .formatted(kind, value, attribute.key(), attribute.allowed()));
    }
    if (!fits(attribute.supported(), value)) {
      throw Refusals.notHere(
          "%s attribute %s=%s is not acted on by this region; it serves %s"
              .formatted(kind, attribute.key(), value, attribute.supported()));
    }
  }

  private static boolean fits(String values, String value) {
    if (values.isEmpty()) {
      return true;
    }
    for (var choice : values.split("\\|", -1)) {
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
}
