package com.shangwellness.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The password is another one than ECS injected at the start (TRAPS 13). */
class RotationTest {

  private static final String ARN =
      "arn:aws:secretsmanager:ap-south-1:669097061043:secret:database-AbCdEf";

  /** Secrets Manager, as far as the application asks it. */
  private static final class Secrets implements AutoCloseable {
    private final HttpServer http;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String password = MariaDb.PASSWORD;

    Secrets() throws Exception {
      this.http = HttpServer.create(new InetSocketAddress("127.0.6.14", 0), 0);
      http.createContext(
          "/",
          exchange -> {
            asked.incrementAndGet();
            assertThat(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                .isEqualTo("secretsmanager.GetSecretValue");
            var secret =
                "{\\\"username\\\":\\\"%s\\\",\\\"password\\\":\\\"%s\\\"}"
                    .formatted(MariaDb.USER, password);
            var answer = "{\"ARN\":\"%s\",\"SecretString\":\"%s\"}".formatted(ARN, secret);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(200, answer.length());
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
          });
      http.start();
    }

    Map<String, String> environment() {
      return Map.of(
          "DB_SECRET_ARN",
          ARN,
          "AWS_ENDPOINT_URL",
          "http://127.0.6.14:" + http.getAddress().getPort(),
          "AWS_ACCESS_KEY_ID",
          "a",
          "AWS_SECRET_ACCESS_KEY",
          "b");
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  /** A new password, which whoever is logged in has to give at once. */
  private static void rotate(MariaDb server, Secrets secrets, String to) throws Exception {
    var url = "jdbc:mysql://%s:3306/?sslMode=DISABLED".formatted(server.address());
    try (var connection = DriverManager.getConnection(url, MariaDb.USER, secrets.password);
        var statement = connection.createStatement()) {
      statement.execute("SET PASSWORD = PASSWORD('%s')".formatted(to));
      secrets.password = to;
      var others = "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID()";
      try (var rows = statement.executeQuery(others);
          var kill = connection.createStatement()) {
        while (rows.next()) {
          kill.execute("KILL " + rows.getLong(1));
        }
      }
    }
  }

  @Test
  void a_password_that_changes_while_it_runs_is_read_again_each_time_it_changes() throws Exception {
    try (var server = MariaDb.on("127.0.6.13");
        var secrets = new Secrets();
        var app = Spawned.on(server.address(), secrets.environment())) {
      app.awaitHealth(status -> status == 200);
      assertThat(app.status("/api/sessions")).isEqualTo(200);
      assertThat(secrets.asked).as("the injected password is the first").hasValue(0);

      for (var password : new String[] {"rotated-once", "rotated-twice"}) {
        rotate(server, secrets, password);

        Running.await(() -> answers(app));
        assertThat(app.log()).doesNotContain("ERROR");
      }
      assertThat(secrets.asked.get()).isBetween(2, 10);
      assertThat(app.log()).doesNotContain("rotated");
    }
  }

  private static boolean answers(Spawned app) {
    try {
      return app.status("/api/sessions") == 200;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
