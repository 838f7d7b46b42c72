package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process, as ECS runs it. */
class MainTest {

  @TempDir private Path directory;

  private Process spawn(Map<String, String> environment) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static int status(String address, int port) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://%s:%d/healthcheck".formatted(address, port));
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
    } catch (java.io.IOException notYet) {
      return 0;
    }
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

  @Test
  void sigterm_ends_it_in_order_with_status_0() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var server = MariaDb.on("127.0.6.3")) {
      var process =
          spawn(
              Map.of(
                  "DB_NAME",
                  MariaDb.NAME,
                  "DB_USERNAME",
                  MariaDb.USER,
                  "DB_PASSWORD",
                  MariaDb.PASSWORD,
                  "DB_HOST",
                  server.address(),
                  "HOST",
                  "127.0.6.4",
                  "PORT",
                  Integer.toString(port)));
      var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (status("127.0.6.4", port) != 200 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(status("127.0.6.4", port)).isEqualTo(200);

      process.destroy();
      while (status("127.0.6.4", port) == 200 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(directory.resolve("log"))).contains("draining", "stopped");
    }
  }
}
