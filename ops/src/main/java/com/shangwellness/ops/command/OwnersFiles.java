package com.shangwellness.ops.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What lies beside the templates for CodeDeploy, by the owner's names: {@code taskdef_*.json} and
 * {@code *_appspec.yml}.
 */
final class OwnersFiles {
  private OwnersFiles() {}

  /** These files in {@code folder}. */
  static List<Path> in(Path folder) {
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("taskdef_.*\\.json|.*_appspec\\.yml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }
}
