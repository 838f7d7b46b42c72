package com.shangwellness.region.codebuild;

import com.shangwellness.region.archives.ArchiveException;
import com.shangwellness.region.archives.ArchiveLimits;
import com.shangwellness.region.archives.ZipArchive;
import com.shangwellness.region.processes.Folders;
import com.shangwellness.region.wire.Checksum;
import com.shangwellness.region.wire.Spool;
import com.shangwellness.region.wire.Spooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The folders of builds: sources in, artifacts out. Blocks: never on the timeline's thread. */
final class Workplace {

  /** So much of a build's UUID tells it from all others here. */
  private static final int NAME = 8;

  private static final int LARGEST_SPEC = 1 << 20;

  private final Path builds;
  private final Caches caches;
  private final Spool spool;

  Workplace(Path builds, Path caches, Spool spool) {
    this.spool = spool;
    try {
      this.builds = Files.createDirectories(builds).toRealPath();
      this.caches = new Caches(Files.createDirectories(caches).toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of builds " + builds + " cannot be used", e);
    }
  }

  BuildFolder of(KeptBuild build) {
    return new BuildFolder(builds.resolve(build.uuid().substring(0, NAME)));
  }

  /** Removes what a build of a region that was killed has left; its caches are kept. */
  void tidy(KeptBuild left) {
    try {
      clear(of(left));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of " + left.id() + " cannot be cleared", e);
    }
  }

  /** Removes a build's folder. Nothing of the build runs any more. */
  void clear(BuildFolder folder) throws IOException {
    caches.giveBack(folder);
    Folders.delete(folder.root());
  }

  /** Makes a build's folders and puts its sources there, by identifier. */
  void prepare(BuildFolder folder, Map<String, InputStream> sources)
      throws BuildFault, IOException {
    Files.createDirectories(folder.sources());
    Files.createDirectories(folder.home());
    Files.createDirectories(folder.temporary());
    Files.createDirectories(folder.archives());
    for (var source : sources.entrySet()) {
      var zip = folder.archives().resolve("source.zip");
      try (var in = source.getValue()) {
        Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
      }
      try {
        ZipArchive.unpack(zip, folder.sources(source.getKey()), ArchiveLimits.ARTIFACT);
      } catch (ArchiveException e) {
        throw BuildFault.client(
            "failed to extract the "
                + (source.getKey().isEmpty() ? "primary source" : "source " + source.getKey())
                + ": "
                + e.getMessage());
      }
      Files.delete(zip);
    }
  }

  /** The buildspec in a file of the sources. */
  String spec(BuildFolder folder, String path) throws BuildFault, IOException {
    var file = folder.resolve(path);
    if (!folder.holds(file) || !Files.isRegularFile(file)) {
      throw BuildFault.yaml("YAML file does not exist");
    }
    if (Files.size(file) > LARGEST_SPEC) {
      throw BuildFault.yaml("the buildspec " + path + " has more than " + LARGEST_SPEC + " bytes");
    }
    return Files.readString(file);
  }

  List<String> takeCaches(String project, BuildFolder folder, List<String> paths)
      throws IOException {
    return caches.take(project, folder, paths);
  }

  /** Packs files into one that S3 can take over. */
  Spooled packed(BuildFolder folder, SortedMap<String, Path> files) throws IOException {
    var zip = folder.archives().resolve("artifact.zip");
    Files.createDirectories(folder.archives());
    ZipArchive.pack(zip, files);
    try {
      return received(zip);
    } finally {
      Files.delete(zip);
    }
  }

  /** Copies of files that S3 can take over, by the path that each has in the artifact. */
  Map<String, Spooled> copied(SortedMap<String, Path> files) throws IOException {
    var copies = new TreeMap<String, Spooled>();
    for (var file : files.entrySet()) {
      copies.put(file.getKey(), received(file.getValue()));
    }
    return copies;
  }

  private Spooled received(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return spool.receive(in, EnumSet.of(Checksum.CRC32, Checksum.SHA256));
    }
  }
}
