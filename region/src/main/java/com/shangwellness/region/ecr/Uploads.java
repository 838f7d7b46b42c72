package com.shangwellness.region.ecr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Blobs that are being sent, in one piece or in chunks. They live until they are complete,
 * cancelled, not sent to for a day, or the region stops. Safe for use by several threads.
 */
final class Uploads {

  /** ECR's quota for the size of a layer, 52,000 MiB. */
  static final long MAX_BYTES = 52_000L << 20;

  /** How long nothing may be sent to an upload. */
  static final Duration IDLE = Duration.ofDays(1);

  private static final int BUFFER = 1 << 16;

  /** One blob that is being sent, for one repository; its file grows with each chunk. */
  static final class Upload {
    private final String repository;
    private final Path file;
    private final Supplier<Instant> clock;
    // When it was sent to last; the end of time while it is being sent to.
    private volatile Instant touched;
    private boolean over;

    private Upload(String repository, Path file, Supplier<Instant> clock) {
      this.repository = repository;
      this.file = file;
      this.clock = clock;
      this.touched = clock.get();
    }

    /** The upload's name in the paths of requests. */
    String id() {
      return file.getFileName().toString();
    }

    Path file() {
      return file;
    }

    long bytes() throws IOException {
      return Files.size(file);
    }

    /**
     * Adds what {@code in} gives.
     *
     * @throws RegistryError when the blob would be larger than a layer may be, or is complete
     */
    synchronized void append(InputStream in) throws IOException {
      if (over) {
        throw RegistryError.uploadUnknown(id());
      }
      touched = Instant.MAX;
      try {
        receive(in);
      } finally {
        touched = clock.get();
      }
    }

    private void receive(InputStream in) throws IOException {
      long bytes = bytes();
      var buffer = new byte[BUFFER];
      try (var out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          bytes += n;
          if (bytes > MAX_BYTES) {
            throw new RegistryError(413, "SIZE_INVALID", "a layer has at most 52000 MiB");
          }
          out.write(buffer, 0, n);
        }
      }
    }
  }

  private final BlobStore blobs;
  private final Supplier<Instant> clock;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  Uploads(BlobStore blobs, Supplier<Instant> clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  /** A new upload; those that were given up make room for it. */
  Upload begin(String repository) throws IOException {
    var oldest = clock.get().minus(IDLE);
    for (var upload : uploads.values()) {
      if (upload.touched.isBefore(oldest)) {
        drop(upload);
      }
    }
    var upload = new Upload(repository, blobs.newUpload(), clock);
    uploads.put(upload.id(), upload);
    return upload;
  }

  Upload require(String repository, String id) {
    var upload = uploads.get(id);
    if (upload == null || !upload.repository.equals(repository)) {
      throw RegistryError.uploadUnknown(id);
    }
    return upload;
  }

  /**
   * Ends the sending and sees to it that what was sent is on the disk, and is what it should be.
   *
   * @return its size in bytes
   * @throws RegistryError when it has another digest; it is dropped then
   */
  long verify(Upload upload, Digest expected) throws IOException {
    synchronized (upload) {
      if (upload.over) {
        throw RegistryError.uploadUnknown(upload.id());
      }
      upload.over = true;
      var found = Digest.of(upload.file);
      long bytes = upload.bytes();
      if (!found.equals(expected)) {
        drop(upload);
        throw RegistryError.digestInvalid(
            "the " + bytes + " bytes sent have digest " + found + ", not " + expected);
      }
      BlobStore.flush(upload.file);
      uploads.remove(upload.id());
      return bytes;
    }
  }

  /** Makes what was verified the blob {@code digest}. */
  void keep(Upload upload, Digest digest) {
    blobs.keep(upload.file, digest);
  }

  void drop(Upload upload) throws IOException {
    uploads.remove(upload.id());
    Files.deleteIfExists(upload.file);
  }
}
