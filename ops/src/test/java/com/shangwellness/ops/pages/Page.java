package com.shangwellness.ops.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the owner's.
 *
 * @param path from the checkout's root
 * @param text in Markdown
 */
record Page(Path path, String text) {
  private static final Path CHECKOUT = Path.of("..");
  private static final List<Path> FOLDERS =
      List.of(Path.of(""), Path.of("docs"), Path.of("runbooks"), Path.of("terraform"));

  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```\\w*\\n(.*?)^ *```");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern ANCHOR = Pattern.compile("<a name=\"([^\"]+)\"></a>");

  /** All of them, read. */
  static List<Page> all() {
    return FOLDERS.stream().flatMap(Page::in).toList();
  }

  private static Stream<Page> in(Path folder) {
    try (var files = Files.list(CHECKOUT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(file -> read(folder.resolve(file.getFileName())))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page read(Path path) {
    try {
      return new Page(path, Files.readString(CHECKOUT.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands of a program, as a reader would copy them, each in one line. */
  List<String> commands(String program) {
    var commands = new ArrayList<String>();
    for (var block : FENCE.matcher(text).results().toList()) {
      // A command goes on after a backslash, and in a substitution.
      block
          .group(1)
          .replaceAll("\\\\\\n\\s*", " ")
          .lines()
          .map(String::strip)
          .forEach(commands::add);
    }
    for (var code : CODE.matcher(FENCE.matcher(text).replaceAll("")).results().toList()) {
      commands.add(code.group(1).replaceAll("\\s*\\n\\s*", " "));
    }
    return commands.stream().filter(command -> command.startsWith(program + " ")).toList();
  }

  /** What its links name, of this checkout. */
  List<String> links() {
    return LINK.matcher(FENCE.matcher(text).replaceAll(""))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  /** The places of this page that a link can name. */
  List<String> anchors() {
    return Stream.concat(
            ANCHOR.matcher(text).results().map(anchor -> anchor.group(1)),
            HEADING.matcher(text).results().map(heading -> anchor(heading.group(1))))
        .toList();
  }

  // As GitHub makes them.
  private static String anchor(String heading) {
    return ANCHOR
        .matcher(heading)
        .replaceAll("")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
