package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.Folders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds and kills what a region that was killed has left running. Each process is recorded with its
 * pid and start time and carries a marker in its environment; only what matches is killed, so a pid
 * that belongs to somebody else by now is safe.
 */
final class Orphans {

  private static final Logger LOG = System.getLogger(Orphans.class.getName());

  /** The environment variable by which all processes of a region are known. */
  private static final String MARKER = com.shangwellness.region.processes.Sessions.MARKER;

  private static final String RECORD = "process";

  private final Path folder;

  /**
   * @param folder the folder of all containers; its real path is the marker's beginning
   */
  Orphans(Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  /** The marker for a container's environment. */
  Map<String, String> marker(ContainerId id) {
    return Map.of(MARKER, folder + "/" + id);
  }

  /** Records a process that was just started for the container whose folder is {@code home}. */
  void record(Path home, ProcessHandle process) throws IOException {
    Files.writeString(home.resolve(RECORD), process.pid() + " " + started(process) + "\n");
  }

  private static Instant started(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Kills what an earlier run has left, and removes its folders. */
  void kill() throws IOException {
    for (var home : homes()) {
      var record = home.resolve(RECORD);
      if (Files.isRegularFile(record)) {
        killRecorded(home, Files.readString(record).strip());
      }
    }
    // What was started but not yet recorded when the region died.
    Sessions.killMarked(MARKER, folder + "/");
    for (var home : homes()) {
      Folders.delete(home.getParent());
    }
  }

  private void killRecorded(Path home, String record) {
    var parts = List.of(record.split(" "));
    if (parts.size() != 2) {
      return; // The region died while it wrote this; the marker finds the process.
    }
    long pid = Long.parseLong(parts.getFirst());
    ProcessHandle.of(pid)
        .filter(process -> started(process).toString().equals(parts.getLast()))
        .ifPresent(
            process -> {
              LOG.log(Level.INFO, "{0}: killed, left by an earlier run", folder.relativize(home));
              Sessions.kill(pid);
              process.destroyForcibly();
            });
  }

  private List<Path> homes() throws IOException {
    try (Stream<Path> folders =
        Files.find(folder, 2, (path, attributes) -> attributes.isDirectory())) {
      return folders.filter(path -> folder.relativize(path).getNameCount() == 2).toList();
    }
  }
}
