package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process, as ECS runs it. */
class MainTest {

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

  private static int status(String address, int port) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://%s:%d/healthcheck".formatted(address, port));
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
    } catch (IOException notYet) {
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
    while (!wanted.test(status("127.0.6.4", port))) {
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
}
