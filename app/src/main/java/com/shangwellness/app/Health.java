package com.shangwellness.app;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the load balancer and the operator ask. A database that has been gone for less than {@code
 * tolerance} is no reason to replace this task: ECS would replace all of them at once, and none
 * would come up (TRAPS 11).
 */
final class Health implements HttpService {

  /** Where in its life this process is; it only ever moves on. */
  enum Phase {
    STARTING,
    READY,
    DRAINING
  }

  /** Less than the shortest time-out that production's settings allow a health check: 3 s. */
  private static final Duration WHILE_STARTING = Duration.ofMillis(3500);

  private final Version version;
  private final Database database;
  private final Duration tolerance;
  private final Clock clock;
  private final Instant birth;
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile Phase phase = Phase.STARTING;

  Health(Version version, Database database, Duration tolerance, Clock clock) {
    this.version = version;
    this.database = database;
    this.tolerance = tolerance;
    this.clock = clock;
    this.birth = clock.instant();
  }

  /** From now on requests are welcome, unless the end has begun already. */
  synchronized void ready() {
    if (phase == Phase.STARTING) {
      phase = Phase.READY;
      started.countDown();
    }
  }

  /**
   * From now on the load balancer is told to send nobody here.
   *
   * @return whether it was told to send somebody before
   */
  synchronized boolean draining() {
    var wasReady = phase == Phase.READY;
    phase = Phase.DRAINING;
    started.countDown();
    ending.countDown();
    return wasReady;
  }

  /** Waits for the end to begin, {@code limit} at most. */
  void awaitDraining(Duration limit) throws InterruptedException {
    var unused = ending.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  Phase phase() {
    return phase;
  }

  @Override
  public void routing(HttpRules rules) {
    both(rules, "/healthcheck", this::check);
    both(rules, "/version", (request, response) -> Json.send(response, version));
  }

  private static void both(HttpRules rules, String path, Handler handler) {
    rules
        .get(path, handler)
        .head(path, handler)
        .any(
            path,
            (request, response) -> {
              throw Problem.methodNotAllowed("GET, HEAD");
            });
  }

  // Whoever is told that this task is starting asks again seconds later. So he is not told at once.
  private void check(ServerRequest request, ServerResponse response) throws InterruptedException {
    var unused = started.await(WHILE_STARTING.toNanos(), TimeUnit.NANOSECONDS);
    var status = status();
    var answer = new LinkedHashMap<String, Object>();
    answer.put("status", status);
    answer.put("version", version.version());
    answer.put("revision", version.revision());
    answer.put("uptimeSeconds", Duration.between(birth, clock.instant()).toSeconds());
    if (!status.equals("ok")) {
      response.status(Status.SERVICE_UNAVAILABLE_503).header(HeaderNames.RETRY_AFTER, "1");
    }
    Json.send(response, answer);
  }

  private String status() {
    return switch (phase) {
      case STARTING -> "starting";
      case DRAINING -> "draining";
      case READY -> {
        var failingFor = database.availability().failingFor();
        // Only a database that is known to fail is asked; one that is idle is left to sleep (TRAPS
        // 16).
        failingFor.ifPresent(unused -> database.probe());
        yield failingFor.filter(it -> it.compareTo(tolerance) > 0).isPresent()
            ? "database gone"
            : "ok";
      }
    };
  }
}
