package com.shangwellness.ops.release;

import java.util.regex.Pattern;

/**
 * What a deployment's description says of it: the only place that CodeDeploy has for who asked for
 * it and what it is about.
 *
 * @param kind a release, or a rollback to an earlier one
 * @param version what it brings
 * @param replaces what served until then; {@code -} if nobody knows
 * @param replacedDefinition the task definition of that, as in {@code web:6}
 * @param by who asked for it, as IAM names them
 * @param pace how much faster the region's time goes for its sake
 */
public record ReleaseNote(
    Kind kind, String version, String replaces, String replacedDefinition, String by, double pace) {
  /** What nobody knows. */
  static final String UNKNOWN = "-";

  private static final Pattern WORDS =
      Pattern.compile(
          "(Release|Rollback): (\\S+) in place of (\\S+) \\((\\S+)\\), by (\\S+?)"
              + "(?:, at pace ([0-9.]+))?");

  /** What a release is for. */
  public enum Kind {
    /** Something new. */
    RELEASE("Release"),

    /** Something that had served before. */
    ROLLBACK("Rollback");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** Reads what {@link #words} wrote; of anything else, nothing is known. */
  static ReleaseNote read(String description) {
    var matcher = WORDS.matcher(description);
    if (!matcher.matches()) {
      return new ReleaseNote(Kind.RELEASE, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1);
    }
    var kind = matcher.group(1).equals(Kind.ROLLBACK.word) ? Kind.ROLLBACK : Kind.RELEASE;
    var pace = matcher.group(6) == null ? 1 : Double.parseDouble(matcher.group(6));
    return new ReleaseNote(
        kind, matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5), pace);
  }

  /** What CodeDeploy does when it takes this back. */
  ReleaseNote turned() {
    return new ReleaseNote(Kind.ROLLBACK, replaces, version, UNKNOWN, "CodeDeploy", pace);
  }

  /** In a sentence that a person can read in AWS's console, too. */
  String words() {
    return kind.word
        + ": "
        + version
        + " in place of "
        + replaces
        + " ("
        + replacedDefinition
        + "), by "
        + by
        + (pace == 1 ? "" : ", at pace " + number(pace));
  }

  private static String number(double pace) {
    return pace == Math.rint(pace) ? String.valueOf((long) pace) : String.valueOf(pace);
  }
}
