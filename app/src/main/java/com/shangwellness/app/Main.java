package com.shangwellness.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.jdbc.Driver;

/**
 * Puts the application together and sees it through its life, from the environment to the exit
 * status.
 */
final class Main {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  /** Of the time until SIGKILL, what closing the server and the connections may take. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final Settings settings;
  private final Log log;
  private final Gate gate = new Gate();
  private final Database database;
  private final Migrations migrations;
  private final Health health;
  private final Rehearsal rehearsal = new Rehearsal();
  private final Studio studio;
  private final WebApplication web;
  private final AtomicInteger exitStatus = new AtomicInteger();

  private Main(Settings settings, Log log, Clock clock) {
    this.settings = settings;
    this.log = log;
    var login = new DatabaseLogin(new Driver(), settings.database());
    var availability = new Availability(clock);
    this.database = new Database(login, settings.database().idleConnections(), availability);
    this.migrations = new Migrations(login, availability, gate);
    this.health = new Health(Version.ofThisBuild(), database, settings.outageTolerance(), clock);
    this.studio = new Studio(database, new Timetable(clock), clock, new BookingCodes());
    var metrics = new Metrics(log, settings.appEnv());
    this.web =
        new WebApplication(
            settings.host(), settings.port(), health, gate, rehearsal, studio, metrics, log);
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
    } catch (RuntimeException | Error e) {
      log.error("start.failed", e);
      System.exit(1);
    }
  }

  private void run() {
    listen();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
    log.info(
        "listening", "host", settings.host(), "port", web.port(), "environment", settings.appEnv());
    try {
      migrate();
    } catch (RuntimeException | Error e) {
      // Whatever it is: a process that goes on would say "starting" for ever.
      log.error("migration.failed", e);
      exitStatus.set(1);
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
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
  }

  /**
   * A database that is not there yet is waited for: meanwhile the health check says that this task
   * is starting.
   */
  private void migrate() throws InterruptedException {
    while (health.phase() == Health.Phase.STARTING) {
      try {
        var applied = migrations.apply();
        if (applied.isPresent()) {
          rehearse();
          health.ready();
          log.info("ready", "migrations", applied.getAsInt());
        }
      } catch (Database.Unavailable gone) {
        log.warn("database.awaited", "database", settings.database(), "reason", gone.getMessage());
        health.awaitDraining(BETWEEN_TRIES);
      }
    }
  }

  /** A rehearsal that fails is no reason to send visitors away: the first of them only wait. */
  private void rehearse() {
    try {
      rehearsal.play(settings.host(), web, studio);
    } catch (IOException | RuntimeException e) {
      log.warn("rehearsal.failed", "reason", e.toString());
    }
  }

  /** Runs at SIGTERM. The JVM would exit with 143 after it; an orderly end is 0. */
  private void end() {
    try {
      web.stop(settings.drain(), settings.stopTimeout().minus(CLOSING));
      // A pool whose database is gone takes seconds to close, which are not ours any more.
      Thread.ofVirtual().start(database::close).join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(exitStatus.get());
    }
  }
}
