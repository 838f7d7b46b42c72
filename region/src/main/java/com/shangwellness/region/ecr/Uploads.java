package com.shangwellness.region.ecr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blobs that are being sent, in one piece or in chunks. They live until they are complete,
 * cancelled, or the region stops. Safe for use by several threads.
 */
final class Uploads {

  /** ECR's quota for the size of a layer, 52,000 MiB. */
  static final long MAX_BYTES = 52_000L << 20;

  private static final int BUFFER = 1 << 16;

  /** One blob that is being sent, for one repository; its file grows with each chunk. */
  static final class Upload {
    private final String repository;
    private final Path file;

    private Upload(String repository, Path file) {
      this.repository = repository;
      this.file = file;
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
     * @throws RegistryError when the blob would be larger than a layer may be
     */
    synchronized void append(InputStream in) throws IOException {
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
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  Uploads(BlobStore blobs) {
    this.blobs = blobs;
  }

  Upload begin(String repository) throws IOException {
    var upload = new Upload(repository, blobs.newUpload());
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
   * Makes what was sent a blob.
   *
   * @return its size in bytes
   * @throws RegistryError when it has another digest; it is dropped then
   */
  long complete(Upload upload, Digest expected) throws IOException {
    synchronized (upload) {
      var found = Digest.of(upload.file);
      long bytes = upload.bytes();
      if (!found.equals(expected)) {
        drop(upload);
        throw RegistryError.digestInvalid(
            "the " + bytes + " bytes sent have digest " + found + ", not " + expected);
      }
      blobs.keep(upload.file, expected);
      uploads.remove(upload.id());
      return bytes;
    }
  }

  void drop(Upload upload) throws IOException {
    uploads.remove(upload.id());
    Files.deleteIfExists(upload.file);
  }
}
