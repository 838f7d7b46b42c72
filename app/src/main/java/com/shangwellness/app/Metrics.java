package com.shangwellness.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the application measures of itself: members of its log lines, which CloudWatch Logs reads as
 * metrics (CloudWatch guide, "Specification: Embedded metric format"). Nothing is called for them
 * and nothing can fail; what was measured is in the log with all that is known about it.
 *
 * <p>A series costs money, so the names in dimensions are few and fixed: routes and not paths,
 * kinds of refusal and not their words.
 */
final class Metrics {

  private static final String NAMESPACE = "Shangwellness";

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
   * What CloudWatch is to read from a line, whose members the value and the dimensions are.
   *
   * @param unit a unit of CloudWatch's ("Count", "Milliseconds", …)
   * @param dimensions the sets of dimensions that it is kept by: a series for each
   */
  record Metric(String name, String unit, List<List<String>> dimensions) {

    /** Writes the member that makes a line one of the embedded metric format. */
    void declare(JsonGenerator line, Instant time) throws IOException {
      line.writeObjectFieldStart("_aws");
      line.writeNumberField("Timestamp", time.toEpochMilli());
      line.writeArrayFieldStart("CloudWatchMetrics");
      line.writeStartObject();
      line.writeStringField("Namespace", NAMESPACE);
      line.writeArrayFieldStart("Dimensions");
      for (var set : dimensions) {
        line.writeArray(set.toArray(String[]::new), 0, set.size());
      }
      line.writeEndArray();
      line.writeArrayFieldStart("Metrics");
      line.writeStartObject();
      line.writeStringField("Name", name);
      line.writeStringField("Unit", unit);
      line.writeEndObject();
      line.writeEndArray();
      line.writeEndObject();
      line.writeEndArray();
      line.writeEndObject();
    }
  }

  // The latency of all routes together is the load balancer's to measure.
  private static final Metric LATENCY =
      new Metric("Latency", "Milliseconds", List.of(List.of(ENVIRONMENT, ROUTE)));
  private static final Metric BOOKINGS = counted("Bookings", List.of(List.of(ENVIRONMENT)));
  private static final Metric CANCELLATIONS =
      counted("Cancellations", List.of(List.of(ENVIRONMENT)));
  private static final Metric REFUSALS =
      counted("Refusals", List.of(List.of(ENVIRONMENT), List.of(ENVIRONMENT, REASON)));

  private static Metric counted(String name, List<List<String>> dimensions) {
    return new Metric(name, "Count", dimensions);
  }

  /** The same, which nobody hears of. */
  Metrics unheard() {
    return new Metrics(log.unheard(), environment);
  }

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
