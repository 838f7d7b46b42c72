package com.shangwellness.region.codebuild;

import com.shangwellness.region.processes.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What builds keep for the next build of their project ({@code LOCAL_CUSTOM_CACHE}): folders, which
 * are moved into the build and moved back at its end. A second build at the same time begins with
 * none, as on another host of CodeBuild's.
 */
final class Caches {

  private static final String TAKEN = "cache-paths";

  private final Path folder;

  /**
   * @param folder where the folders of all projects are kept
   */
  Caches(Path folder) {
    this.folder = folder;
  }

  /**
   * Moves what is kept for {@code paths} into a build.
   *
   * @return what is to be said in the log
   */
  List<String> take(String project, BuildFolder build, List<String> paths) throws IOException {
    var said = new ArrayList<String>();
    var taken = new ArrayList<String>();
    for (var path : paths) {
      var directory = path.replaceFirst("(/\\*\\*)?/\\*+$", "");
      var target = build.resolve(directory);
      if (directory.contains("*") || (directory.equals(path) && Files.isRegularFile(target))) {
        said.add("Only folders are cached locally: " + path + " is not");
      } else if (!build.holds(target) || target.equals(build.root())) {
        said.add("The path " + path + " is outside of the build and is not cached");
      } else {
        taken.add(project + "/" + key(directory) + " " + build.root().relativize(target));
        said.add(move(folder.resolve(project).resolve(key(directory)), target, path));
      }
    }
    Files.createDirectories(build.root());
    Files.write(build.root().resolve(TAKEN), taken);
    return said;
  }

  private static String move(Path kept, Path target, String path) throws IOException {
    if (!Files.isDirectory(kept)) {
      return "Nothing is cached yet for " + path;
    }
    if (Files.exists(target)) {
      return "The sources bring " + path + " themselves; the cache is left alone";
    }
    Files.createDirectories(target.getParent());
    Files.move(kept, target);
    return "Restored the cache of " + path;
  }

  private static String key(String directory) {
    return directory.replaceAll("[^A-Za-z0-9.-]", "_");
  }

  /** Moves what a build, perhaps one of a region that was killed, has of caches back. */
  void giveBack(BuildFolder build) throws IOException {
    var list = build.root().resolve(TAKEN);
    if (!Files.isRegularFile(list)) {
      return;
    }
    for (var line : Files.readAllLines(list)) {
      var parts = line.split(" ", 2);
      var used = build.root().resolve(parts[1]).normalize();
      if (build.holds(used) && Files.isDirectory(used)) {
        var kept = folder.resolve(parts[0]);
        Files.createDirectories(kept.getParent());
        Folders.delete(kept);
        Files.move(used, kept);
      }
    }
    Files.delete(list);
  }
}
