package com.shangwellness.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a process does between its start and its first visitor: it asks itself for what visitors ask
 * for, again and again. Classes are loaded and code is compiled at first use, which makes the first
 * answers of a Java process fifty times as slow as the others; during a release a tenth of all
 * visitors would meet just those.
 *
 * <p>Nothing remains of it: bookings are rolled back, and its requests are neither logged nor
 * measured, since nobody made them.
 */
final class Rehearsal {

  /** With fewer, most of the code is not called often enough to be compiled. */
  private static final int ROUNDS = 60;

  /** A machine that is slow is slow for visitors, too: they need not wait for ever. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** A session that will never be: its booking is refused, after all that comes before that. */
  private static final String NO_SESSION = "999999999999999999";

  private static final BookingRequest BOOKING =
      new BookingRequest("Rehearsal", "rehearsal@example.com");

  private static final String NO_BOOKING = "/api/bookings/" + new BookingCodes().get();

  private record Request(String method, String path, Optional<String> body) {}

  private static final List<Request> REQUESTS =
      List.of(
          new Request("GET", "/", Optional.empty()),
          new Request("GET", "/api/sessions", Optional.empty()),
          new Request("GET", NO_BOOKING, Optional.empty()),
          new Request("DELETE", NO_BOOKING, Optional.empty()),
          new Request(
              "POST",
              "/api/sessions/%s/bookings".formatted(NO_SESSION),
              Optional.of(new String(Json.bytes(BOOKING), UTF_8))));

  // Nobody can guess it: a request with it is ours.
  private final String trace = "Rehearsal=" + UUID.randomUUID();

  /** Whether the request that this thread serves is one of the rehearsal's. */
  boolean isOn() {
    return Log.TRACE.isBound() && Log.TRACE.get().equals(trace);
  }

  /**
   * Plays it, two seconds at most.
   *
   * @param web listens on {@code host}
   * @throws IOException when this process does not answer itself
   * @throws Database.Unavailable when the database is gone
   */
  void play(String host, WebApplication web, Studio studio) throws IOException {
    var end = System.nanoTime() + LONGEST.toNanos();
    var address = InetAddress.getByName(host);
    var here = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
      for (var request : REQUESTS) {
        ask(request, url(here, web.port(), request.path()));
      }
      studio.rehearse(BOOKING);
    }
  }

  private static URL url(InetAddress host, int port, String path) throws IOException {
    try {
      return new URI("http", null, host.getHostAddress(), port, path, null, null).toURL();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("an address and a path make a URI", e);
    }
  }

  private void ask(Request request, URL url) throws IOException {
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(request.method());
    connection.setConnectTimeout((int) SILENCE.toMillis());
    connection.setReadTimeout((int) SILENCE.toMillis());
    connection.setRequestProperty("X-Amzn-Trace-Id", trace);
    if (request.body().isPresent()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setRequestProperty("Idempotency-Key", "rehearsal");
      connection.getOutputStream().write(request.body().get().getBytes(UTF_8));
    }
    // Read to its end, or the connection would not be used again.
    try (var answer =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      var unused = answer.readAllBytes();
    }
  }
}
