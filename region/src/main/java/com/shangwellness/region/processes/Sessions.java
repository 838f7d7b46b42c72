package com.shangwellness.region.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * Starts processes in sessions of their own, so that a Ctrl-C at the region's terminal does not
 * reach them and their whole offspring can be found, with an environment that holds what they are
 * given and nothing of the user's. Each carries the region's marker, by which a region that was
 * killed finds what it left behind.
 */
public final class Sessions {

  private static final Logger LOG = System.getLogger(Sessions.class.getName());

  /** The environment variable that marks a process: the region's folder, or a folder below it. */
  public static final String MARKER = "REGION_HOME";

  private static final int ROUNDS = 500;
  private static final long BETWEEN_ROUNDS = 10_000_000; // of the machine's nanoseconds

  private final String marker;

  /** The sessions of the region, or of the part of it, whose data are in {@code home}. */
  public Sessions(Path home) {
    this.marker = real(home.toAbsolutePath().normalize()).toString();
  }

  // One folder has one marker, by whatever links it was named.
  private static Path real(Path home) {
    try {
      return Files.exists(home) ? home.toRealPath() : home;
    } catch (IOException e) {
      throw new UncheckedIOException(home + " cannot be read", e);
    }
  }

  /**
   * Prepares {@code command} to run in a session of its own in {@code folder}, with {@code
   * environment} as its whole environment.
   */
  public ProcessBuilder prepare(
      List<String> command, Map<String, String> environment, Path folder) {
    // setsid executes the command in its place (it forks only when it leads a process group, and a
    // child of a JVM does not), so the pid is the session's.
    var whole = new ArrayList<>(List.of("setsid"));
    whole.addAll(command);
    var builder = new ProcessBuilder(whole).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(MARKER, marker);
    return builder;
  }

  /** The same, with {@code log} receiving all that it prints. */
  public ProcessBuilder prepare(
      List<String> command, Map<String, String> environment, Path folder, Path log) {
    return prepare(command, environment, folder)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
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

  /** The living processes of the session that {@code leader} began. */
  public static List<Long> members(long leader) {
    return ProcessTable.all().stream().filter(pid -> ProcessTable.session(pid) == leader).toList();
  }

  /**
   * What the living processes of each session have used, by the pid of who began it; their age is
   * left out. Reads all of {@code /proc}: not for the timeline's thread.
   */
  public static Map<Long, Usage> usage(Set<Long> leaders) {
    var usage = new HashMap<Long, Usage>();
    for (var pid : ProcessTable.all()) {
      long leader = ProcessTable.session(pid);
      if (leaders.contains(leader)) {
        usage.merge(leader, ProcessTable.usage(pid), Sessions::together);
      }
    }
    return usage;
  }

  private static Usage together(Usage one, Usage other) {
    return new Usage(
        one.processor().plus(other.processor()), one.age(), one.memory() + other.memory());
  }

  /** Kills every process of the session that {@code leader} began. */
  public static void kill(long leader) {
    var killed = new TreeSet<Long>();
    if (!endAll(pid -> ProcessTable.session(pid) == leader, killed)) {
      LOG.log(Level.WARNING, "processes of session {0} cannot be ended: {1}", leader, killed);
    }
  }

  /**
   * Kills every process that carries this marker, or that of a folder below: what an earlier,
   * killed region left behind. Called before anything is started.
   *
   * @return the pids of what was killed
   */
  public List<Long> killOrphans() {
    var killed = new TreeSet<Long>();
    if (!endAll(this::isMarked, killed)) {
      throw new IllegalStateException("processes of an earlier run cannot be ended: " + killed);
    }
    return List.copyOf(killed);
  }

  private boolean isMarked(long pid) {
    return ProcessTable.environment(pid)
        .anyMatch(
            entry ->
                entry.equals(MARKER + "=" + marker)
                    || entry.startsWith(MARKER + "=" + marker + "/"));
  }

  // Adds what it killed to `killed`; whether none is left. One may start another while it is
  // killed, and one that is just becoming another program shows no environment for a moment, so
  // none is left only when two looks in succession find none. A process that has ended and that
  // nobody has waited for yet has neither session nor environment any more: it does not count.
  private static boolean endAll(LongPredicate wanted, Set<Long> killed) {
    boolean noneBefore = false;
    for (int round = 0; round < ROUNDS; round++) {
      var found = ProcessTable.all().stream().filter(wanted::test).toList();
      if (found.isEmpty() && noneBefore) {
        return true;
      }
      noneBefore = found.isEmpty();
      found.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      killed.addAll(found);
      LockSupport.parkNanos(BETWEEN_ROUNDS);
    }
    return false;
  }
}
