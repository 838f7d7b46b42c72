package com.shangwellness.region.buildhost;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs that come first in a build's PATH: package managers that install nothing and check that
 * this machine has what is asked for, and ECR's credential helper.
 */
final class StandIns {

  private static final List<String> PACKAGE_MANAGERS = List.of("apt", "apt-get", "dnf", "yum");

  private StandIns() {}

  /** Writes them into {@code folder}, and gives it. */
  static Path in(Path folder, Path javaHome) {
    try {
      Files.createDirectories(folder);
      for (var name : PACKAGE_MANAGERS) {
        try (var in = script()) {
          Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        executable(folder.resolve(name));
      }
      Files.writeString(folder.resolve("docker-credential-ecr-login"), helper(javaHome));
      executable(folder.resolve("docker-credential-ecr-login"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("the programs of builds cannot be written to " + folder, e);
    }
  }

  private static InputStream script() throws IOException {
    var script = StandIns.class.getResourceAsStream("package-manager.sh");
    if (script == null) {
      throw new IOException("package-manager.sh is not in this program");
    }
    return script;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String helper(Path javaHome) {
    return """
    #!/bin/sh
    # Amazon ECR's credential helper, of the region on this machine.
    exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s "$@"
    """
        .formatted(javaHome.resolve("bin/java"), classPath(), EcrLogin.class.getName());
  }

  // A build is in another folder than the region.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
