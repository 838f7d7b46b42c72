package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/** The application as a process, as ECS runs it, with the flags of its image. */
final class Spawned implements AutoCloseable {

  static final String ADDRESS = "127.0.6.4";

  /** Its start takes seconds, and wants the processor for itself. */
  private static final long BETWEEN_LOOKS = Duration.ofMillis(50).toNanos();

  final Process process;
  final int port;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  /** On the database at {@code databaseHost}; {@code more} are variables and their values. */
  static Spawned on(String databaseHost, Map<String, String> more, String... options)
      throws IOException {
    return new Spawned(databaseHost, more, options);
  }

  private Spawned(String databaseHost, Map<String, String> more, String... options)
      throws IOException {
    this.port = freePort();
    this.log = Files.createTempFile("app", ".log");
    var environment =
        new HashMap<>(
            Map.of(
                "DB_NAME",
                MariaDb.NAME,
                "DB_USERNAME",
                MariaDb.USER,
                "DB_PASSWORD",
                MariaDb.PASSWORD,
                "DB_HOST",
                databaseHost,
                "HOST",
                ADDRESS,
                "PORT",
                Integer.toString(port)));
    environment.putAll(more);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms24m", "-Xmx96m", "-XX:MaxMetaspaceSize=96m"));
    command.addAll(List.of("-XX:ReservedCodeCacheSize=48m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    this.process = builder.start();
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://%s:%d%s".formatted(ADDRESS, port, path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** 0 when there was no answer. */
  int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException notNow) {
      return 0;
    }
  }

  /** Until the health check's status is one that is wanted. */
  void awaitHealth(IntPredicate wanted) throws InterruptedException {
    var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!wanted.test(status("/healthcheck"))) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
  }

  /** SIGTERM. */
  void end() {
    process.destroy();
  }

  /** The exit status, within {@code limit}. */
  int exitStatus(Duration limit) throws InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)).as("has ended").isTrue();
    return process.exitValue();
  }

  /** What of it is in memory, as Linux counts. */
  long residentMegabytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      var kilobytes = lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(kilobytes.replaceAll("\\D", "")) / 1024;
    }
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.shutdownNow();
    log.toFile().deleteOnExit();
  }
}
