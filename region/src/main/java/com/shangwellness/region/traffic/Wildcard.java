package com.shangwellness.region.traffic;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one.
 *
 * @param ignoreCase whether letters fit in either case
 */
public record Wildcard(String pattern, boolean ignoreCase) {

  /** Whether all of {@code text} fits. */
  public boolean fits(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    // The usual greedy match that comes back to the last star only: linear but for hostile
    // patterns.
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else if (p < pattern.length() && same(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private boolean same(char wanted, char found) {
    return wanted == '?'
        || wanted == found
        || (ignoreCase && Character.toLowerCase(wanted) == Character.toLowerCase(found));
  }
}
