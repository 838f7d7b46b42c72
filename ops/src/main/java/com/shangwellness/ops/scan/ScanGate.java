package com.shangwellness.ops.scan;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Waits until the registry has scanned an image, and refuses it when something critical was found
 * that nobody has accepted: {@code java ScanGate.java REPOSITORY DIGEST ACCEPTED}.
 */
public final class ScanGate {

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  /** Waits for a while. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private final Registry registry;
  private final Clock clock;
  private final Pause pause;
  private final PrintStream out;

  ScanGate(Registry registry, Clock clock, Pause pause, PrintStream out) {
    this.registry = registry;
    this.clock = clock;
    this.pause = pause;
    this.out = out;
  }

  /** Exits with 0 when the image may be released, and with 1 when it may not. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 3) {
      System.err.println("usage: ScanGate REPOSITORY DIGEST ACCEPTED");
      System.exit(2);
    }
    try (var http = HttpClient.newHttpClient()) {
      var clock = Clock.systemUTC();
      var registry = new Registry(http, System.getenv(), clock);
      var gate = new ScanGate(registry, clock, Thread::sleep, System.out);
      if (!gate.lets(arguments[0], arguments[1], Path.of(arguments[2]))) {
        System.exit(1);
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("scan gate: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Whether an image may be released.
   *
   * @param accepted the file of the findings that are accepted
   */
  boolean lets(String repository, String digest, Path accepted)
      throws IOException, InterruptedException {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    // Before the wait: a list that is wrong is wrong whatever is found.
    var list = AcceptedFindings.in(accepted, today);
    var scan = await(repository, digest);
    var verdict = ScanVerdict.of(scan, list, today);
    verdict.lines().forEach(line -> out.println("scan gate: " + line));
    if (!verdict.passes()) {
      out.println(
          "scan gate: "
              + repository
              + "@"
              + digest
              + " is not released; update what is vulnerable, or accept it in "
              + accepted
              + " for a reason and until a date");
    }
    return verdict.passes();
  }

  private ImageScan await(String repository, String digest)
      throws IOException, InterruptedException {
    var deadline = clock.instant().plus(PATIENCE);
    while (true) {
      var scan = registry.scan(repository, digest);
      if (scan.isOver()) {
        return scan;
      }
      if (clock.instant().isAfter(deadline)) {
        throw new IOException(
            "the scan of "
                + digest
                + " was "
                + scan.status()
                + " for "
                + PATIENCE.toMinutes()
                + " minutes; is scanning on push on?");
      }
      pause.of(BETWEEN);
    }
  }
}
