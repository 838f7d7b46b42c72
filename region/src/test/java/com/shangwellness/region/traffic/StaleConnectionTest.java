package com.shangwellness.region.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.Transactions;
import com.shangwellness.region.timeline.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kept connection that its target gives up just before a request: the load balancer's one thread
 * stands still meanwhile, so that it finds both at once, the request first.
 */
class StaleConnectionTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String BLOCKING = "/standstill";

  /** A clock that stops whoever asks it for the time of day, once it is told to. */
  private static final class Standstill implements WallClock {
    private final WallClock machine = WallClock.ofMachine();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean begun;

    void begin() {
      begun = true;
    }

    @Override
    public Instant now() {
      if (begun) {
        reached.countDown();
        await(over);
      }
      return machine.now();
    }

    @Override
    public long nanoTime() {
      return machine.nanoTime();
    }

    static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(30, TimeUnit.SECONDS)).as("within the deadline").isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final Standstill clock = new Standstill();
  private final PacedTimeline timeline =
      new PacedTimeline(
              Instant.EPOCH, 1, WallClock.ofMachine(), Transactions.NONE, Duration.ofSeconds(5))
          .start();
  private final NettyTraffic plane = new NettyTraffic(timeline, clock, 1, 100);
  private final Backend backend = new Backend();
  private Address site;

  @BeforeEach
  void begin() throws Exception {
    plane.pool(
        new Pool(
            "web",
            Pool.Balancing.ROUND_ROBIN,
            List.of(new Pool.Target(backend.address(), Readiness.SERVING))));
    var standstill =
        new Frontend.Route(
            List.of(new Condition.PathPattern(List.of(new Wildcard(BLOCKING, false)))),
            new Action.FixedResponse(200, "text/plain", "on"));
    var served = new CompletableFuture<Serving>();
    plane.serve(
        new Frontend(
            "web",
            List.of(new Address("127.0.0.1", 0)),
            80,
            Optional.empty(),
            List.of(standstill),
            Action.Forward.to("web"),
            false,
            Duration.ofSeconds(60)),
        served::complete);
    site = served.get(30, TimeUnit.SECONDS).bound().getFirst();
  }

  @AfterEach
  void end() {
    clock.over.countDown();
    backend.close();
    plane.close();
    timeline.close();
  }

  /** The target answers one request; its connection is kept. */
  private Line used(Line client) {
    client.say("GET /1 HTTP/1.1\r\nHost: site\r\n\r\n");
    var target = backend.accept();
    target.head();
    target.say(OK);
    client.message();
    return target;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /2 HTTP/1.1\r\nHost: site\r\nContent-Length: 4\r\n\r\nbody",
        "POST /2 HTTP/1.1\r\nHost: site\r\nContent-Length: 0\r\n\r\n",
        "PUT /2 HTTP/1.1\r\nHost: site\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
        "GET /2 HTTP/1.1\r\nHost: site\r\n\r\n",
      })
  void what_was_not_sent_at_all_goes_to_another_connection_whole(String request) {
    try (var client = new Line(site);
        var blocker = new Line(site)) {
      var target = used(client);
      clock.begin();
      blocker.say("GET " + BLOCKING + " HTTP/1.1\r\nHost: site\r\n\r\n");
      Standstill.await(clock.reached);
      client.say(request);
      target.reset();
      clock.over.countDown();

      try (var fresh = backend.accept()) {
        assertThat(fresh.head()).startsWith(request.substring(0, 7));
        if (request.contains("body")) {
          assertThat(fresh.body(request.contains("chunked") ? 7 : 4)).contains("body");
        }
        fresh.say(OK);
        assertThat(client.message()).startsWith("HTTP/1.1 200 OK").endsWith("ok");
      }
    }
  }

  @Test
  void a_post_whose_head_went_out_is_never_sent_again() {
    try (var client = new Line(site)) {
      var target = used(client);
      client.say("POST /2 HTTP/1.1\r\nHost: site\r\nContent-Length: 4\r\n\r\n");
      assertThat(target.head()).startsWith("POST /2 ");
      target.reset();

      assertThat(client.message()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
    }
  }

  @Test
  void new_weights_hold_for_the_next_request_of_a_connection_that_is_kept() throws Exception {
    try (var green = new Backend();
        var client = new Line(site)) {
      plane.pool(
          new Pool(
              "green",
              Pool.Balancing.ROUND_ROBIN,
              List.of(new Pool.Target(green.address(), Readiness.SERVING))));
      used(client);
      serve(new Action.Forward(List.of(new Action.Share("web", 0), new Action.Share("green", 1))));

      client.say("GET /2 HTTP/1.1\r\nHost: site\r\n\r\n");
      try (var target = green.accept()) {
        assertThat(target.head()).startsWith("GET /2 ");
        target.say(OK);
        assertThat(client.message()).endsWith("ok");
      }
    }
  }

  private void serve(Action action) throws Exception {
    var served = new CompletableFuture<Serving>();
    plane.serve(
        new Frontend(
            "web",
            List.of(site),
            80,
            Optional.empty(),
            List.of(),
            action,
            false,
            Duration.ofSeconds(60)),
        served::complete);
    served.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_target_that_drains_gets_nothing_new_on_a_connection_that_is_kept_to_it() {
    try (var other = new Backend();
        var client = new Line(site);
        var target = used(client)) {
      plane.pool(
          new Pool(
              "web",
              Pool.Balancing.ROUND_ROBIN,
              List.of(
                  new Pool.Target(backend.address(), Readiness.DRAINING),
                  new Pool.Target(other.address(), Readiness.SERVING))));

      client.say("POST /2 HTTP/1.1\r\nHost: site\r\nContent-Length: 0\r\n\r\n");
      try (var next = other.accept()) {
        assertThat(next.head()).startsWith("POST /2 ");
        next.say(OK);
        assertThat(client.message()).endsWith("ok");
      }
      assertThat(target.hasSaidNothing()).isTrue();
    }
  }
}
