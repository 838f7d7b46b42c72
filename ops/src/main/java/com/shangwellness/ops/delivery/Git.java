package com.shangwellness.ops.delivery;

import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What git knows of the checkout. */
public final class Git {
  private final Path root;

  /** The checkout whose folder is {@code root}. */
  public Git(Path root) {
    this.root = root;
  }

  /**
   * The working tree as it is: tracked files and new ones, and none that git ignores.
   *
   * @throws Failure if there is no git, or no checkout
   */
  public Sources workingTree() {
    var head = text("rev-parse", "--verify", "HEAD").strip();
    boolean dirty = !text("status", "--porcelain").isBlank();
    var paths = text("ls-files", "-z", "--cached", "--others", "--exclude-standard");
    var files =
        Arrays.stream(paths.split("\0"))
            .filter(path -> !path.isEmpty())
            .distinct()
            .filter(path -> isFile(root.resolve(path)))
            .sorted()
            .toList();
    return new WorkingTree(root, new Revision(head, dirty, subject(head)), files);
  }

  // A file that was deleted, and a repository within this one, are listed and are none.
  private static boolean isFile(Path path) {
    return Files.isSymbolicLink(path) || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * What was committed as {@code name}: a commit, a tag or a branch.
   *
   * @throws Failure if there is none
   */
  public Sources at(String name) {
    if (name.startsWith("-")) {
      throw Failure.wrongSettings(name + " is no revision of this checkout");
    }
    var commit = text("rev-parse", "--verify", "--quiet", name + "^{commit}").strip();
    if (commit.isEmpty()) {
      throw Failure.wrongSettings(name + " is no revision of this checkout; see: git log");
    }
    return new CommittedTree(this, new Revision(commit, false, subject(commit)));
  }

  private String subject(String commit) {
    return text("log", "-1", "--format=%s", commit).strip();
  }

  /** The files of a commit, as a tar archive. */
  Process archive(String commit) {
    return start("archive", "--format=tar", commit);
  }

  private String text(String... arguments) {
    var process = start(arguments);
    try (InputStream out = process.getInputStream()) {
      var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0 && !Arrays.asList(arguments).contains("--quiet")) {
        throw Failure.failed(
            root
                + " is no git checkout with a commit: git "
                + String.join(" ", arguments)
                + " failed. What is sent is what git knows, so that nothing else is.");
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while git was asked");
    }
  }

  private Process start(String... arguments) {
    var command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .start();
    } catch (IOException e) {
      throw Failure.failed("git is missing; it says which files are sent: " + e.getMessage());
    }
  }
}
