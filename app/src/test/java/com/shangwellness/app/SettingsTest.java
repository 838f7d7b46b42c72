package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final Map<String, String> LEAST =
      Map.of(
          "DB_NAME", "shop", "DB_USERNAME", "admin", "DB_HOST", "db.example", "DB_PASSWORD", "x");

  @Test
  void the_least_environment_gets_the_documented_defaults() {
    var settings = Settings.from(LEAST);

    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.port()).isEqualTo(80);
    assertThat(settings.database().port()).isEqualTo(3306);
    assertThat(settings.outageTolerance()).hasSeconds(120);
    assertThat(settings.database().verified()).isFalse();
    assertThat(settings.database().idleConnections()).isZero();
    assertThat(settings.drain()).hasSeconds(1);
    assertThat(settings.stopTimeout()).hasSeconds(30);
  }

  @Test
  void production_verifies_the_database() {
    var production = new HashMap<>(LEAST);
    production.put("APP_ENV", "production");

    assertThat(Settings.from(production).database().verified()).isTrue();
  }

  @Test
  void what_the_task_definition_says_of_stopping_and_of_idle_connections_counts() {
    var environment = new HashMap<>(LEAST);
    environment.putAll(Map.of("STOP_TIMEOUT_SECONDS", "90", "DB_POOL_MINIMUM_IDLE", "2"));

    assertThat(Settings.from(environment).stopTimeout()).hasSeconds(90);
    assertThat(Settings.from(environment).database().idleConnections()).isEqualTo(2);
  }

  @Test
  void draining_must_leave_time_to_stop() {
    var environment = new HashMap<>(LEAST);
    environment.putAll(Map.of("STOP_TIMEOUT_SECONDS", "2", "DRAIN_SECONDS", "2"));

    assertThatThrownBy(() -> Settings.from(environment))
        .hasMessageContaining(
            "DRAIN_SECONDS is '2'; it must be less than STOP_TIMEOUT_SECONDS (2)");
  }

  @Test
  void every_mistake_is_in_one_message() {
    assertThatThrownBy(
            () ->
                Settings.from(
                    Map.of(
                        "APP_ENV",
                        "prod",
                        "PORT",
                        "0",
                        "DB_PORT",
                        "x",
                        "DB_SECRET_ARN",
                        "arn",
                        "AWS_CA_BUNDLE",
                        "/none",
                        "DB_OUTAGE_TOLERANCE_SECONDS",
                        "-1",
                        "DB_NAME",
                        "a b")))
        .isInstanceOf(Settings.InvalidEnvironment.class)
        .hasMessageContainingAll(
            "9 mistakes",
            "APP_ENV is 'prod'",
            "PORT is '0'",
            "DB_PORT is 'x'",
            "DB_SECRET_ARN is 'arn'",
            "'/none'",
            "DB_OUTAGE_TOLERANCE_SECONDS is '-1'",
            "DB_NAME is 'a b'",
            "DB_HOST is missing",
            "DB_USERNAME is missing");
  }

  @Test
  void the_password_is_never_printed() {
    assertThat(Settings.from(LEAST).toString()).doesNotContain("password", "=x");
  }
}
