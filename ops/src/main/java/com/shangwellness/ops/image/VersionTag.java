package com.shangwellness.ops.image;

import java.util.List;

/**
 * The tags that a version may have. A tag never moves, so a revision alone names the image of a
 * clean working tree only, and only the first that was built of it.
 *
 * @param revision as {@code git describe --always --dirty} has it; {@code unknown} without git
 * @param digest the content's digest in hexadecimal digits
 */
record VersionTag(String revision, String digest) {
  private static final String DIRTY = "-dirty";
  private static final int REVISION_DIGITS = 12;
  private static final int DIGEST_DIGITS = 8;

  /** The tag, if no other content has it; then the one that only this content can have. */
  List<String> choices() {
    var mine = brief() + "-" + digest.substring(0, DIGEST_DIGITS);
    return isClean() ? List.of(brief(), mine) : List.of(mine);
  }

  private boolean isClean() {
    return revision.matches("[0-9a-f]{7,40}");
  }

  private String brief() {
    var plain = revision.replace(DIRTY, "").replaceAll("[^A-Za-z0-9._-]", "-");
    return plain.substring(0, Math.min(REVISION_DIGITS, plain.length()));
  }
}
