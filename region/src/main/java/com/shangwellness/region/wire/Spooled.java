package com.shangwellness.region.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A body that was received in full before its operation is called: how the body of an operation
 * that streams in arrives, inside the RequestBody that the SDK has for it. A service may move the
 * file away; if it does not, the file is deleted once the operation has been answered.
 *
 * @param path the file that holds the body
 * @param length its length in bytes
 * @param checksums its MD5, and those that the client named
 */
public record Spooled(Path path, long length, Map<Checksum, byte[]> checksums)
    implements ContentStreamProvider {

  @Override
  public InputStream newStream() {
    try {
      return Files.newInputStream(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body's checksum of a kind; always there for {@link Checksum#MD5}. */
  public Optional<byte[]> checksum(Checksum kind) {
    return Optional.ofNullable(checksums.get(kind));
  }

  /** Deletes the file, unless somebody has moved it away. */
  public void discard() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
