package com.shangwellness.region.archives;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Packs folders into zip files and unpacks what others have packed. Blocks: off the timeline. */
public final class ZipArchive {

  private static final int MODES = 0777;
  private static final int FILE_MODE = 0644;
  private static final int FOLDER_MODE = 0755;

  private ZipArchive() {}

  /**
   * Unpacks {@code zip} into {@code folder}, which is made, and was empty. Nothing is ever written
   * outside it.
   *
   * @throws ArchiveException when it is no zip file, when it holds more than {@code limits} allow,
   *     or when a name or a link in it leads out of the folder; what was unpacked by then is left
   */
  public static void unpack(Path zip, Path folder, ArchiveLimits limits) throws IOException {
    Files.createDirectories(folder);
    try (var file = open(zip)) {
      new Unpacking(file, Files.size(zip), folder.toRealPath(), limits).run();
    }
  }

  /**
   * One file of {@code zip}.
   *
   * @param most the most bytes that it may have
   * @throws ArchiveException when it has more, or {@code zip} is no zip file
   */
  public static Optional<byte[]> read(Path zip, String name, int most) throws IOException {
    try (var file = open(zip)) {
      return read(file, name, most);
    }
  }

  /** As {@link #read(Path, String, int)}, of a zip file that is in memory: this does not block. */
  public static Optional<byte[]> read(byte[] zip, String name, int most) throws IOException {
    try (var file = open(zip)) {
      return read(file, name, most);
    }
  }

  private static Optional<byte[]> read(ZipFile file, String name, int most) throws IOException {
    var entry = file.getEntry(name);
    if (entry == null || entry.isDirectory()) {
      return Optional.empty();
    }
    try (var in = Unpacking.content(file, entry)) {
      var bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new ArchiveException("the file " + name + " has more than " + most + " bytes");
      }
      return Optional.of(bytes);
    }
  }

  private static ZipFile open(Path zip) throws IOException {
    return open(ZipFile.builder().setPath(zip));
  }

  private static ZipFile open(byte[] zip) throws IOException {
    return open(ZipFile.builder().setByteArray(zip));
  }

  private static ZipFile open(ZipFile.Builder zip) throws IOException {
    try {
      return zip.get();
    } catch (IOException | IllegalArgumentException e) {
      throw new ArchiveException("it is not a zip file: " + e.getMessage(), e);
    }
  }

  /** Packs all that is in {@code folder}; see {@link #pack(Path, SortedMap)}. */
  public static void pack(Path zip, Path folder) throws IOException {
    var files = new TreeMap<String, Path>();
    try (var paths = Files.walk(folder)) {
      paths
          .filter(path -> !path.equals(folder))
          .forEach(path -> files.put(folder.relativize(path).toString(), path));
    }
    pack(zip, files);
  }

  /**
   * Packs files, folders and links, with their modes and times, in the order of their names.
   *
   * @param files what is packed, by the relative path that it has in the archive
   */
  public static void pack(Path zip, SortedMap<String, Path> files) throws IOException {
    try (var out = new ZipArchiveOutputStream(zip)) {
      out.setUseZip64(Zip64Mode.AsNeeded);
      for (var file : files.entrySet()) {
        add(out, file);
      }
    }
  }

  private static void add(ZipArchiveOutputStream out, Map.Entry<String, Path> file)
      throws IOException {
    var path = file.getValue();
    boolean link = Files.isSymbolicLink(path);
    boolean folder = !link && Files.isDirectory(path);
    var entry = new ZipArchiveEntry(folder ? file.getKey() + "/" : file.getKey());
    entry.setLastModifiedTime(time(path));
    if (link) {
      entry.setUnixMode(UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM);
      out.putArchiveEntry(entry);
      out.write(Files.readSymbolicLink(path).toString().getBytes(UTF_8));
    } else {
      entry.setUnixMode((folder ? UnixStat.DIR_FLAG : UnixStat.FILE_FLAG) | mode(path));
      out.putArchiveEntry(entry);
      if (!folder) {
        Files.copy(path, out);
      }
    }
    out.closeArchiveEntry();
  }

  // A zip keeps two seconds' resolution in its oldest field, and some readers know only that.
  private static FileTime time(Path path) throws IOException {
    long seconds = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis() / 1000;
    return FileTime.fromMillis(seconds * 1000);
  }

  private static int mode(Path path) throws IOException {
    int mode = 0;
    for (var permission : Files.getPosixFilePermissions(path)) {
      mode |= bit(permission);
    }
    return mode;
  }

  private static int bit(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ -> 0400;
      case OWNER_WRITE -> 0200;
      case OWNER_EXECUTE -> 0100;
      case GROUP_READ -> 0040;
      case GROUP_WRITE -> 0020;
      case GROUP_EXECUTE -> 0010;
      case OTHERS_READ -> 0004;
      case OTHERS_WRITE -> 0002;
      case OTHERS_EXECUTE -> 0001;
    };
  }

  /** The permissions of an unpacked file: as packed, but its owner may always read and write. */
  static Set<PosixFilePermission> permissions(ZipArchiveEntry entry) {
    int packed = entry.getUnixMode() & MODES;
    int fallback = entry.isDirectory() ? FOLDER_MODE : FILE_MODE;
    int mode = (packed == 0 ? fallback : packed) | (entry.isDirectory() ? 0700 : 0600);
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (var permission : PosixFilePermission.values()) {
      if ((mode & bit(permission)) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }
}
