package com.shangwellness.region.codebuild;

import java.util.regex.Pattern;

/**
 * Patterns of files as buildspecs have them: {@code *} within a name, {@code **} over folders,
 * {@code ?} for one character.
 */
final class Globs {

  private Globs() {}

  /** The pattern of relative paths that {@code glob} stands for. */
  static Pattern pattern(String glob) {
    var regex = new StringBuilder();
    var text = glob.replaceFirst("^(\\./)+", "");
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 3;
      } else if (text.startsWith("**", i)) {
        regex.append(".*");
        i += 2;
      } else {
        regex.append(one(text.charAt(i)));
        i++;
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String one(char c) {
    return switch (c) {
      case '*' -> "[^/]*";
      case '?' -> "[^/]";
      default -> Pattern.quote(String.valueOf(c));
    };
  }
}
