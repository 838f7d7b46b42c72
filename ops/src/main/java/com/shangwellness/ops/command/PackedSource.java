package com.shangwellness.ops.command;

import com.shangwellness.ops.delivery.SourceArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The source in a file of its own, packed while its way is asked for. The file is gone when this is
 * closed.
 */
final class PackedSource implements AutoCloseable {
  private final Path zip;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Future<SourceArchive> archive;

  private PackedSource(Path zip, Function<Path, SourceArchive> packing) {
    this.zip = zip;
    this.archive = threads.submit(() -> packing.apply(zip));
  }

  /** Begins to pack; {@code packing} is given the file. */
  static PackedSource begin(Function<Path, SourceArchive> packing) {
    try {
      return new PackedSource(Files.createTempFile("shang-source", ".zip"), packing);
    } catch (IOException e) {
      throw new UncheckedIOException("the source cannot be packed: " + e.getMessage(), e);
    }
  }

  /**
   * What is in the file, once all of it is.
   *
   * @throws RuntimeException what packing it threw
   */
  SourceArchive archive() {
    try {
      return archive.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the source was packed", e);
    }
  }

  Path zip() {
    return zip;
  }

  @Override
  public void close() {
    // Whoever has what he wanted has waited for it; else it is of no use any more.
    threads.shutdownNow();
    threads.close();
    try {
      Files.deleteIfExists(zip);
    } catch (IOException e) {
      throw new UncheckedIOException("the packed source cannot be deleted: " + e.getMessage(), e);
    }
  }
}
