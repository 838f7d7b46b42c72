package com.shangwellness.region.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A file that tells which process was started, by its pid and start time: for processes that may
 * drop the marker of {@link Sessions} from their environment. A pid that belongs to somebody else
 * by now is safe.
 */
public final class ProcessRecord {

  private ProcessRecord() {}

  /** Records {@code process}, which was just started, in {@code file}. */
  public static void write(Path file, ProcessHandle process) throws IOException {
    Files.writeString(file, process.pid() + " " + started(process) + "\n");
  }

  private static Instant started(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Kills the session of the process that {@code file} tells of, if it still runs. */
  public static void kill(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    var parts = List.of(Files.readString(file).strip().split(" "));
    if (parts.size() != 2) {
      return; // The region died while it wrote this; the marker finds the process.
    }
    long pid = Long.parseLong(parts.getFirst());
    ProcessHandle.of(pid)
        .filter(process -> started(process).toString().equals(parts.getLast()))
        .ifPresent(
            process -> {
              Sessions.kill(pid);
              process.destroyForcibly();
            });
  }
}
