package com.shangwellness.region.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** A folder where bodies are received. What a region that was killed left there is deleted. */
public final class Spool {

  private final Path folder;

  /**
   * A spool in {@code folder}, which is made if it is not there and emptied if it is. On the file
   * system where the bodies are to stay, keeping one is a rename.
   */
  public Spool(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (var left = Files.list(folder)) {
        for (var file : left.toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the spool " + folder + " cannot be prepared", e);
    }
  }

  /**
   * Receives all of {@code in}, computing its MD5 and the checksums asked for on the way.
   *
   * @throws IOException when it ends too early or cannot be written; nothing is left of it then
   */
  public Spooled receive(InputStream in, Set<Checksum> wanted) throws IOException {
    var running = new EnumMap<Checksum, Checksum.Running>(Checksum.class);
    running.put(Checksum.MD5, Checksum.MD5.begin());
    wanted.forEach(kind -> running.putIfAbsent(kind, kind.begin()));
    var file = Files.createTempFile(folder, "body-", "");
    try {
      long length = copy(in, file, running);
      var checksums = new EnumMap<Checksum, byte[]>(Checksum.class);
      running.forEach((kind, checksum) -> checksums.put(kind, checksum.value()));
      return new Spooled(file, length, checksums);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static long copy(InputStream in, Path file, Map<Checksum, Checksum.Running> running)
      throws IOException {
    var buffer = new byte[64 * 1024];
    long length = 0;
    try (var out = Files.newOutputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int read = n;
        running.values().forEach(checksum -> checksum.update(buffer, read));
        out.write(buffer, 0, n);
        length += n;
      }
    }
    return length;
  }
}
