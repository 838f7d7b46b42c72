package com.shangwellness.region.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.Transactions;
import com.shangwellness.region.timeline.WallClock;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real posts to a real server on loopback. */
class HttpPostmanTest {

  private record Received(String method, String path, String type, String body) {}

  /** A status, and the thread on which it was told. */
  private record Told(int status, String thread) {}

  private final PacedTimeline timeline =
      new PacedTimeline(
              Instant.EPOCH, 1, WallClock.ofMachine(), Transactions.NONE, Duration.ofSeconds(1))
          .start();
  private final HttpPostman postman = new HttpPostman(timeline);
  private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<Told> told = new ArrayBlockingQueue<>(10);
  private final CountDownLatch holding = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    holding.countDown();
    postman.close();
    server.stop(0);
    timeline.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    received.add(new Received(exchange.getRequestMethod(), path, type, body));
    if (path.equals("/held")) {
      await();
    }
    if (path.equals("/elsewhere")) {
      exchange.getResponseHeaders().set("Location", "/moved");
    }
    exchange.sendResponseHeaders(
        path.equals("/elsewhere") ? 302 : path.equals("/bad") ? 500 : 204, -1);
    exchange.close();
  }

  private void await() {
    try {
      assertThat(holding.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void post(URI to) {
    postman.post(
        to,
        Map.of("Content-Type", "text/plain; charset=UTF-8"),
        "{\"Message\":\"grüß\"}",
        status -> told.add(new Told(status, Thread.currentThread().getName())));
  }

  private Told answer() throws InterruptedException {
    var answer = told.poll(30, TimeUnit.SECONDS);
    assertThat(answer).as("an answer within the deadline").isNotNull();
    return answer;
  }

  @Test
  void what_is_posted_arrives_as_it_is_and_the_answer_is_told_on_the_timeline() throws Exception {
    post(at("/in"));

    assertThat(answer()).isEqualTo(new Told(204, "timeline"));
    assertThat(received)
        .containsExactly(
            new Received("POST", "/in", "text/plain; charset=UTF-8", "{\"Message\":\"grüß\"}"));
  }

  @Test
  void a_failure_and_a_redirect_are_answers_and_no_redirect_is_followed() throws Exception {
    post(at("/bad"));
    assertThat(answer().status()).isEqualTo(500);
    post(at("/elsewhere"));
    assertThat(answer().status()).isEqualTo(302);

    assertThat(received).extracting(Received::path).containsExactly("/bad", "/elsewhere");
  }

  @Test
  void where_nobody_listens_there_is_no_answer_and_it_is_told() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    post(URI.create("http://127.0.0.1:" + free + "/"));

    assertThat(answer()).isEqualTo(new Told(Postman.NO_ANSWER, "timeline"));
  }

  @Test
  void what_is_under_way_when_it_is_closed_has_no_answer_and_is_waited_for_by_nobody()
      throws Exception {
    post(at("/held"));
    assertThat(received.poll(30, TimeUnit.SECONDS)).isNotNull();

    postman.close();

    assertThat(answer().status()).isEqualTo(Postman.NO_ANSWER);
  }
}
