package com.shangwellness.region.codebuild;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What follows when a phase fails (CodeBuild user guide, "Build specification reference": {@code
 * on-failure}).
 *
 * @param retries how often the phase is begun again; 0 for the others
 * @param retried the errors that a retry is for: it is found in the error's message
 */
record OnFailure(Kind kind, int retries, Pattern retried) {

  /** What a phase says. */
  enum Kind {
    /** Nothing: what follows depends on the phase. */
    DEFAULT,
    /** The build ends. */
    ABORT,
    /** The next phase follows. */
    CONTINUE,
    /** The phase is begun again. */
    RETRY
  }

  private static final Pattern ANY = Pattern.compile(".*");
  private static final Pattern RETRY = Pattern.compile("RETRY(?:-(\\d{1,3}))?(?:-(.+))?");
  private static final int RETRIES = 3;
  private static final int MOST_RETRIES = 100;

  static final OnFailure DEFAULT = new OnFailure(Kind.DEFAULT, 0, ANY);

  static OnFailure parse(String text) throws BuildFault {
    if (text.equals("ABORT") || text.equals("CONTINUE")) {
      return new OnFailure(Kind.valueOf(text), 0, ANY);
    }
    var retry = RETRY.matcher(text);
    if (retry.matches()) {
      int times = retry.group(1) == null ? RETRIES : Integer.parseInt(retry.group(1));
      if (times <= MOST_RETRIES) {
        return new OnFailure(Kind.RETRY, times, pattern(retry.group(2)));
      }
    }
    throw BuildFault.yaml(
        "invalid on-failure: "
            + text
            + "; it must be ABORT, CONTINUE, RETRY, RETRY-count, RETRY-regex or RETRY-count-regex");
  }

  private static Pattern pattern(String regex) throws BuildFault {
    try {
      return regex == null ? ANY : Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw BuildFault.yaml("invalid on-failure: " + e.getMessage());
    }
  }
}
