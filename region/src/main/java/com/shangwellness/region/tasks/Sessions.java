package com.shangwellness.region.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * The processes of this machine as Linux shows them under {@code /proc}. Each container is a
 * session of its own, so that Ctrl-C on the region's terminal does not reach it and its whole
 * offspring can be found.
 */
final class Sessions {

  private static final Path PROC = Path.of("/proc");
  private static final int ROUNDS = 20;

  private Sessions() {}

  /** Kills every process of the session that {@code leader} began, forking or not. */
  static void kill(long leader) {
    killAll(pid -> session(pid) == leader);
  }

  /** Kills every process whose environment has {@code variable} beginning with {@code prefix}. */
  static void killMarked(String variable, String prefix) {
    killAll(pid -> isMarked(pid, variable, prefix));
  }

  // A process may fork while it is being killed, so this looks again until none is left.
  private static void killAll(LongPredicate wanted) {
    for (int round = 0; round < ROUNDS; round++) {
      var found = processes().stream().filter(wanted::test).toList();
      if (found.isEmpty()) {
        return;
      }
      found.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  /** The processes of the session that {@code leader} began. */
  static List<Long> members(long leader) {
    return processes().stream().filter(pid -> session(pid) == leader).toList();
  }

  private static List<Long> processes() {
    long self = ProcessHandle.current().pid();
    try (Stream<Path> folders = Files.list(PROC)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .map(Long::valueOf)
          .filter(pid -> pid != self)
          .toList();
    } catch (IOException e) {
      return List.of(); // Not Linux: only the process itself is known, and Java kills that.
    }
  }

  /** The session of a living process; -1 for one that is gone or a zombie. */
  private static long session(long pid) {
    var stat = read(pid, "stat");
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return -1;
    }
    // After the name: state, parent, group, session (man 5 proc_pid_stat).
    var fields = List.of(stat.substring(end + 2).split(" "));
    return fields.getFirst().equals("Z") ? -1 : Long.parseLong(fields.get(3));
  }

  private static boolean isMarked(long pid, String variable, String prefix) {
    return Stream.of(read(pid, "environ").split("\0"))
        .anyMatch(entry -> entry.startsWith(variable + "=" + prefix));
  }

  private static String read(long pid, String file) {
    try {
      return new String(Files.readAllBytes(PROC.resolve(String.valueOf(pid)).resolve(file)), UTF_8);
    } catch (IOException e) {
      return ""; // It ended meanwhile, or it is another user's.
    }
  }
}
