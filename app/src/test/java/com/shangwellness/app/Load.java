package com.shangwellness.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Measures the application as a process: how soon it is ready, and its resident memory when idle
 * and after bookings, cancellations and reads. {@code bench/app.sh} runs it.
 */
final class Load {

  private static final int AT_ONCE = 16;

  private final Spawned app;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Load(Spawned app) {
    this.app = app;
  }

  /** The arguments: how many starts, and how many bookings. */
  public static void main(String[] arguments) throws Exception {
    int starts = Integer.parseInt(arguments[0]);
    int bookings = Integer.parseInt(arguments[1]);
    System.out.println("run | ready (s) | idle (MB) | after load (MB) | requests/s");
    try (var server = MariaDb.on("127.0.6.15")) {
      for (int run = 1; run <= starts; run++) {
        var begun = System.nanoTime();
        try (var app = Spawned.on(server.address(), Map.of("DB_POOL_MINIMUM_IDLE", "1"))) {
          app.awaitHealth(status -> status == 200);
          var ready = Duration.ofNanos(System.nanoTime() - begun);
          var idle = app.residentMegabytes();
          var rate = new Load(app).bookAndCancel(bookings);
          System.out.printf(
              "%d | %.2f | %d | %d | %.0f%n",
              run, ready.toMillis() / 1000.0, idle, app.residentMegabytes(), rate);
        }
      }
    }
  }

  /** Reads, books and cancels again; the requests in a second. */
  private double bookAndCancel(int bookings) throws Exception {
    var sessions = send(to("/api/sessions")).split("\"id\":", -1);
    var begun = System.nanoTime();
    var sent = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var work =
          IntStream.range(0, bookings)
              .<Callable<Integer>>mapToObj(
                  i ->
                      () -> {
                        // Any session but the first, which may begin meanwhile.
                        var id = sessions[2 + i % (sessions.length - 2)].split(",", 2)[0];
                        bookAndCancel(id, i);
                        return sent.addAndGet(3);
                      })
              .toList();
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
    return sent.get() / (Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0);
  }

  private void bookAndCancel(String session, int number) throws Exception {
    var unused = send(to("/api/sessions"));
    var person = "{\"name\":\"P\",\"email\":\"p%d@example.com\"}".formatted(number);
    var booking =
        send(
            to("/api/sessions/%s/bookings".formatted(session))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(person, UTF_8)));
    var code = booking.replaceAll("(?s).*\"code\":\"([^\"]+)\".*", "$1");
    unused = send(to("/api/bookings/" + code).DELETE());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://%s:%d%s".formatted(Spawned.ADDRESS, app.port, path)));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    var answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
