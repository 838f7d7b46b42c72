package com.shangwellness.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.ops.PlainHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Visitors at a steady rate, each on one connection that it keeps: nine requests for the page or
 * the sessions, then a booking. A booking that was acknowledged has to be found; it is given back
 * later, so that places do not run out. What nobody booked must not be taken.
 */
final class BookingLoad implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OF_WHICH_ONE_BOOKS = 10;
  private static final int KEPT = 1;
  private static final int SESSIONS = 40;
  private static final int ERRORS = 500;

  private final URI site;
  private final ExecutorService visitors = Executors.newCachedThreadPool();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicInteger booked = new AtomicInteger();
  private final AtomicInteger keys = new AtomicInteger();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
  private final Queue<String> live = new ConcurrentLinkedQueue<>();
  private final String run = Long.toString(System.nanoTime(), 36);
  private final List<Long> sessions = new ArrayList<>();
  private final Map<Long, Integer> before;

  /** A request: when it was answered, and how long that took. */
  record Seen(long at, long nanos) {}

  /** A request that went wrong, with the answer's header that says who answered. */
  record Failure(long at, String what, String by) {}

  BookingLoad(URI site) throws IOException {
    this.site = site;
    this.before = places();
  }

  /** So many visitors, who together ask {@code perSecond} times a second. */
  void come(int count, int perSecond) {
    for (int i = 0; i < count; i++) {
      long pause = TimeUnit.SECONDS.toNanos(1) * count / perSecond;
      long first = System.nanoTime() + pause * i / count;
      int number = i;
      visitors.execute(() -> visit(number, first, pause));
    }
  }

  private void visit(int visitor, long first, long pause) {
    var mine = new ArrayDeque<String>();
    long next = first;
    int turn = visitor;
    while (open.get()) {
      try (var connection = new PlainHttp(site)) {
        while (open.get()) {
          LockSupport.parkNanos(next - System.nanoTime());
          next = Math.max(next + pause, System.nanoTime() - pause);
          turn++;
          if (turn % OF_WHICH_ONE_BOOKS == 0) {
            book(connection, mine);
          } else {
            look(connection, turn % 2 == 0 ? "/" : "/api/sessions");
          }
        }
      } catch (IOException e) {
        failures.add(new Failure(System.nanoTime(), e.toString(), ""));
      }
    }
    live.addAll(mine);
  }

  private void look(PlainHttp connection, String path) throws IOException {
    ask(connection, "GET", path, Map.of(), "", 200);
  }

  private void book(PlainHttp connection, ArrayDeque<String> mine) throws IOException {
    int number = keys.incrementAndGet();
    // In turns, so that no session is ever full.
    var session = sessions.get(number % sessions.size());
    var key = run + "-" + number;
    var answer =
        ask(
            connection,
            "POST",
            "/api/sessions/" + session + "/bookings",
            Map.of("Content-Type", "application/json", "Idempotency-Key", key),
            "{\"name\":\"Asha Rao\",\"email\":\"" + key + "@example.com\"}",
            201);
    if (answer.status() != 201) {
      return;
    }
    booked.incrementAndGet();
    mine.add(JSON.readTree(answer.body()).path("code").asText());
    // Also those that a bad version could not take back before: or sessions would fill up.
    for (int tooMany = mine.size() - KEPT; tooMany > 0; tooMany--) {
      giveBack(connection, mine.poll(), mine);
    }
  }

  /**
   * It is there still, and then it is not; where a bad version answers, it is asked again later.
   */
  private void giveBack(PlainHttp connection, String code, ArrayDeque<String> mine)
      throws IOException {
    var path = "/api/bookings/" + code;
    var found = ask(connection, "GET", path, Map.of(), "", 200);
    if (isProductions(found) && !isBooked(found)) {
      wrongs.add("lost: " + code + ": " + found.line());
      return;
    }
    if (!isProductions(found)
        || !isProductions(ask(connection, "DELETE", path, Map.of(), "", 204))) {
      mine.add(code);
    }
  }

  private static boolean isProductions(Answer answer) {
    return answer.status() < ERRORS && !answer.headers().containsKey(BadApp.HEADER);
  }

  private static boolean isBooked(Answer answer) {
    return answer.body().contains("\"status\":\"booked\"");
  }

  private Answer ask(
      PlainHttp connection,
      String method,
      String path,
      Map<String, String> headers,
      String body,
      int wanted)
      throws IOException {
    long begin = System.nanoTime();
    var answer = connection.ask(method, path, headers, body);
    long end = System.nanoTime();
    seen.add(new Seen(end, end - begin));
    if (answer.status() != wanted) {
      failures.add(
          new Failure(
              end,
              method + " " + path + ": " + answer.line(),
              answer.headers().getOrDefault(BadApp.HEADER, "")));
    }
    return answer;
  }

  int answered() {
    return seen.size();
  }

  int booked() {
    return booked.get();
  }

  /** What was not answered as it should be. */
  Queue<Failure> failures() {
    return failures;
  }

  /**
   * The time below which {@code share} of the answers between two moments came, in milliseconds.
   */
  double quantile(double share, long from, long to) {
    var times =
        seen.stream().filter(s -> s.at() >= from && s.at() < to).mapToLong(Seen::nanos).sorted();
    var sorted = times.toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
  }

  /** Sends the visitors away, and says what was lost or taken twice. */
  List<String> settle() throws IOException, InterruptedException {
    open.set(false);
    visitors.shutdown();
    if (!visitors.awaitTermination(1, TimeUnit.MINUTES)) {
      wrongs.add("visitors who do not leave");
    }
    try (var connection = new PlainHttp(site)) {
      for (var code : live) {
        var answer = connection.ask("GET", "/api/bookings/" + code, Map.of(), "");
        if (!isBooked(answer)) {
          wrongs.add("lost: " + code + ": " + answer.line());
        }
      }
      int taken = sum(before) - sum(places());
      if (taken != live.size()) {
        wrongs.add(taken + " places are taken by " + live.size() + " bookings that are known");
      }
      for (var code : live) {
        connection.ask("DELETE", "/api/bookings/" + code, Map.of(), "");
      }
    }
    return List.copyOf(wrongs);
  }

  /** How many places each session has; those that are booked are far enough away to stay open. */
  private Map<Long, Integer> places() throws IOException {
    var places = new HashMap<Long, Integer>();
    try (var connection = new PlainHttp(site)) {
      var answer = connection.ask("GET", "/api/sessions", Map.of(), "");
      JsonNode all = JSON.readTree(answer.body()).path("sessions");
      if (sessions.isEmpty()) {
        for (int i = all.size() - 1; i >= 0 && sessions.size() < SESSIONS; i--) {
          sessions.add(all.get(i).path("id").asLong());
        }
      }
      all.forEach(
          session -> {
            if (sessions.contains(session.path("id").asLong())) {
              places.put(session.path("id").asLong(), session.path("available").asInt());
            }
          });
    }
    return places;
  }

  private static int sum(Map<Long, Integer> places) {
    return places.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The whole time of a row of seconds, for the pause that a test makes on purpose. */
  void lasts(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  @Override
  public void close() {
    open.set(false);
    visitors.shutdownNow();
  }
}
