package com.shangwellness.region.codebuild;

import java.nio.file.Path;

/**
 * The folder of one build, and what is where in it.
 *
 * @param root a real path
 */
record BuildFolder(Path root) {

  /** The primary source; further ones are beside it. */
  Path sources() {
    return root.resolve("src");
  }

  Path sources(String identifier) {
    return identifier.isEmpty() ? sources() : root.resolve("src-" + identifier);
  }

  /** What is {@code /root} in AWS's containers: the user's folder. */
  Path home() {
    return root.resolve("root");
  }

  /** For what its programs need for a moment. */
  Path temporary() {
    return root.resolve("tmp");
  }

  /** Where archives are packed and unpacked from. */
  Path archives() {
    return root.resolve("archives");
  }

  /**
   * Where a path of a buildspec is: {@code /root} and what begins with a tilde are the user's
   * folder, relative ones are in the sources.
   */
  Path resolve(String path) {
    if (path.equals("/root") || path.startsWith("/root/")) {
      return home().resolve("." + path.substring("/root".length())).normalize();
    }
    if (path.equals("~") || path.startsWith("~/")) {
      return home().resolve("." + path.substring(1)).normalize();
    }
    return sources().resolve(path).normalize();
  }

  boolean holds(Path path) {
    return path.startsWith(root);
  }
}
