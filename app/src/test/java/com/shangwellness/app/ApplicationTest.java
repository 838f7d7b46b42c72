package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application as its callers see it, on a real database. */
class ApplicationTest extends OnDatabase {

  private Session session;

  ApplicationTest() {
    super("127.0.6.1");
  }

  @BeforeEach
  void nothingIsBooked() {
    server.forgetBookings();
    session = app.studio.sessions().getFirst();
  }

  @Test
  void a_place_is_booked_seen_and_given_back() {
    var booked = app.post(bookings(session.id()), person(1));
    var path = booked.headers().firstValue("Location").orElseThrow();

    assertThat(booked.statusCode()).isEqualTo(201);
    assertThat(app.get(path).body()).contains("\"status\":\"booked\"", "p1@example.com");
    assertThat(app.send(app.to(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(app.send(app.to(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(app.get(path).body()).contains("\"status\":\"cancelled\"", "\"booked\":0");
    assertThat(app.post(bookings(session.id()), person(1)).statusCode()).isEqualTo(201);
  }

  @Test
  void a_key_that_came_with_another_request_is_refused() {
    var unused = app.post(bookings(session.id()), person(1), "Idempotency-Key", "k");

    var answer = app.post(bookings(session.id()), person(2), "Idempotency-Key", "k");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("/problems/idempotency-key-reused");
  }

  @Test
  void one_address_has_one_place_in_a_session() {
    var unused = app.post(bookings(session.id()), person(1));

    assertThat(app.post(bookings(session.id()), person(1)).body())
        .contains("/problems/already-booked");
  }

  @Test
  void a_session_that_has_begun_can_be_neither_booked_nor_cancelled() {
    var path =
        app.post(bookings(session.id()), person(1)).headers().firstValue("Location").orElseThrow();
    app.clock.pass(Duration.ofDays(3));

    assertThat(app.post(bookings(session.id()), person(2)).body()).contains("session-begun");
    assertThat(app.send(app.to(path).DELETE()).statusCode()).isEqualTo(409);
  }

  @Test
  void mistakes_are_problems_that_name_what_is_wrong() {
    var path = bookings(session.id());
    assertThat(app.post(path, "{").statusCode()).isEqualTo(400);
    assertThat(app.post(path, "{}").body()).contains("/name", "/email", "\"status\":422");
    assertThat(app.post(path, "{\"name\":\"A\",\"email\":\"no\",\"x\":1}").body())
        .contains("/email", "/x");
    assertThat(app.post(path, "\"" + "x".repeat(Json.LARGEST_BODY) + "\"").statusCode())
        .isEqualTo(413);
    var large = app.post(path, "x".repeat(200_000));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.headers().firstValue("Connection")).contains("close");
    assertThat(app.post(path, person(1), "Idempotency-Key", "two words").statusCode())
        .isEqualTo(400);
    assertThat(app.send(app.to(path).POST(BodyPublishers.ofString("a=b"))).statusCode())
        .isEqualTo(415);
    assertThat(app.post(bookings(999_999_999), person(1)).statusCode()).isEqualTo(404);
    assertThat(app.get("/api/bookings/nonsense").statusCode()).isEqualTo(404);
    assertThat(app.get("/nowhere").headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    var wrongMethod = app.send(app.to("/api/sessions").DELETE());
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET");
  }

  @Test
  void whoever_sends_all_of_a_body_that_is_too_large_still_gets_the_answer() throws IOException {
    try (var socket = new Socket("127.0.6.9", app.web.port())) {
      var body = "x".repeat(900_000);
      var head =
          "POST %s HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(bookings(session.id()), body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void a_malformed_head_is_answered_with_a_problem() throws IOException {
    try (var socket = new Socket("127.0.6.9", app.web.port())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nno colon\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json");
    }
  }

  @Test
  void the_page_is_asked_for_each_time_and_its_assets_are_kept_for_ever() {
    var page = app.get("/");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(page.body())
        .contains("<html lang=\"en\">", "name=\"viewport\"", "<h1>", "<main>", "for=\"email\"");
    var asset = Pattern.compile("/assets/style\\.[0-9a-f]{16}\\.css").matcher(page.body());
    assertThat(asset.find()).isTrue();
    assertThat(app.get(asset.group()).headers().firstValue("Cache-Control"))
        .hasValueSatisfying(it -> assertThat(it).contains("immutable"));
    var other = app.get("/assets/style.0000000000000000.css");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void the_load_balancers_trace_is_in_the_log_and_the_booking_code_is_not() {
    var path =
        app.post(bookings(session.id()), person(1)).headers().firstValue("Location").orElseThrow();
    var unused =
        app.send(
            app.to(path).header("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678"));

    // The line is written after the answer went out.
    Running.await(() -> app.logged.toString(StandardCharsets.UTF_8).contains("\"trace\""));
    assertThat(app.logged.toString(StandardCharsets.UTF_8))
        .contains("\"trace\":\"Root=1-67891233-abcdef012345678912345678\"")
        .doesNotContain(path.substring("/api/bookings/".length()));
  }

  @Test
  void a_task_that_drains_says_so_at_once() {
    assertThat(app.get("/healthcheck").statusCode()).isEqualTo(200);
    assertThat(app.health.draining()).isTrue();

    assertThat(app.get("/healthcheck").statusCode()).isEqualTo(503);
    assertThat(app.get("/healthcheck").body()).contains("draining");
  }

  @Test
  void a_client_that_goes_away_in_the_middle_of_its_request_is_no_error_of_ours() throws Exception {
    try (var socket = new Socket("127.0.6.9", app.web.port())) {
      socket
          .getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
                  .formatted(bookings(session.id()))
                  .getBytes(StandardCharsets.US_ASCII));
      Running.await(() -> app.gate.inside() == 1);
    }

    Running.await(() -> app.gate.inside() == 0);
    assertThat(app.logged.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR");
  }

  @Test
  void a_schema_that_is_ahead_is_left_alone_and_applying_again_changes_nothing() throws Exception {
    try (var connection = server.connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
              + " installed_by, execution_time, success) VALUES (99, '99', 'of a later version',"
              + " 'SQL', 'V99__x.sql', 'admin', 1, 1)");
      assertThat(new Migrations(app.login, app.availability, app.gate).apply()).hasValue(0);
      statement.executeUpdate("DELETE FROM flyway_schema_history WHERE installed_rank = 99");
    }
  }
}
