package com.shangwellness.app;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;

/**
 * The HTTP server: listens from the first moment, so that the health check can say that it is
 * starting.
 */
final class WebApplication {

  private final WebServer server;
  private final Health health;
  private final Gate gate;
  private final Log log;

  WebApplication(
      String host,
      int port,
      Health health,
      Gate gate,
      Rehearsal rehearsal,
      Studio studio,
      Metrics metrics,
      Log log) {
    this.health = health;
    this.gate = gate;
    this.log = log;
    var frontDoor = new FrontDoor(health, gate, rehearsal, metrics, log);
    this.server =
        WebServer.builder()
            .host(host)
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(200))
            // Longer than the load balancer's own 60 s, or it would meet connections that just
            // closed (502).
            .idleConnectionTimeout(Duration.ofSeconds(75))
            .maxPayloadSize(Json.LARGEST_READ)
            .maxTcpConnections(2_000)
            .connectionOptions(
                SocketOptions.builder()
                    .readTimeout(Duration.ofSeconds(75))
                    .tcpNoDelay(true)
                    .build())
            .addProtocol(
                Http1Config.builder().maxHeadersSize(16 * 1024).maxPrologueLength(4 * 1024).build())
            .directHandlers(problems())
            .routing(
                routing ->
                    routing
                        .addFilter(frontDoor)
                        .error(RuntimeException.class, frontDoor::failed)
                        .error(Problem.class, frontDoor::failed)
                        .error(Database.Unavailable.class, frontDoor::failed)
                        .error(HttpException.class, frontDoor::failed)
                        .register(health)
                        .register(new Site())
                        .register("/api", new Api(studio, metrics)))
            .build();
  }

  /** Begins to listen. */
  void start() {
    server.start();
  }

  int port() {
    return server.port();
  }

  /**
   * Ends in order: the health check says 503 at once and connections are closed after their answer;
   * after {@code drain} whoever is new is told to go elsewhere, and whoever is being served is
   * waited for.
   *
   * @param limit for all of it; what is not finished then is cut off
   */
  void stop(Duration drain, Duration limit) throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    var wasReady = health.draining();
    log.info("draining", "inFlight", gate.inside());
    if (wasReady) {
      // The load balancer may still send somebody: it does not know yet.
      Thread.sleep(drain);
    }
    gate.shut();
    var cutOff = gate.awaitEmpty(Duration.ofNanos(deadline - System.nanoTime()));
    server.stop();
    log.info("stopped", "cutOff", cutOff);
  }

  /**
   * Requests that never reach the routing, because they are not HTTP, are answered in the same
   * form.
   */
  private static DirectHandlers problems() {
    var handlers = DirectHandlers.builder();
    for (var event : DirectHandler.EventType.values()) {
      handlers.addHandler(
          event,
          (request, type, status, headers, message) ->
              DirectHandler.TransportResponse.builder()
                  .status(status)
                  .headers(headers)
                  .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                  .entity(
                      Json.bytes(
                          new Problem(status, "malformed-request", status.reasonPhrase() + ".")
                              .members()))
                  .build());
    }
    return handlers.build();
  }
}
