package com.shangwellness.ops.machine;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * The checkout, and how its parts are started. The parts know each other by their command lines
 * only.
 *
 * @param root the checkout's folder
 */
public record Project(Path root) {
  /** The file that holds the application's image. */
  public Path image() {
    return root.resolve("app/target/jib-image.tar");
  }

  /**
   * The beginning of the command line that starts {@code mainClass} of {@code module}. Its classes
   * come from an archive that the JVM itself makes when it ends and there is none that fits, which
   * halves the time of the next start.
   */
  public List<String> java(String module, String mainClass) {
    var target = root.resolve(module).resolve("target");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + target.resolve(module + ".jsa"),
        "-Xlog:cds=off,cds+dynamic=off", // a stale or damaged archive is no news: it is made anew
        "-cp",
        target.resolve(module + "-1.0.0.jar") + File.pathSeparator + target.resolve("lib") + "/*",
        mainClass);
  }
}
