package com.shangwellness.region.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a longer list. The token names the last item that was given, so that a page goes on
 * in the right place although items came or went meanwhile.
 *
 * @param items what this page gives
 * @param next the token of the next page; empty on the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {

  /**
   * The page of {@code all} that begins after {@code token}.
   *
   * @param all every item, in the order of their keys
   * @param key what an item is ordered by, unique among them
   * @param token the token of the page before; null for the first page
   * @param size how many items a page has at most, at least 1
   * @throws IllegalArgumentException when the token is none of ours
   */
  public static <T> Page<T> of(List<T> all, Function<T, String> key, String token, int size) {
    var after = token == null ? "" : decode(token);
    var rest = all.stream().filter(item -> after.isEmpty() || key.apply(item).compareTo(after) > 0);
    var items = rest.limit(size + 1L).toList();
    if (items.size() <= size) {
      return new Page<>(items, Optional.empty());
    }
    var page = items.subList(0, size);
    return new Page<>(page, Optional.of(encode(key.apply(page.getLast()))));
  }

  /** The token of the next page, or null on the last one: how SDK builders take it. */
  public String nextToken() {
    return next.orElse(null);
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(("after:" + key).getBytes(UTF_8));
  }

  private static String decode(String token) {
    var text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
    if (!text.startsWith("after:")) {
      throw new IllegalArgumentException("the token " + token + " was not given by this operation");
    }
    return text.substring("after:".length());
  }
}
