package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load balancer asks a process that is still starting: it asks again only seconds later. */
class HealthTest {

  /** Of a load balancer's health check, as production's settings allow it. */
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(4);

  private static MariaDb server;
  private Running app;

  @BeforeAll
  static void database() {
    server = MariaDb.on("127.0.6.17");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void start() {
    app = new Running(server);
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  void whoever_asks_shortly_before_it_is_ready_is_answered_when_it_is() {
    var unused = new Migrations(app.login, app.availability, app.gate).apply();
    var answer = ask();

    app.health.ready();

    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void whoever_asks_shortly_before_it_ends_is_sent_elsewhere() {
    var answer = ask();

    assertThat(app.health.draining()).as("was ready").isFalse();

    assertThat(answer.join().body()).contains("draining");
  }

  @Test
  void whoever_asks_long_before_it_is_ready_is_told_so_within_the_time_that_he_has() {
    var answer = ask().join();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("starting");
  }

  private CompletableFuture<HttpResponse<String>> ask() {
    var answer =
        CompletableFuture.supplyAsync(
            () -> app.send(app.to("/healthcheck").timeout(SHORTEST_TIMEOUT)));
    Running.await(() -> app.gate.inside() == 1 || answer.isDone());
    return answer;
  }
}
