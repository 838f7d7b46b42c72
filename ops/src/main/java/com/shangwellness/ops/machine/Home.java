package com.shangwellness.ops.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The folder that keeps what must outlive a command.
 *
 * @param folder {@code .shang} in the checkout, unless told otherwise
 */
public record Home(Path folder) {
  // Longer than a region may take to start and templates to be written.
  private static final Duration LOCK = Duration.ofMinutes(3);

  /** The region's data: every resource, image and database. */
  public Path region() {
    return folder.resolve("region");
  }

  /** Which process is the region. */
  public Path record() {
    return folder.resolve("region.json");
  }

  /** What the region's process prints. */
  public Path log() {
    return folder.resolve("logs").resolve("region.log");
  }

  /** The templates as they were last synthesized. */
  public Path assembly() {
    return folder.resolve("cdk.out");
  }

  /**
   * Waits until no other command starts the region or writes templates here, and keeps others from
   * it until the lock is closed.
   */
  public HomeLock lock() {
    return HomeLock.in(lockFile(), LOCK);
  }

  private Path lockFile() {
    return folder.resolve("lock");
  }

  /** Makes the folders that processes write to. */
  public void prepare() {
    try {
      Files.createDirectories(region());
      Files.createDirectories(log().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written", e);
    }
  }

  /** Deletes what we made, and nothing else that may lie in the folder. */
  public void delete() {
    for (var ours : List.of(region(), assembly(), log().getParent(), record(), lockFile())) {
      deleteAll(ours);
    }
    try (var rest = Files.list(folder)) {
      if (rest.findAny().isEmpty()) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted", e);
    }
  }

  private static void deleteAll(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (var walk = Files.walk(path)) {
      for (var file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be deleted", e);
    }
  }
}
