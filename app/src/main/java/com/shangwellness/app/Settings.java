package com.shangwellness.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the environment says, checked. Every mistake is collected before any is reported: whoever
 * deploys mends all of them at once.
 *
 * @param appEnv one of {@link #ENVIRONMENTS}
 * @param host the address to listen on
 * @param port the port to listen on, 1 to 65535
 * @param database where the bookings are kept
 * @param outageTolerance how long the database may be gone before the health check says so (TRAPS
 *     11)
 * @param drain how long new requests are still answered after SIGTERM
 * @param stopTimeout from SIGTERM to SIGKILL: all must have ended before
 */
record Settings(
    String appEnv,
    String host,
    int port,
    DatabaseSettings database,
    Duration outageTolerance,
    Duration drain,
    Duration stopTimeout) {

  /** The values that APP_ENV may have. */
  static final List<String> ENVIRONMENTS = List.of("production", "staging", "development", "test");

  private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final Pattern USER = Pattern.compile("\\S{1,32}");
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\\[?[0-9A-Fa-f:.]+\\]?");
  private static final Pattern SECRET =
      Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:\\S+");

  /**
   * Reads the settings.
   *
   * @throws InvalidEnvironment naming every mistake
   */
  static Settings from(Map<String, String> environment) {
    return new Reader(environment).settings();
  }

  /** The environment cannot be used; the message is for the person who set it. */
  static final class InvalidEnvironment extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidEnvironment(List<String> mistakes) {
      super(
          "The environment has %d mistake%s: %s"
              .formatted(
                  mistakes.size(), mistakes.size() == 1 ? "" : "s", String.join("; ", mistakes)));
    }
  }

  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> mistakes = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    Settings settings() {
      var appEnv = text("APP_ENV").orElse("development");
      if (!Set.copyOf(ENVIRONMENTS).contains(appEnv)) {
        mistakes.add(
            "APP_ENV is '%s'; it must be one of %s"
                .formatted(appEnv, String.join(", ", ENVIRONMENTS)));
      }
      var host =
          matching(
              "HOST", HOST_NAME, "an address or host name to listen on", Optional.of("0.0.0.0"));
      var port = number("PORT", 1, 65_535, 80);
      var tolerance = number("DB_OUTAGE_TOLERANCE_SECONDS", 0, 86_400, 120);
      var stopTimeout = number("STOP_TIMEOUT_SECONDS", 2, 120, 30);
      var drain = number("DRAIN_SECONDS", 0, 60, 1);
      if (drain >= stopTimeout) {
        mistakes.add(
            "DRAIN_SECONDS is '%d'; it must be less than STOP_TIMEOUT_SECONDS (%d)"
                .formatted(drain, stopTimeout));
      }
      var database = database(appEnv.equals("production"));
      if (!mistakes.isEmpty()) {
        throw new InvalidEnvironment(mistakes);
      }
      return new Settings(
          appEnv,
          host,
          port,
          database,
          Duration.ofSeconds(tolerance),
          Duration.ofSeconds(drain),
          Duration.ofSeconds(stopTimeout));
    }

    private DatabaseSettings database(boolean verifyAlways) {
      var host =
          matching("DB_HOST", HOST_NAME, "the database's host name or address", Optional.empty());
      var port = number("DB_PORT", 1, 65_535, 3306);
      var name =
          matching("DB_NAME", DATABASE, "1 to 64 letters, digits or underscores", Optional.empty());
      var user =
          matching("DB_USERNAME", USER, "1 to 32 characters without spaces", Optional.empty());
      var password = text("DB_PASSWORD");
      var secret = text("DB_SECRET_ARN");
      if (secret.isPresent() && !SECRET.matcher(secret.get()).matches()) {
        mistakes.add(
            "DB_SECRET_ARN is '%s'; it must be the full ARN of a Secrets Manager secret"
                .formatted(secret.get()));
      }
      if (secret.isEmpty() && password.isEmpty()) {
        mistakes.add("DB_PASSWORD and DB_SECRET_ARN are both missing; set at least one of them");
      }
      var authorities = text("AWS_CA_BUNDLE").map(Path::of);
      authorities
          .flatMap(CertificateAuthorities::mistake)
          .ifPresent(it -> mistakes.add("AWS_CA_BUNDLE " + it));
      var idle = number("DB_POOL_MINIMUM_IDLE", 0, Database.MOST_CONNECTIONS, 0);
      return new DatabaseSettings(
          host,
          port,
          name,
          user,
          password,
          secret,
          authorities,
          verifyAlways || authorities.isPresent(),
          idle);
    }

    /**
     * A variable that is set and blank counts as missing: that is what a template with an empty
     * parameter leaves.
     */
    private Optional<String> text(String variable) {
      return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    private String matching(
        String variable, Pattern allowed, String meaning, Optional<String> otherwise) {
      var value = text(variable).or(() -> otherwise).orElse("");
      if (value.isEmpty()) {
        mistakes.add("%s is missing; set it to %s".formatted(variable, meaning));
      } else if (!allowed.matcher(value).matches()) {
        mistakes.add("%s is '%s'; it must be %s".formatted(variable, value, meaning));
      }
      return value;
    }

    private int number(String variable, int least, int most, int otherwise) {
      var value = text(variable).orElse(Integer.toString(otherwise));
      try {
        var number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException notANumber) {
        // Falls through to the one message for both mistakes.
      }
      mistakes.add(
          "%s is '%s'; it must be a whole number from %d to %d"
              .formatted(variable, value, least, most));
      return otherwise;
    }
  }
}
