package com.shangwellness.region.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes an image's paths this machine's: {@code /app/libs} becomes the place where the image's
 * {@code /app/libs} was unpacked. Only paths that the image has are changed.
 */
final class ContainerPaths {

  // A path begins an argument, or follows one of the characters that introduce one:
  // -cp /app/classes:/app/libs/*, -Dx=/app/y, -javaagent:/app/agent.jar, @/app/file.
  private static final Pattern PATH = Pattern.compile("(?<=^|[:=,@])/[^:=,\\s\"]+");

  private final Path root;

  ContainerPaths(Path root) {
    this.root = root;
  }

  /** {@code text} with every path of the image as it is on this machine. */
  String onMachine(String text) {
    return PATH.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(onMachineIfThere(match.group())));
  }

  private String onMachineIfThere(String path) {
    var there = path.endsWith("/*") ? path.substring(0, path.length() - 1) : path;
    return has(there) ? root + path : path;
  }

  /** Whether the image has something at {@code path}, which is absolute. */
  boolean has(String path) {
    var normal = Path.of(path).normalize();
    return normal.isAbsolute() && Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Where the image's absolute {@code path} is on this machine. */
  Path resolve(String path) {
    return root.resolve(Path.of(path).normalize().toString().substring(1));
  }

  /**
   * An argument as the process is to get it. A Java argument file
   * ({@code @/app/jib-classpath-file}) names paths inside, so a changed copy is made in {@code
   * scratch}.
   */
  String argument(String argument, Path scratch) throws IOException {
    if (!argument.startsWith("@/") || !has(argument.substring(1))) {
      return onMachine(argument);
    }
    var original = resolve(argument.substring(1));
    var copy = scratch.resolve(original.getFileName().toString());
    Files.writeString(copy, argumentFile(Files.readString(original)));
    return "@" + copy;
  }

  // One argument is quoted, since this machine's folders may have spaces where the image's have
  // none.
  private String argumentFile(String text) {
    var changed = onMachine(text.strip());
    boolean single = text.strip().chars().noneMatch(c -> Character.isWhitespace(c) || c == '"');
    return single ? '"' + changed.replace("\\", "\\\\") + '"' : changed;
  }
}
