package com.shangwellness.app;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for every request: it is traced, counted, logged, and answered with a problem when it
 * fails.
 */
final class FrontDoor implements Filter {

  private static final HeaderName TRACE_ID = HeaderNames.create("X-Amzn-Trace-Id");
  private static final int LONGEST_TRACE = 256;

  private final Health health;
  private final Gate gate;
  private final Rehearsal rehearsal;
  private final Metrics metrics;
  private final Metrics unheard;
  private final Log log;

  FrontDoor(Health health, Gate gate, Rehearsal rehearsal, Metrics metrics, Log log) {
    this.health = health;
    this.gate = gate;
    this.rehearsal = rehearsal;
    this.metrics = metrics;
    this.unheard = metrics.unheard();
    this.log = log;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!gate.enter()) {
      refuse(response);
      return;
    }
    try {
      var trace = request.headers().first(TRACE_ID).filter(it -> it.length() <= LONGEST_TRACE);
      if (trace.isPresent()) {
        ScopedValue.where(Log.TRACE, trace.get()).run(() -> serve(chain, request, response));
      } else {
        serve(chain, request, response);
      }
    } finally {
      gate.leave();
    }
  }

  /** Another task has to serve this one: it may be sent again, on another connection. */
  private static void refuse(RoutingResponse response) {
    security(response);
    response.header(HeaderNames.CONNECTION, "close");
    Json.send(response, Problem.unavailable("This server is ending. Please try again."));
  }

  private void serve(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    var begun = System.nanoTime();
    security(response);
    if (health.phase() == Health.Phase.DRAINING) {
      response.header(HeaderNames.CONNECTION, "close");
    }
    chain.proceed();
    record(request, response, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Answers what a handler threw; Helidon calls this before the filter goes on. */
  void failed(ServerRequest request, ServerResponse response, Throwable failure) {
    var problem =
        switch (failure) {
          case Problem expected -> expected;
          case Database.Unavailable gone -> {
            log.warn("database.unavailable", "reason", gone.getMessage());
            yield Problem.unavailable(
                "Bookings are not available at the moment. Please try again shortly.");
          }
          case HttpException refused -> problem(refused);
          default -> {
            log.error("request.failed", failure, "path", path(request));
            yield new Problem(
                Status.INTERNAL_SERVER_ERROR_500,
                "internal",
                "Something went wrong here; it is logged.");
          }
        };
    if (!response.isSent()) {
      Json.send(response, problem);
    }
  }

  private static Problem problem(HttpException refused) {
    return refused.status().code() == 404
        ? Problem.notFound("There is nothing here.")
        : new Problem(refused.status(), "refused", refused.status().reasonPhrase() + ".");
  }

  private void record(RoutingRequest request, RoutingResponse response, Duration took) {
    var status = response.status().code();
    // The load balancer asks every few seconds; what it is told is news only when it is not "ok".
    if (path(request).equals("/healthcheck") && status == 200) {
      return;
    }
    (rehearsal.isOn() ? unheard : metrics)
        .answered(
            request.prologue().method().text(),
            response.status().equals(Status.METHOD_NOT_ALLOWED_405)
                ? Optional.empty()
                : request.matchingPattern(),
            path(request),
            status,
            took);
  }

  /** The path without booking codes: whoever reads a log must not be able to cancel. */
  private static String path(ServerRequest request) {
    var path = request.prologue().uriPath().path();
    return path.startsWith("/api/bookings/") ? "/api/bookings/{code}" : path;
  }

  private static void security(RoutingResponse response) {
    response
        .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
        .header(HeaderNames.create("Referrer-Policy"), "no-referrer")
        .header(
            HeaderNames.create("Content-Security-Policy"),
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src"
                + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }
}
