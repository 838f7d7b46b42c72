package com.shangwellness.ops.pages;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A command on a page.
 *
 * @param page the page's path
 * @param text as it is typed, its comment and what follows it in a pipe included
 */
record TypedCommand(String page, String text) {
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

  /** Its arguments as a shell hands them over; what a reader has to put in is some name. */
  List<String> arguments() {
    var filled = text.replaceAll("<[^<>]+>", "some-name-0123456789");
    var own = filled.split(" (?:[|>&]+|#) ?", 2)[0];
    return WORD.matcher(own)
        .results()
        .skip(1)
        .map(MatchResult::group)
        .map(word -> QUOTED.matcher(word).replaceAll("$1$2"))
        .toList();
  }

  @Override
  public String toString() {
    return page + ": " + text;
  }
}
