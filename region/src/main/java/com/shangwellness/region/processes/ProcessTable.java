package com.shangwellness.region.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processes of this machine as Linux shows them under {@code /proc}; elsewhere there are none.
 */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  private static final int UTIME = 11;

  /** USER_HZ is 100 on every Linux that a JVM runs on. */
  private static final int MILLIS_PER_TICK = 10;

  private ProcessTable() {}

  /** All processes but this one. */
  static List<Long> all() {
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
  static long session(long pid) {
    var stat = read(pid, "stat");
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return -1;
    }
    // After the name: state, parent, group, session (man 5 proc_pid_stat).
    var fields = List.of(stat.substring(end + 2).split(" "));
    return fields.getFirst().equals("Z") ? -1 : Long.parseLong(fields.get(3));
  }

  /** What a living process has used; its age is left out. */
  static Usage usage(long pid) {
    var stat = read(pid, "stat");
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return Usage.NONE;
    }
    // After the name, counted from the state: utime, stime, and those of the children that have
    // ended and were waited for (man 5 proc_pid_stat).
    var fields = List.of(stat.substring(end + 2).split(" "));
    long ticks = fields.subList(UTIME, UTIME + 4).stream().mapToLong(Long::parseLong).sum();
    return new Usage(Duration.ofMillis(ticks * MILLIS_PER_TICK), Duration.ZERO, resident(pid));
  }

  private static long resident(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** The environment with which the process was started, as {@code NAME=value}. */
  static Stream<String> environment(long pid) {
    return Stream.of(read(pid, "environ").split("\0"));
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(PROC.resolve(String.valueOf(pid)).resolve(file), ISO_8859_1);
    } catch (IOException e) {
      return ""; // It ended meanwhile, or it is another user's.
    }
  }
}
