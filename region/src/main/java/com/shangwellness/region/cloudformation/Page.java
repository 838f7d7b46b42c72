package com.shangwellness.region.cloudformation;

import java.util.List;

/**
 * One page of a longer list.
 *
 * @param items what is on it
 * @param next the token of the next page, or null, which the SDK leaves out, on the last
 */
record Page<T>(List<T> items, String next) {

  // "If the output exceeds 1 MB / 100 items, a NextToken is returned".
  private static final int SIZE = 100;

  /** The page of {@code all} that {@code token} begins; the first for null. */
  static <T> Page<T> of(List<T> all, String token) {
    int from = token == null ? 0 : number(token, all.size());
    int to = Math.min(all.size(), from + SIZE);
    return new Page<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
  }

  private static int number(String token, int size) {
    if (!token.matches("\\d{1,9}") || Integer.parseInt(token) > size) {
      throw Invalid.because("Token is invalid or expired: " + token);
    }
    return Integer.parseInt(token);
  }
}
