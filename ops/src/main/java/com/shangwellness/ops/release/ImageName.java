package com.shangwellness.ops.release;

/**
 * The name of an image, such as {@code
 * 669097061043.dkr.ecr.ap-south-1.amazonaws.com/shangwellness-prod:3f2a1b}.
 *
 * @param repository everything before tag or digest
 * @param tag its tag, or the empty text
 * @param digest its digest, or the empty text
 */
record ImageName(String repository, String tag, String digest) {
  private static final int DIGITS = 12;

  /** The tag that moves from image to image; who names none means it. */
  static final String LATEST = "latest";

  static ImageName parse(String name) {
    int at = name.indexOf('@');
    var digest = at < 0 ? "" : name.substring(at + 1);
    var rest = at < 0 ? name : name.substring(0, at);
    int colon = rest.lastIndexOf(':');
    // A colon before a slash is that of a port.
    return colon > rest.lastIndexOf('/')
        ? new ImageName(rest.substring(0, colon), rest.substring(colon + 1), digest)
        : new ImageName(rest, "", digest);
  }

  /** Whether another image may have this name tomorrow. A digest names one for ever. */
  boolean moves() {
    return digest.isEmpty() && (tag.isEmpty() || tag.equals(LATEST));
  }

  /** What a person calls it. */
  String version() {
    if (moves()) {
      return LATEST;
    }
    if (!tag.isEmpty() && !tag.equals(LATEST)) {
      return tag;
    }
    var digits = digest.replaceFirst("^sha256:", "");
    return digits.substring(0, Math.min(DIGITS, digits.length()));
  }
}
