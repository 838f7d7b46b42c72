package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Many who want the same thing at once. */
@Isolated("hundreds of visitors at once need the processor for themselves")
class CrowdTest extends OnDatabase {

  private Session session;

  CrowdTest() {
    super("127.0.6.16");
  }

  @BeforeEach
  void nothingIsBooked() {
    server.forgetBookings();
    session = app.studio.sessions().getFirst();
  }

  private static List<Integer> statusesOf(List<Callable<Integer>> requests)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = new ArrayList<Integer>();
      for (Future<Integer> answer : threads.invokeAll(requests)) {
        statuses.add(answer.get());
      }
      return statuses;
    }
  }

  @Test
  void hundreds_racing_for_the_last_places_never_overbook() throws Exception {
    var requests = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 300; i++) {
      int number = i;
      requests.add(() -> app.post(bookings(session.id()), person(number)).statusCode());
    }

    var statuses = statusesOf(requests);

    assertThat(statuses).containsOnly(201, 409);
    assertThat(statuses.stream().filter(it -> it == 201)).hasSize(session.capacity());
    assertThat(server.count("SELECT COUNT(*) FROM bookings WHERE active = 1"))
        .isEqualTo(session.capacity());
    assertThat(server.count("SELECT booked FROM sessions WHERE id = " + session.id()))
        .isEqualTo(session.capacity());
  }

  @Test
  void the_same_request_sent_many_times_at_once_books_once() throws Exception {
    var key = UUID.randomUUID().toString();
    Callable<Integer> request =
        () -> app.post(bookings(session.id()), person(1), "Idempotency-Key", key).statusCode();

    assertThat(statusesOf(java.util.Collections.nCopies(50, request))).containsOnly(201);
    assertThat(server.count("SELECT COUNT(*) FROM bookings")).isEqualTo(1);
  }

  @Test
  void many_tasks_that_plan_the_same_days_at_once_plan_them_once() throws Exception {
    try (var connection = server.connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM sessions");
    }
    Callable<Integer> task =
        () -> {
          new Timetable(app.clock).plan(app.database);
          return app.get("/api/sessions").statusCode();
        };

    assertThat(statusesOf(java.util.Collections.nCopies(20, task))).containsOnly(200);
    assertThat(server.count("SELECT COUNT(DISTINCT timetable_id, starts_at) FROM sessions"))
        .isEqualTo(server.count("SELECT COUNT(*) FROM sessions"))
        .isPositive();
  }
}
