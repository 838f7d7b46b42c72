package com.shangwellness.region.paging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list, and where the next page begins: after the last item of this one, so what is
 * added or taken away meanwhile makes no item come twice or be left out.
 *
 * @param items what is on this page
 * @param next the token of the next page; empty when this is the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {

  /**
   * The page that {@code token} leads to.
   *
   * @param all all items, no two of the same {@code key}; in the order of their keys if items may
   *     be taken away meanwhile
   * @param token what the page before gave as {@link #next}; null or empty for the first page
   * @param size the most items on a page, at least 1
   * @throws IllegalArgumentException when the token is none of ours
   */
  public static <T> Page<T> of(List<T> all, String token, int size, Function<T, String> key) {
    var rest = all;
    if (token != null && !token.isEmpty()) {
      var last = decoded(token);
      rest = after(all, last, key);
    }
    if (rest.size() <= size) {
      return new Page<>(rest, Optional.empty());
    }
    var items = List.copyOf(rest.subList(0, size));
    return new Page<>(items, Optional.of(encoded(key.apply(items.getLast()))));
  }

  private static <T> List<T> after(List<T> all, String last, Function<T, String> key) {
    for (int i = 0; i < all.size(); i++) {
      if (key.apply(all.get(i)).equals(last)) {
        return all.subList(i + 1, all.size());
      }
    }
    return all.stream().filter(item -> key.apply(item).compareTo(last) > 0).toList();
  }

  /** The token of the next page, or null, as SDK builders want it. */
  public String nextOrNull() {
    return next.orElse(null);
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
  }
}
