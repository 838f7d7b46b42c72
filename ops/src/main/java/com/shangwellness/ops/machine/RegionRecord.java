package com.shangwellness.ops.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Which process is the region, and where it answers.
 *
 * @param pid its process id
 * @param startedAt when that process started, in milliseconds of the epoch, so that another process
 *     which got the same id later is not taken for it; 0 where the system does not tell
 * @param ports where it listens
 * @param place the account and region that it plays
 * @param pace how much faster than the wall its clock goes
 */
public record RegionRecord(long pid, long startedAt, Ports ports, Place place, double pace) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The record in {@code file}, if there is one. */
  static Optional<RegionRecord> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), RegionRecord.class));
    } catch (IOException e) {
      throw Failure.failed(
          file + " is damaged (" + e.getMessage() + "); delete it, and the next up makes it anew");
    }
  }

  /** Writes this record in one step: a crash leaves the old one or the new one. */
  void write(Path file) {
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), this);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** The process, if it still runs. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        // Linux shows a process that was killed until its parent has taken note, but no program in
        // it.
        .filter(process -> process.info().command().isPresent())
        .filter(process -> startedAt == 0 || startOf(process) == startedAt);
  }

  static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(instant -> instant.toEpochMilli()).orElse(0L);
  }
}
