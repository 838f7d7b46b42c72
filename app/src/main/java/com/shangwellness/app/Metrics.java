package com.shangwellness.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the application measures of itself: members of its log lines, which CloudWatch Logs reads as
 * metrics (the embedded metric format, EMF). Nothing is called for them and nothing can fail; what
 * was measured is in the log with all that is known about it.
 *
 * <p>A series costs money, so the names in dimensions are few and fixed: routes and not paths,
 * kinds of refusal and not their words.
 */
final class Metrics {

  static final String NAMESPACE = "Shangwellness";

  private static final String ENVIRONMENT = "Environment";
  private static final String ROUTE = "Route";
  private static final String REASON = "Reason";

  /** Requests that no route of ours is for: whoever scans the internet does not name our series. */
  private static final String NO_ROUTE = "none";

  private final Log log;
  private final String environment;

  /** Metrics of {@code environment}, as {@code APP_ENV} names it. */
  Metrics(Log log, String environment) {
    this.log = log;
    this.environment = environment;
  }

  /**
   * A line about one metric that has the dimension {@code Environment}, alone and with more.
   *
   * @param unit a unit of CloudWatch's ("Count", "Milliseconds", …)
   * @param dimensions the sets of dimensions that it is kept by
   */
  record Metric(String name, String unit, List<List<String>> dimensions) {
    private static Metric by(String name, String unit, String... more) {
      var all = List.of(ENVIRONMENT);
      if (more.length == 0) {
        return new Metric(name, unit, List.of(all));
      }
      var each = new ArrayList<>(all);
      each.addAll(Arrays.asList(more));
      return new Metric(name, unit, List.of(all, List.copyOf(each)));
    }
  }

  private static final Metric LATENCY = Metric.by("Latency", "Milliseconds", ROUTE);
  private static final Metric BOOKINGS = Metric.by("Bookings", "Count");
  private static final Metric CANCELLATIONS = Metric.by("Cancellations", "Count");
  private static final Metric REFUSALS = Metric.by("Refusals", "Count", REASON);

  /** A request was answered. {@code pattern} is its route's, empty when it has none. */
  void answered(String method, Optional<String> pattern, String path, int status, Duration took) {
    log.measured(
        "request",
        LATENCY,
        ENVIRONMENT,
        environment,
        ROUTE,
        pattern.map(it -> method + " " + it).orElse(NO_ROUTE),
        LATENCY.name(),
        took,
        "method",
        method,
        "path",
        path,
        "status",
        status);
  }

  /** A place was booked; {@code available} are left. */
  void booked(long session, int available) {
    count("booked", BOOKINGS, "session", session, "available", available);
  }

  /** A booking was given back. */
  void cancelled() {
    count("cancelled", CANCELLATIONS);
  }

  /** Someone wanted a place and did not get one. {@code reason} is the problem's type. */
  void refused(String reason, long session) {
    count("refused", REFUSALS, REASON, reason, "session", session);
  }

  private void count(String event, Metric metric, Object... more) {
    var fields = new ArrayList<Object>(List.of(ENVIRONMENT, environment));
    fields.addAll(List.of(metric.name(), 1));
    fields.addAll(Arrays.asList(more));
    log.measured(event, metric, fields.toArray());
  }
}
