package com.shangwellness.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process, as ECS runs it. */
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

  @TempDir private Path directory;

  private Process spawn(Map<String, String> environment, String... options) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.6.4:%d%s".formatted(port, path));
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  /** 0 when there was no answer. */
  private static int status(int port, String path) throws InterruptedException {
    try {
      return get(port, path).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private static Map<String, String> with(
      Map<String, String> environment, String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return more;
  }

  @Test
  void an_environment_that_cannot_be_used_ends_it_with_one_message() throws Exception {
    var process = spawn(Map.of("PORT", "many"));

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readAllLines(directory.resolve("log")))
        .singleElement()
        .asString()
        .contains("PORT is 'many'", "DB_HOST is missing", "DB_NAME is missing");
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static Map<String, String> environment(String databaseHost, int port) {
    return Map.of(
        "DB_NAME",
        MariaDb.NAME,
        "DB_USERNAME",
        MariaDb.USER,
        "DB_PASSWORD",
        MariaDb.PASSWORD,
        "DB_HOST",
        databaseHost,
        "HOST",
        "127.0.6.4",
        "PORT",
        Integer.toString(port));
  }

  private static void awaitStatus(int port, IntPredicate wanted) throws InterruptedException {
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!wanted.test(status(port, "/healthcheck"))) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void behind_an_aurora_clusters_name_the_first_login_succeeds() throws Exception {
    var name = "shangwellness-prod-aurora.cluster-cj8iwom2850v.ap-south-1.rds.amazonaws.com";
    int port = freePort();
    try (var server = MariaDb.on("127.0.6.5")) {
      var hosts = Files.writeString(directory.resolve("hosts"), server.address() + " " + name);
      var process = spawn(environment(name, port), "-Djdk.net.hosts.file=" + hosts);
      awaitStatus(port, status -> status == 200);

      assertThat(Files.readString(directory.resolve("log"))).doesNotContain("database.awaited");
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void sigterm_ends_it_in_order_with_status_0() throws Exception {
    int port = freePort();
    try (var server = MariaDb.on("127.0.6.3")) {
      var process = spawn(environment(server.address(), port));
      awaitStatus(port, status -> status == 200);

      process.destroy();
      awaitStatus(port, status -> status != 200);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(directory.resolve("log"))).contains("draining", "stopped");
    }
  }

  @Test
  void who_is_being_served_at_sigterm_gets_an_answer_and_who_is_new_is_sent_elsewhere()
      throws Exception {
    int port = freePort();
    try (var server = MariaDb.on("127.0.6.6")) {
      var process = spawn(with(environment(server.address(), port), "DRAIN_SECONDS", "0"));
      awaitStatus(port, status -> status == 200);

      try (var slow = new Socket("127.0.6.4", port)) {
        var body = "{\"name\":\"A\",\"email\":\"a@example.com\"}";
        send(slow, HEAD);
        // That it is awaited shows that it is being served.
        assertThat(new String(slow.getInputStream().readNBytes(CONTINUE.length()), US_ASCII))
            .isEqualTo(CONTINUE);
        process.destroy();
        awaitStatus(port, status -> status == 503);
        var refused = get(port, "/api/sessions");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Connection")).contains("close");
        assertThat(process.isAlive()).isTrue();

        send(slow, body);
        assertThat(new String(slow.getInputStream().readAllBytes(), US_ASCII))
            .startsWith("HTTP/1.1 404")
            .contains("There is no session 999");
      }

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(directory.resolve("log"))).contains("\"cutOff\":0");
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  @Test
  void a_crowd_that_never_stops_coming_does_not_keep_it_from_ending() throws Exception {
    int port = freePort();
    try (var server = MariaDb.on("127.0.6.7");
        var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var process = spawn(environment(server.address(), port));
      awaitStatus(port, status -> status == 200);
      var answers = new ConcurrentLinkedQueue<Integer>();
      for (int i = 0; i < 8; i++) {
        var unused =
            crowd.submit(
                () -> {
                  while (process.isAlive()) {
                    answers.add(status(port, "/api/sessions"));
                  }
                  return null;
                });
      }
      Running.await(() -> answers.size() > 100);

      process.destroy();

      assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      // 0 is a connection that was not taken.
      assertThat(answers).containsOnly(0, 200, 503);
      assertThat(Files.readString(directory.resolve("log"))).contains("\"cutOff\":0");
    }
  }

  @Test
  void waiting_for_a_database_ends_at_once_at_sigterm() throws Exception {
    int port = freePort();
    var process = spawn(with(environment("127.0.6.250", port), "DRAIN_SECONDS", "25"));
    awaitStatus(port, status -> status == 503);

    process.destroy();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void whatever_keeps_the_schema_from_being_migrated_ends_it_with_one_event() throws Exception {
    int port = freePort();
    try (var server = MariaDb.on("127.0.6.8")) {
      var process = spawn(with(environment(server.address(), port), "DB_NAME", "no_such"));

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(Files.readAllLines(directory.resolve("log")))
          .allMatch(line -> line.startsWith("{"))
          .anyMatch(line -> line.contains("migration.failed"));
    }
  }
}
