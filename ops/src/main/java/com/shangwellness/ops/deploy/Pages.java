package com.shangwellness.ops.deploy;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Lists that come in pages, of services for which the SDK has no paginator. */
final class Pages {
  private Pages() {}

  /**
   * Whether any page has what is looked for; what comes after it is not asked for.
   *
   * @param page the page at a marker, which is null for the first
   * @param next the marker of the page after one; null or empty after the last
   */
  static <P> boolean any(Function<String, P> page, Function<P, String> next, Predicate<P> has) {
    var marker = Optional.<String>empty();
    do {
      var one = page.apply(marker.orElse(null));
      if (has.test(one)) {
        return true;
      }
      marker = Optional.ofNullable(next.apply(one)).filter(text -> !text.isEmpty());
    } while (marker.isPresent());
    return false;
  }
}
