package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.jdbc.Driver;

/** The application in this JVM, on a loopback address and a clock that tests move. */
final class Running implements AutoCloseable {

  /** Other tests run at the same time, and have use for the processor. */
  static final long BETWEEN_LOOKS = Duration.ofMillis(5).toNanos();

  /** A clock that moves when told to. */
  static final class Hands extends Clock {
    private volatile Instant now = Instant.parse("2026-03-02T00:00:00Z");

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return fixed(now, zone);
    }
  }

  final Hands clock = new Hands();
  final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  final Log log = new Log(new PrintStream(logged, true, StandardCharsets.UTF_8), clock);
  final Availability availability = new Availability(clock);
  final Gate gate = new Gate();
  final DatabaseLogin login;
  final Database database;
  final Health health;
  final Rehearsal rehearsal = new Rehearsal();
  final Studio studio;
  final Metrics metrics = new Metrics(log, "test");
  final WebApplication web;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Running(MariaDb server) {
    this.login = new DatabaseLogin(new Driver(), server.settings());
    this.database = new Database(login, 0, availability);
    this.health = new Health(new Version("9.9.9", "abc"), database, Duration.ofMinutes(2), clock);
    this.studio = new Studio(database, new Timetable(clock), clock, new BookingCodes());
    this.web = new WebApplication("127.0.6.9", 0, health, gate, rehearsal, studio, metrics, log);
    web.start();
  }

  Running migrated() {
    var unused = new Migrations(login, availability, gate).apply();
    health.ready();
    return this;
  }

  /** Until {@code condition} holds, for half a minute at most. */
  static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.6.9:%d%s".formatted(web.port(), path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(to(path));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    var request =
        to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  @Override
  public void close() {
    try {
      web.stop(Duration.ZERO, Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
