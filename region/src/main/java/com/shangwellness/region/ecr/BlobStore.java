package com.shangwellness.region.ecr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The bytes of layers, configurations and manifests: one file per digest, never changed once it is
 * there. Safe for use by several threads.
 */
public final class BlobStore {

  private final Path blobs;
  private final Path uploads;

  /** Blobs under {@code folder}, which is made; what an earlier run left half sent is removed. */
  public BlobStore(Path folder) {
    this.blobs = folder.resolve("sha256");
    this.uploads = folder.resolve("uploads");
    try {
      Files.createDirectories(blobs);
      Files.createDirectories(uploads);
      try (var leftovers = Files.newDirectoryStream(uploads)) {
        for (var leftover : leftovers) {
          Files.delete(leftover);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the image folder " + folder + " cannot be used", e);
    }
  }

  /** Where the blob {@code digest} is, whether it is there or not. */
  public Path file(Digest digest) {
    return blobs.resolve(digest.hex());
  }

  boolean has(Digest digest) {
    return Files.isRegularFile(file(digest));
  }

  /** A new empty file for what is being sent. */
  Path newUpload() throws IOException {
    return Files.createFile(uploads.resolve(UUID.randomUUID().toString()));
  }

  /** Has what was sent to {@code file} written to the disk. */
  static void flush(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes what was sent the blob {@code digest}; the caller has verified and flushed it. */
  void keep(Path sent, Digest digest) {
    try {
      Files.move(
          sent, file(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the blob " + digest + " cannot be kept", e);
    }
  }

  /** Keeps a small blob: a manifest, at most 4 MiB and mostly a few KB. */
  void keep(byte[] content, Digest digest) {
    if (has(digest)) {
      return;
    }
    try {
      Files.move(
          Files.write(newUpload(), content),
          file(digest),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the blob " + digest + " cannot be written", e);
    }
  }

  /** Removes the blob {@code digest}; without effect when it is not there. */
  void delete(Digest digest) {
    try {
      Files.deleteIfExists(file(digest));
    } catch (IOException e) {
      throw new UncheckedIOException("the blob " + digest + " cannot be removed", e);
    }
  }
}
