package com.shangwellness.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.FlywayException;
import software.amazon.jdbc.Driver;

/**
 * Puts the application together and sees it through its life, from the environment to the exit
 * status.
 */
final class Main {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final Settings settings;
  private final Log log;
  private final Database database;
  private final Health health;
  private final WebApplication web;
  private final AtomicInteger exitStatus = new AtomicInteger();

  private Main(Settings settings, Log log, Clock clock) {
    this.settings = settings;
    this.log = log;
    this.database =
        new Database(new DatabaseLogin(new Driver(), settings.database()), new Availability(clock));
    this.health = new Health(Version.ofThisBuild(), database, settings.outageTolerance(), clock);
    var studio = new Studio(database, new Timetable(clock), clock, new BookingCodes());
    this.web = new WebApplication(settings.host(), settings.port(), health, studio, log);
  }

  /** The entry of the image. Exit status: 0 after SIGTERM, 1 when it could not run. */
  public static void main(String[] arguments) {
    var clock = Clock.systemUTC();
    var log =
        new Log(
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
            clock);
    log.adoptLibraries();
    // A failover moves the cluster's name to another address within seconds.
    Security.setProperty("networkaddress.cache.ttl", "5");
    System.setProperty("helidon.banner.enabled", "false");
    try {
      new Main(Settings.from(System.getenv()), log, clock).run();
    } catch (Settings.InvalidEnvironment mistakes) {
      log.warn("environment.invalid", "message", mistakes.getMessage());
      System.exit(1);
    }
  }

  private void run() {
    try {
      web.start();
    } catch (RuntimeException e) {
      log.error(
          "listen.failed",
          e,
          "message",
          "cannot listen on %s port %d; free it, or set HOST and PORT"
              .formatted(settings.host(), settings.port()));
      System.exit(1);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
    log.info(
        "listening", "host", settings.host(), "port", web.port(), "environment", settings.appEnv());
    try {
      migrate();
    } catch (FlywayException e) {
      log.error("migration.failed", e);
      exitStatus.set(1);
      System.exit(1);
    }
  }

  /**
   * A database that is not there yet is waited for: meanwhile the health check says that this task
   * is starting.
   */
  private void migrate() {
    while (health.phase() == Health.Phase.STARTING) {
      try {
        var applied = new Migrations(database).apply();
        health.ready();
        log.info("ready", "migrations", applied);
      } catch (Database.Unavailable gone) {
        log.warn("database.awaited", "database", settings.database(), "reason", gone.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs at SIGTERM. The JVM would exit with 143 after it; an orderly end is 0. */
  private void end() {
    web.stop(exitStatus.get() == 0 ? settings.drain() : Duration.ZERO);
    database.close();
    Runtime.getRuntime().halt(exitStatus.get());
  }
}
