package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.Folders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Applies a layer to a folder, as the OCI image specification says: what it has is put over what is
 * there, whiteouts take away. Nothing is ever written outside the folder: names and links that lead
 * out of it are refused.
 */
final class Layer {

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /** A Fargate task has 20 GiB of storage unless it asks for more. */
  private static final long MAX_BYTES = 20L << 30;

  private final Path root;
  private final Set<Path> added = new HashSet<>();
  private long bytes;

  private Layer(Path root) {
    this.root = root;
  }

  /**
   * Applies the layer in {@code file} to {@code root}, which exists.
   *
   * @throws IOException when it cannot be read, or when it leads out of {@code root}
   */
  static void apply(Path file, Path root) throws IOException {
    var layer = new Layer(root.toRealPath());
    try (var in = new BufferedInputStream(Files.newInputStream(file));
        var tar = new TarArchiveInputStream(uncompressed(in))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        layer.apply(entry, tar);
      }
    }
  }

  private static InputStream uncompressed(BufferedInputStream in) throws IOException {
    in.mark(4);
    int first = in.read();
    int second = in.read();
    in.reset();
    if (first == 0x1F && second == 0x8B) {
      return new GZIPInputStream(in, 1 << 16);
    }
    if (first == 0x28 && second == 0xB5) {
      throw new IOException("the layer is compressed with zstd; only gzip and none are understood");
    }
    return in;
  }

  private void apply(TarArchiveEntry entry, InputStream content) throws IOException {
    var name = relative(entry.getName());
    if (name.getNameCount() == 0 || name.toString().isEmpty()) {
      return;
    }
    var folder = folder(name.getParent());
    var simple = name.getFileName().toString();
    if (simple.equals(OPAQUE)) {
      clear(folder);
    } else if (simple.startsWith(WHITEOUT)) {
      remove(folder.resolve(simple.substring(WHITEOUT.length())));
    } else {
      put(entry, folder.resolve(simple), content);
    }
  }

  private void put(TarArchiveEntry entry, Path path, InputStream content) throws IOException {
    added.add(path);
    if (entry.isDirectory()) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        remove(path);
        Files.createDirectory(path);
      }
      return;
    }
    if (entry.isSymbolicLink()) {
      var target = target(path, entry.getLinkName());
      remove(path);
      Files.createSymbolicLink(path, target);
    } else if (entry.isLink()) {
      var linked = relative(entry.getLinkName());
      var existing = folder(linked.getParent()).resolve(linked.getFileName());
      remove(path);
      Files.createLink(path, existing);
    } else if (entry.isFile()) {
      remove(path);
      write(entry, path, content);
    }
    // Devices and pipes cannot be made without privilege, and no process of ours needs them.
  }

  private void write(TarArchiveEntry entry, Path path, InputStream content) throws IOException {
    bytes += entry.getSize();
    if (bytes > MAX_BYTES) {
      throw new IOException("no space left on device: the layer has more than 20 GiB");
    }
    Files.copy(content, path);
    // One folder serves all tasks of an image, so nobody is meant to write to it.
    var permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((entry.getMode() & 0111) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  /** A name inside the layer, as a relative path without dots. */
  private static Path relative(String name) throws IOException {
    if (name.indexOf('\0') >= 0) {
      throw new IOException("a name with a zero byte");
    }
    var stripped = name.replaceFirst("^/+", "");
    for (var part : stripped.split("/", -1)) {
      if (part.equals("..")) {
        throw new IOException("the name " + name + " leads out of the image");
      }
    }
    return Path.of(stripped).normalize();
  }

  /** The folder called {@code name}, made where it is missing; links on the way are followed. */
  private Path folder(Path name) throws IOException {
    var folder = root;
    if (name == null) {
      return folder;
    }
    for (var part : name) {
      var next = folder.resolve(part);
      if (Files.isSymbolicLink(next)) {
        next = next.toRealPath();
        if (!next.startsWith(root) || !Files.isDirectory(next)) {
          throw new IOException("the link " + name + " leads out of the image");
        }
      } else if (!Files.isDirectory(next)) {
        remove(next);
        Files.createDirectory(next);
      }
      folder = next;
    }
    return folder;
  }

  /**
   * Where a link may lead. An absolute target means the image's root, which is not this machine's,
   * so it is made relative.
   */
  private Path target(Path link, String name) throws IOException {
    var folder = link.getParent();
    var meant =
        name.startsWith("/") ? root.resolve(relative(name)) : folder.resolve(name).normalize();
    if (!meant.startsWith(root)) {
      throw new IOException(
          "the link " + root.relativize(link) + " -> " + name + " leads out of the image");
    }
    return name.startsWith("/") ? folder.relativize(meant) : Path.of(name);
  }

  /** Takes away what lower layers put into {@code folder}. */
  private void clear(Path folder) throws IOException {
    try (var children = Files.newDirectoryStream(folder)) {
      for (var child : children) {
        if (added.stream().noneMatch(path -> path.startsWith(child))) {
          remove(child);
        }
      }
    }
  }

  private static void remove(Path path) throws IOException {
    Folders.delete(path);
  }
}
