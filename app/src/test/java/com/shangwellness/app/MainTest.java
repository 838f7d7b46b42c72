package com.shangwellness.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** From the environment to the exit status. */
@Execution(CONCURRENT)
class MainTest {

  private static final String HEAD =
      """
      POST /api/sessions/999/bookings HTTP/1.1\r
      Host: shangwellness\r
      Content-Type: application/json\r
      Content-Length: 36\r
      Expect: 100-continue\r
      \r
      """;
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  @Test
  void an_environment_that_cannot_be_used_ends_it_with_one_message() throws Exception {
    try (var app = Spawned.on("", Map.of("PORT", "many", "DB_NAME", ""))) {
      assertThat(app.exitStatus(Duration.ofSeconds(20))).isEqualTo(1);
      assertThat(app.log().lines())
          .singleElement()
          .asString()
          .contains("PORT is 'many'", "DB_HOST is missing", "DB_NAME is missing");
    }
  }

  @Test
  void behind_an_aurora_clusters_name_the_first_login_succeeds(@TempDir Path directory)
      throws Exception {
    var name = "shangwellness-prod-aurora.cluster-cj8iwom2850v.ap-south-1.rds.amazonaws.com";
    try (var server = MariaDb.on("127.0.6.5")) {
      var hosts = Files.writeString(directory.resolve("hosts"), server.address() + " " + name);
      try (var app = Spawned.on(name, Map.of(), "-Djdk.net.hosts.file=" + hosts)) {
        app.awaitHealth(status -> status == 200);

        assertThat(app.log()).doesNotContain("database.awaited");
      }
    }
  }

  @Test
  void sigterm_ends_it_in_order_with_status_0() throws Exception {
    try (var server = MariaDb.on("127.0.6.3");
        var app = Spawned.on(server.address(), Map.of())) {
      app.awaitHealth(status -> status == 200);

      app.end();
      app.awaitHealth(status -> status != 200);

      assertThat(app.exitStatus(Duration.ofSeconds(30))).isZero();
      // What was said before is not of the end: on a busy machine a rehearsal may be late.
      assertThat(app.log().substring(app.log().indexOf("draining")))
          .contains("stopped")
          .doesNotContain("WARN");
    }
  }

  @Test
  void who_is_being_served_at_sigterm_gets_an_answer_and_who_is_new_is_sent_elsewhere()
      throws Exception {
    try (var server = MariaDb.on("127.0.6.6");
        var app = Spawned.on(server.address(), Map.of("DRAIN_SECONDS", "0"))) {
      app.awaitHealth(status -> status == 200);

      try (var slow = new Socket(Spawned.ADDRESS, app.port)) {
        var body = "{\"name\":\"A\",\"email\":\"a@example.com\"}";
        send(slow, HEAD);
        // That its body is awaited shows that it is being served.
        assertThat(new String(slow.getInputStream().readNBytes(CONTINUE.length()), US_ASCII))
            .isEqualTo(CONTINUE);
        app.end();
        app.awaitHealth(status -> status == 503);
        var refused = app.get("/api/sessions");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Connection")).contains("close");
        assertThat(app.process.isAlive()).isTrue();

        send(slow, body);
        assertThat(new String(slow.getInputStream().readAllBytes(), US_ASCII))
            .startsWith("HTTP/1.1 404")
            .contains("There is no session 999");
      }

      assertThat(app.exitStatus(Duration.ofSeconds(30))).isZero();
      assertThat(app.log()).contains("\"cutOff\":0");
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  @Test
  void a_crowd_that_never_stops_coming_does_not_keep_it_from_ending() throws Exception {
    try (var server = MariaDb.on("127.0.6.7");
        var app = Spawned.on(server.address(), Map.of());
        var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      app.awaitHealth(status -> status == 200);
      var answers = new ConcurrentLinkedQueue<Integer>();
      for (int i = 0; i < 8; i++) {
        var unused =
            crowd.submit(
                () -> {
                  while (app.process.isAlive()) {
                    answers.add(app.status("/api/sessions"));
                  }
                  return null;
                });
      }
      Running.await(() -> answers.size() > 100);

      app.end();

      assertThat(app.exitStatus(Duration.ofSeconds(25))).isZero();
      // 0 is a connection that was not taken; whether somebody meets the moment of 503 is chance.
      assertThat(answers).contains(200).isSubsetOf(0, 200, 503);
      assertThat(app.log()).contains("\"cutOff\":0");
    }
  }

  @Test
  void waiting_for_a_database_ends_at_once_at_sigterm() throws Exception {
    try (var app = Spawned.on("127.0.6.250", Map.of("DRAIN_SECONDS", "25"))) {
      app.awaitHealth(status -> status == 503);

      app.end();

      assertThat(app.exitStatus(Duration.ofSeconds(20))).isZero();
    }
  }

  @Test
  void whatever_keeps_the_schema_from_being_migrated_ends_it_with_one_event() throws Exception {
    try (var server = MariaDb.on("127.0.6.8");
        var app = Spawned.on(server.address(), Map.of("DB_NAME", "no_such"))) {
      assertThat(app.exitStatus(Duration.ofSeconds(30))).isEqualTo(1);
      assertThat(app.log().lines())
          .allMatch(line -> line.startsWith("{"))
          .anyMatch(line -> line.contains("migration.failed"));
    }
  }
}
