package com.shangwellness.region.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pieces of a name by which metrics are found: {@code CustomCount1} is {@code Custom}, {@code
 * Count} and {@code 1} (CloudWatch user guide, "CloudWatch search expressions: Tokenization").
 *
 * @param whole all of it, without what stands between letters and digits
 */
record Tokens(List<String> pieces, String whole) {

  private static final Pattern PIECE = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\\d+");
  private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9]+");

  /** A piece that is looked for, and whether capital letters matter. */
  private record Wanted(String piece, boolean exactly) {
    boolean is(String found) {
      return exactly ? found.equals(piece) : found.equalsIgnoreCase(piece);
    }
  }

  static Tokens of(String text) {
    return new Tokens(pieces(text).toList(), BETWEEN.matcher(text).replaceAll(""));
  }

  private static Stream<String> pieces(String text) {
    return PIECE.matcher(text).results().map(MatchResult::group);
  }

  /**
   * Whether {@code search} is one of the pieces, or several that follow each other. Capital letters
   * matter in a word of several pieces only.
   */
  boolean contain(String search) {
    var wanted = wanted(search);
    if (wanted.isEmpty()) {
      return false;
    }
    if (wanted.size() == 1 && wanted.getFirst().is(whole)) {
      return true;
    }
    for (int i = 0; i + wanted.size() <= pieces.size(); i++) {
      if (follow(wanted, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean follow(List<Wanted> wanted, int from) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).is(pieces.get(from + i))) {
        return false;
      }
    }
    return true;
  }

  private static List<Wanted> wanted(String search) {
    var all = new ArrayList<Wanted>();
    for (var word : BETWEEN.split(search, -1)) {
      var pieces = pieces(word).toList();
      pieces.forEach(piece -> all.add(new Wanted(piece, pieces.size() > 1)));
    }
    return all;
  }
}
