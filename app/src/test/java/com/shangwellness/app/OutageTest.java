package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {

  @Test
  void a_failover_is_survived_and_only_a_longer_outage_is_reported() throws Exception {
    try (var server = MariaDb.on("127.0.6.2");
        var app = new Running(server)) {
      assertThat(app.get("/healthcheck").statusCode()).isEqualTo(503);
      var unused = app.migrated();
      assertThat(app.get("/healthcheck").statusCode()).isEqualTo(200);

      server.kill();
      var gone = app.get("/api/sessions");
      assertThat(gone.statusCode()).isEqualTo(503);
      assertThat(gone.headers().firstValue("Retry-After")).isPresent();
      app.clock.pass(Duration.ofSeconds(119));
      assertThat(app.get("/healthcheck").statusCode()).isEqualTo(200);
      app.clock.pass(Duration.ofSeconds(2));
      assertThat(app.get("/healthcheck").statusCode()).isEqualTo(503);

      server.start();
      Running.await(() -> app.get("/healthcheck").statusCode() == 200);
      assertThat(app.get("/api/sessions").statusCode()).isEqualTo(200);
    }
  }
}
