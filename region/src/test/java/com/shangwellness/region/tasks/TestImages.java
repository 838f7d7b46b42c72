package com.shangwellness.region.tasks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Tiny images, made here, in a folder of blobs. */
final class TestImages {

  private final Path blobs;

  TestImages(Path blobs) {
    this.blobs = blobs;
  }

  /** Where the blob with {@code digest} is. */
  Path file(String digest) {
    return blobs.resolve(digest.replace(':', '-'));
  }

  /** The digest of an image that runs a shell script. */
  String script(String script) {
    return image(
        "{\"config\":{\"Entrypoint\":[\"/run.sh\"],\"Env\":[\"FROM_IMAGE=yes\"]}}",
        layer().file("run.sh", "#!/bin/sh\n" + script + "\n", 0755));
  }

  /** The digest of an image with this configuration and these layers. */
  String image(String config, LayerMaker... layers) {
    var configDigest = keep(config.getBytes(UTF_8));
    var list =
        List.of(layers).stream()
            .map(layer -> "{\"digest\":\"" + keep(layer.bytes()) + "\"}")
            .collect(Collectors.joining(","));
    return keep(
        ("{\"schemaVersion\":2,\"config\":{\"digest\":\""
                + configDigest
                + "\"},\"layers\":["
                + list
                + "]}")
            .getBytes(UTF_8));
  }

  private String keep(byte[] content) {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(content);
      var digest = "sha256:" + HexFormat.of().formatHex(sha);
      Files.createDirectories(blobs);
      // Never twice: a container that starts may be reading it.
      if (!Files.exists(file(digest))) {
        Files.write(file(digest), content);
      }
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static LayerMaker layer() {
    return new LayerMaker();
  }

  /** A layer, entry by entry. */
  static final class LayerMaker {

    private record Entry(String name, byte type, int mode, String bytes, String link) {}

    private final List<Entry> entries = new ArrayList<>();

    LayerMaker file(String name, String content, int mode) {
      return file(name, content.getBytes(UTF_8), mode);
    }

    LayerMaker file(String name, byte[] content, int mode) {
      entries.add(
          new Entry(name, TarConstants.LF_NORMAL, mode, new String(content, ISO_8859_1), ""));
      return this;
    }

    LayerMaker folder(String name) {
      entries.add(new Entry(name + "/", TarConstants.LF_DIR, 0755, "", ""));
      return this;
    }

    LayerMaker link(String name, String target) {
      entries.add(new Entry(name, TarConstants.LF_SYMLINK, 0777, "", target));
      return this;
    }

    LayerMaker hardLink(String name, String target) {
      entries.add(new Entry(name, TarConstants.LF_LINK, 0644, "", target));
      return this;
    }

    byte[] bytes() {
      var bytes = new ByteArrayOutputStream();
      try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (var entry : entries) {
          var header = new TarArchiveEntry(entry.name, entry.type, true);
          header.setMode(entry.mode);
          header.setLinkName(entry.link);
          header.setSize(entry.bytes.length());
          tar.putArchiveEntry(header);
          tar.write(entry.bytes.getBytes(ISO_8859_1));
          tar.closeArchiveEntry();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }
}
