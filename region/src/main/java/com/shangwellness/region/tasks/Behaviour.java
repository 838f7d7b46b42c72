package com.shangwellness.region.tasks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the containers of a simulated image behave.
 *
 * @param failure why they never start; empty when they do
 * @param startsAfter from the command to start until the process runs
 * @param output what they write once they run
 * @param exitsAfter when they exit by themselves; empty when they run until they are stopped
 * @param exitCode with which they exit by themselves
 * @param stopsAfter from the command to stop until they have exited; empty when they ignore SIGTERM
 * @param outgrowsAfter when they use more memory than they may, if there is a limit; empty when
 *     they never do
 * @param commands the exit code of a command that is run inside
 */
public record Behaviour(
    Optional<String> failure,
    Duration startsAfter,
    List<String> output,
    Optional<Duration> exitsAfter,
    int exitCode,
    Optional<Duration> stopsAfter,
    Optional<Duration> outgrowsAfter,
    int commands) {

  /** Starts within half a second, runs until it is stopped, and stops at once. */
  public static Behaviour serves() {
    return new Behaviour(
        Optional.empty(),
        Duration.ofMillis(500),
        List.of(),
        Optional.empty(),
        0,
        Optional.of(Duration.ofMillis(200)),
        Optional.empty(),
        0);
  }

  /** Starts, then exits by itself. */
  public static Behaviour exits(Duration after, int exitCode) {
    var serves = serves();
    return new Behaviour(
        Optional.empty(),
        serves.startsAfter,
        List.of(),
        Optional.of(after),
        exitCode,
        serves.stopsAfter,
        Optional.empty(),
        0);
  }

  /** Never starts. */
  public static Behaviour fails(String reason) {
    var serves = serves();
    return new Behaviour(
        Optional.of(reason),
        serves.startsAfter,
        List.of(),
        Optional.empty(),
        0,
        serves.stopsAfter,
        Optional.empty(),
        0);
  }

  /** The same, but SIGTERM has no effect. */
  public Behaviour ignoringStop() {
    return new Behaviour(
        failure,
        startsAfter,
        output,
        exitsAfter,
        exitCode,
        Optional.empty(),
        outgrowsAfter,
        commands);
  }

  /** The same, writing {@code lines} once it runs. */
  public Behaviour writing(String... lines) {
    return new Behaviour(
        failure,
        startsAfter,
        List.of(lines),
        exitsAfter,
        exitCode,
        stopsAfter,
        outgrowsAfter,
        commands);
  }

  /** The same, whose commands exit with {@code code}. */
  public Behaviour commandsExit(int code) {
    return new Behaviour(
        failure, startsAfter, output, exitsAfter, exitCode, stopsAfter, outgrowsAfter, code);
  }

  /** The same, but it uses more and more memory, and {@code after} its start more than it may. */
  public Behaviour growing(Duration after) {
    return new Behaviour(
        failure,
        startsAfter,
        output,
        exitsAfter,
        exitCode,
        stopsAfter,
        Optional.of(after),
        commands);
  }
}
