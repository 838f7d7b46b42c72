package com.shangwellness.region.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Starts processes in sessions of their own, so that a Ctrl-C at the region's terminal does not
 * reach them, with an environment that holds what they are given and nothing of the user's. Each
 * carries the region's marker, by which a region that was killed finds what it left behind.
 */
public final class Sessions {

  /** The environment variable that marks a process: the region's folder, or a folder below it. */
  public static final String MARKER = "REGION_HOME";

  private static final int ROUNDS = 500;
  private static final long BETWEEN_ROUNDS = 10_000_000; // of the machine's nanoseconds
  private static final Path PROCESSES = Path.of("/proc");

  private final String marker;

  /** The sessions of the region whose data are in {@code home}. */
  public Sessions(Path home) {
    this.marker = home.toAbsolutePath().normalize().toString();
  }

  /**
   * Prepares {@code command} to run in a session of its own in {@code folder}, with {@code
   * environment} as its whole environment and {@code log} receiving what it prints.
   */
  public ProcessBuilder prepare(
      List<String> command, Map<String, String> environment, Path folder, Path log) {
    // setsid executes the command in its place (it forks only when it leads a process group, and a
    // child of a JVM does not).
    var whole = new ArrayList<>(List.of("setsid"));
    whole.addAll(command);
    var builder =
        new ProcessBuilder(whole)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(MARKER, marker);
    return builder;
  }

  /** Sends {@code signal} ({@code TERM}, {@code KILL}) to a process and to all that it started. */
  public static void signal(long pid, String signal) {
    try {
      // The process leads its session and group, so the group's number is its own.
      var kill =
          new ProcessBuilder("kill", "-" + signal, "--", "-" + pid)
              .redirectErrorStream(true)
              .start();
      kill.getInputStream().readAllBytes();
      kill.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("the command kill cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Kills every process that carries this region's marker: what an earlier, killed region left
   * behind. Called before anything is started.
   *
   * @return the pids of what was killed
   */
  public List<Long> killOrphans() {
    var killed = new TreeSet<Long>();
    // One may start another while it is killed, so this looks again until none is left. A process
    // that has ended and that nobody
    // has waited for yet has no environment any more: it does not count.
    for (int round = 0; round < ROUNDS; round++) {
      var orphans = orphans();
      if (orphans.isEmpty()) {
        return List.copyOf(killed);
      }
      orphans.forEach(ProcessHandle::destroyForcibly);
      orphans.forEach(orphan -> killed.add(orphan.pid()));
      LockSupport.parkNanos(BETWEEN_ROUNDS);
    }
    throw new IllegalStateException("processes of an earlier run cannot be ended: " + killed);
  }

  private List<ProcessHandle> orphans() {
    try (var processes = Files.list(PROCESSES)) {
      return processes.flatMap(this::orphan).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(PROCESSES + " cannot be read", e);
    }
  }

  private Stream<ProcessHandle> orphan(Path process) {
    var name = process.getFileName().toString();
    if (!name.chars().allMatch(Character::isDigit) || !isMarked(process)) {
      return Stream.empty();
    }
    return Optional.of(Long.parseLong(name))
        .filter(pid -> pid != ProcessHandle.current().pid())
        .flatMap(ProcessHandle::of)
        .stream();
  }

  private boolean isMarked(Path process) {
    try {
      var environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return Stream.of(environment.split("\0"))
          .anyMatch(
              entry ->
                  entry.equals(MARKER + "=" + marker)
                      || entry.startsWith(MARKER + "=" + marker + "/"));
    } catch (IOException e) {
      // Another user's process, or one that has just ended: not one of ours.
      return false;
    }
  }
}
