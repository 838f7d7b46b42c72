package com.shangwellness.region.archives;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** One archive on its way into a folder. */
final class Unpacking {

  private static final int LONGEST_LINK = 4096;

  private final ZipFile zip;
  private final long packed;
  private final Path root;
  private final ArchiveLimits limits;
  private final Map<Path, String> links = new LinkedHashMap<>();
  private long written;

  /**
   * @param packed the archive's size in bytes
   * @param root a real path: there are no links in it
   */
  Unpacking(ZipFile zip, long packed, Path root, ArchiveLimits limits) {
    this.zip = zip;
    this.packed = packed;
    this.root = root;
    this.limits = limits;
  }

  void run() throws IOException {
    var entries = Collections.list(zip.getEntries());
    if (entries.size() > limits.entries()) {
      throw new ArchiveException(
          "it has " + entries.size() + " entries; at most " + limits.entries() + " are allowed");
    }
    for (var entry : entries) {
      unpack(entry);
    }
    // Last, so that nothing is ever written through a link.
    for (var link : links.entrySet()) {
      Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
    }
  }

  private void unpack(ZipArchiveEntry entry) throws IOException {
    var path = path(entry);
    if (path.equals(root)) {
      return;
    }
    if (entry.isDirectory()) {
      requireFree(entry, path, true);
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, ZipArchive.permissions(entry));
      return;
    }
    requireFree(entry, path, false);
    Files.createDirectories(path.getParent());
    if (entry.isUnixSymlink()) {
      links.put(path, target(entry, path));
    } else {
      write(entry, path);
    }
  }

  private Path path(ZipArchiveEntry entry) throws ArchiveException {
    var name = entry.getName();
    if (name.isEmpty() || name.indexOf('\0') >= 0 || name.startsWith("/")) {
      throw new ArchiveException("the name " + shown(name) + " is not a relative path");
    }
    for (var part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new ArchiveException("the name " + shown(name) + " leads out of the folder");
      }
    }
    try {
      return root.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw new ArchiveException("the name " + shown(name) + " cannot be a file's name here", e);
    }
  }

  private static String shown(String name) {
    return "'" + name.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  // A folder may come twice, and folders of files need not come at all; all else comes once.
  private void requireFree(ZipArchiveEntry entry, Path path, boolean folder)
      throws ArchiveException {
    for (var above = path.getParent(); !above.equals(root); above = above.getParent()) {
      if (links.containsKey(above) || Files.isRegularFile(above, LinkOption.NOFOLLOW_LINKS)) {
        throw new ArchiveException(
            "the name " + shown(entry.getName()) + " leads through a file or a link");
      }
    }
    boolean taken =
        links.containsKey(path)
            || (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !(folder && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)));
    if (taken) {
      throw new ArchiveException("the name " + shown(entry.getName()) + " comes twice");
    }
  }

  /**
   * Where a link may lead: up to the folder at most, and from there down. A link that goes down and
   * up again could leave by way of another link.
   */
  private String target(ZipArchiveEntry entry, Path link) throws IOException {
    String target;
    try (var in = content(zip, entry)) {
      target = new String(in.readNBytes(LONGEST_LINK), UTF_8);
    }
    var out =
        new ArchiveException(
            "the link "
                + shown(entry.getName())
                + " to "
                + shown(target)
                + " leads out of the folder");
    if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
      throw out;
    }
    var folder = link.getParent();
    boolean down = false;
    for (var part : target.split("/", -1)) {
      if (part.equals("..")) {
        if (down || folder.equals(root)) {
          throw out;
        }
        folder = folder.getParent();
      } else if (!part.isEmpty() && !part.equals(".")) {
        down = true;
      }
    }
    return target;
  }

  private void write(ZipArchiveEntry entry, Path path) throws IOException {
    var buffer = new byte[64 << 10];
    try (var in = content(zip, entry);
        var out = Files.newOutputStream(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        written += n;
        requireLimits();
        out.write(buffer, 0, n);
      }
    } catch (ZipException e) {
      throw new ArchiveException(
          "the file " + shown(entry.getName()) + " is damaged: " + e.getMessage(), e);
    }
    Files.setPosixFilePermissions(path, ZipArchive.permissions(entry));
  }

  private void requireLimits() throws ArchiveException {
    if (written > limits.bytes()) {
      throw new ArchiveException("it unpacks to more than " + limits.bytes() + " bytes");
    }
    if (written > ArchiveLimits.HARMLESS && written / limits.ratio() > packed) {
      throw new ArchiveException(
          "it unpacks to more than " + limits.ratio() + " times its size of " + packed + " bytes");
    }
  }

  /** The content of an entry that can be read. */
  static InputStream content(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new ArchiveException("the file " + shown(entry.getName()) + " is encrypted");
    }
    if (!zip.canReadEntryData(entry)) {
      throw new ArchiveException(
          "the file " + shown(entry.getName()) + " is packed in a way that is not understood");
    }
    return zip.getInputStream(entry);
  }
}
