package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.Folders;
import com.shangwellness.region.processes.ProcessRecord;
import com.shangwellness.region.processes.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a region that was killed has left of its containers: processes and folders. */
final class Orphans {

  private static final String RECORD = "process";

  private final Path folder;

  /**
   * @param folder the folder of all containers
   */
  Orphans(Path folder) {
    this.folder = folder;
  }

  /** Records a process that was just started for the container whose folder is {@code home}. */
  void record(Path home, ProcessHandle process) throws IOException {
    ProcessRecord.write(home.resolve(RECORD), process);
  }

  /** Kills what an earlier run has left, and removes its folders. */
  void kill() throws IOException {
    for (var home : homes()) {
      ProcessRecord.kill(home.resolve(RECORD));
    }
    // What was started but not yet recorded when the region died.
    new Sessions(folder).killOrphans();
    for (var home : homes()) {
      Folders.delete(home.getParent());
    }
  }

  private List<Path> homes() throws IOException {
    try (Stream<Path> folders =
        Files.find(folder, 2, (path, attributes) -> attributes.isDirectory())) {
      return folders.filter(path -> folder.relativize(path).getNameCount() == 2).toList();
    }
  }
}
