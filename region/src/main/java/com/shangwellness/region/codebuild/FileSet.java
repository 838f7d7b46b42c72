package com.shangwellness.region.codebuild;

import com.shangwellness.region.codebuild.Buildspec.ArtifactSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that an artifact or a report is made of. */
final class FileSet {

  private FileSet() {}

  /**
   * The files of {@code spec}, by the path that each has in the artifact.
   *
   * @throws BuildFault {@code CLIENT_ERROR} when there are none, as CodeBuild words it
   */
  static SortedMap<String, Path> of(BuildFolder folder, ArtifactSpec spec)
      throws BuildFault, IOException {
    var found = new TreeMap<String, Path>();
    for (var base : bases(folder, spec.baseDirectory())) {
      for (var glob : spec.files()) {
        collect(folder, base, glob, spec, found);
      }
    }
    if (found.isEmpty()) {
      throw BuildFault.client("no matching artifact paths found");
    }
    return found;
  }

  private static List<Path> bases(BuildFolder folder, String directory)
      throws BuildFault, IOException {
    if (directory.isEmpty()) {
      return List.of(folder.sources());
    }
    var bases =
        isGlob(directory)
            ? matching(folder.sources(), directory, true)
            : List.of(folder.resolve(directory));
    var there = bases.stream().filter(Files::isDirectory).filter(folder::holds).toList();
    if (there.isEmpty()) {
      throw BuildFault.client("no matching base directory path found for " + directory);
    }
    return there;
  }

  private static boolean isGlob(String text) {
    return text.contains("*") || text.contains("?");
  }

  private static List<Path> matching(Path base, String glob, boolean folders) throws IOException {
    var pattern = Globs.pattern(glob).asMatchPredicate();
    try (var paths = Files.walk(base)) {
      return paths
          .filter(path -> Files.isDirectory(path) == folders)
          .filter(path -> pattern.test(base.relativize(path).toString()))
          .toList();
    }
  }

  private static void collect(
      BuildFolder folder, Path base, String glob, ArtifactSpec spec, SortedMap<String, Path> found)
      throws IOException {
    // A path of its own is relative to nothing: only its last part is in the artifact.
    boolean absolute = glob.startsWith("/") || glob.startsWith("~");
    var root = absolute ? folder.root() : base;
    var relative = absolute ? root.relativize(folder.resolve(glob)).toString() : glob;
    for (var path : matching(root, relative, false)) {
      var name = root.relativize(path).toString();
      boolean excluded =
          spec.excluded().stream().anyMatch(e -> Globs.pattern(e).matcher(name).matches());
      if (!excluded && isInside(folder, path)) {
        boolean flat = spec.discardPaths() || absolute;
        found.put(
            flat ? path.getFileName().toString() : name, spec.links() ? path : path.toRealPath());
      }
    }
  }

  // A build hands on what is its own, wherever its links lead.
  private static boolean isInside(BuildFolder folder, Path path) throws IOException {
    return Files.exists(path) && folder.holds(path.toRealPath());
  }
}
