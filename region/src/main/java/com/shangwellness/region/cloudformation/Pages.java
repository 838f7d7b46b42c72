package com.shangwellness.region.cloudformation;

import com.shangwellness.region.paging.Page;
import java.util.List;
import java.util.function.Function;

/** CloudFormation's long lists. */
final class Pages {

  // "If the output exceeds 1 MB / 100 items, a NextToken is returned".
  private static final int SIZE = 100;

  private Pages() {}

  /** The page of {@code all} that {@code token} leads to; the first for null. */
  static <T> Page<T> of(List<T> all, String token, Function<T, String> key) {
    try {
      return Page.of(all, token, SIZE, key);
    } catch (IllegalArgumentException e) {
      throw Invalid.because("Token is invalid or expired: " + token);
    }
  }
}
