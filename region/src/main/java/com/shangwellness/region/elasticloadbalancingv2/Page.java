package com.shangwellness.region.elasticloadbalancingv2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list, and the marker of the next part.
 *
 * @param marker empty on the last page
 */
record Page<T>(List<T> items, Optional<String> marker) {

  private static final int MOST = 400;

  /**
   * The part that {@code marker} begins, at most {@code size} items (1 to 400). A marker names the
   * last item seen, so that items that come or go meanwhile do no harm.
   *
   * @param marker null for the first page
   * @param size null for as many as there may be
   */
  static <T> Page<T> of(
      List<T> all, Function<T, String> identity, String marker, Integer size) {
    int most = size == null ? MOST : size;
    if (most < 1 || most > MOST) {
      throw Refusals.validation("Page size '" + most + "' must be between 1 and " + MOST);
    }
    int from = marker == null || marker.isEmpty() ? 0 : after(all, identity, marker);
    int to = Math.min(all.size(), from + most);
    var next =
        to < all.size()
            ? Optional.of(encoded(identity.apply(all.get(to - 1))))
            : Optional.<String>empty();
    return new Page<>(all.subList(from, to), next);
  }

  private static <T> int after(List<T> all, Function<T, String> identity, String marker) {
    for (int i = 0; i < all.size(); i++) {
      if (encoded(identity.apply(all.get(i))).equals(marker)) {
        return i + 1;
      }
    }
    throw Refusals.validation("The marker is not valid");
  }

  private static String encoded(String identity) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(identity.getBytes(StandardCharsets.UTF_8));
  }
}
