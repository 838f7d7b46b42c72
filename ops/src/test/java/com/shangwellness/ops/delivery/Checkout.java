package com.shangwellness.ops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git checkout of a test's own. */
final class Checkout {
  private final Path root;

  Checkout(Path root) throws IOException {
    this.root = root;
    git("init", "--quiet", "--initial-branch=main");
  }

  Path root() {
    return root;
  }

  Checkout file(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Commits all that is there, also what git would ignore; gives the commit. */
  String commit(String subject) throws IOException {
    git("add", "--all", "--force");
    git(
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.com",
        "-c",
        "commit.gpgsign=false",
        "commit",
        "--quiet",
        "-m",
        subject);
    return git("rev-parse", "HEAD").strip();
  }

  String git(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(text).isZero();
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
