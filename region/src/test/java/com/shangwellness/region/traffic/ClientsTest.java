package com.shangwellness.region.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.testing.Trust;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real plane counts of its clients, and how many it takes. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are the point: they stay in sight
class ClientsTest {

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: site\r\n\r\n";
  private static final Action HERE = new Action.FixedResponse(200, "text/plain", "here");
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private static Address serve(RealWorld world, Action action) {
    return serve(world, action, Optional.empty());
  }

  private static Address serve(
      RealWorld world, Action action, Optional<Frontend.Certificate> certificate) {
    var frontend =
        new Frontend(
            "web",
            List.of(world.free()),
            443,
            certificate,
            List.of(),
            action,
            false,
            Duration.ofSeconds(60));
    Serving serving = world.answer(answer -> world.plane().serve(frontend, answer));
    return serving.bound().getFirst();
  }

  /** What was counted since this was asked before. */
  private static List<Carried.Clients> clients(RealWorld world) {
    Carried carried = world.answer(answer -> world.plane().measure("web", answer));
    return carried.clients();
  }

  private static long sum(List<Carried.Clients> clients, ToLongFunction<Carried.Clients> what) {
    return clients.stream().mapToLong(what).sum();
  }

  private static long told(RealWorld world, ToLongFunction<Carried.Clients> what) {
    return sum(clients(world), what);
  }

  @Test
  void the_bytes_of_requests_and_answers_are_counted_heads_and_bodies() {
    try (var world = new RealWorld();
        var client = new Line(serve(world, HERE))) {
      var first = client.say(REQUEST).message();
      var second = client.say(REQUEST).message();

      assertThat(told(world, Carried.Clients::bytes))
          .isEqualTo(2 * REQUEST.length() + first.length() + second.length());
      assertThat(told(world, Carried.Clients::bytes)).isZero();
    }
  }

  @Test
  void tls_adds_nothing_to_them() throws Exception {
    var authority = CertificateAuthority.in(folder.resolve("authority"), WallClock.ofMachine());
    try (var world = new RealWorld();
        var client = new Line(secure(serve(world, HERE, certificate(authority)), authority))) {
      var answer = client.say(REQUEST).message();

      assertThat(told(world, Carried.Clients::bytes)).isEqualTo(REQUEST.length() + answer.length());
    }
  }

  private Optional<Frontend.Certificate> certificate(CertificateAuthority authority) {
    var issued = authority.issue(folder.resolve("site"), List.of("site"), List.of("127.0.0.1"));
    return Optional.of(new Frontend.Certificate(issued.certificate(), issued.key()));
  }

  private static Socket secure(Address site, CertificateAuthority authority)
      throws GeneralSecurityException, IOException {
    return Trust.in(authority).getSocketFactory().createSocket(site.host(), site.port());
  }

  @Test
  void what_passes_through_a_web_socket_is_counted() {
    var handshake =
        "GET /ws HTTP/1.1\r\nHost: s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: x\r\n\r\n";
    try (var world = new RealWorld();
        var backend = new Backend()) {
      var target = new Pool.Target(backend.address(), Readiness.SERVING);
      world.plane().pool(new Pool("web", Pool.Balancing.ROUND_ROBIN, List.of(target)));
      try (var client = new Line(serve(world, Action.Forward.to("web")))) {
        client.say(handshake);
        try (var socket = backend.accept()) {
          socket.head();
          socket.say(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "\r\n");
          var head = client.head();
          client.say("hello");
          assertThat(socket.body(5)).isEqualTo("hello");
          socket.say("bye");
          assertThat(client.body(3)).isEqualTo("bye");

          assertThat(told(world, Carried.Clients::bytes))
              .isEqualTo(handshake.length() + head.length() + 5 + 3);
        }
      }
    }
  }

  @Test
  void a_client_more_than_may_be_connected_is_turned_away_and_counted() {
    try (var world = new RealWorld(1)) {
      var site = serve(world, HERE);
      try (var inside = new Line(site)) {
        assertThat(inside.say(REQUEST).message()).startsWith("HTTP/1.1 200 ");
        try (var outside = new Line(site)) {
          assertThat(outside.rest()).isEmpty();
        }
        assertThat(inside.say(REQUEST).message()).startsWith("HTTP/1.1 200 ");
        assertThat(told(world, Carried.Clients::rejected)).isEqualTo(1);
      }
      // The one that went makes room, as soon as its loop has seen it go.
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      while (!isServed(site)) {
        assertThat(System.nanoTime()).as("nobody is let in any more").isLessThan(deadline);
      }
    }
  }

  private static boolean isServed(Address site) {
    try (var client = new Line(site)) {
      return client.say(REQUEST).message().startsWith("HTTP/1.1 200 ");
    } catch (IllegalStateException | UncheckedIOException turnedAway) {
      return false;
    }
  }

  @Test
  void whom_there_is_no_room_for_has_not_failed_at_tls() throws Exception {
    var authority = CertificateAuthority.in(folder.resolve("authority"), WallClock.ofMachine());
    try (var world = new RealWorld(1)) {
      var site = serve(world, HERE, certificate(authority));
      try (var inside = new Line(secure(site, authority))) {
        assertThat(inside.say(REQUEST).message()).startsWith("HTTP/1.1 200 ");
        try (var outside = new Line(site)) {
          assertThat(outside.rest()).isEmpty();
        }
      }
      var clients = clients(world);
      assertThat(sum(clients, Carried.Clients::rejected)).isEqualTo(1);
      assertThat(sum(clients, Carried.Clients::tlsFailures)).isZero();
    }
  }
}
