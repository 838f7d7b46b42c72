package com.shangwellness.region.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it arrived, without its body.
 *
 * @param path the path as it was sent, percent-encoded
 * @param query the query string's parameters, decoded, in their order
 * @param headers the headers' values by name in lower case
 */
record WireRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, List<String>> headers) {

  /** The first value of the header {@code name}, given in lower case. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  /** The first value of the query parameter {@code name}. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst);
  }

  /** Whether the body is a form, as Query requests are. */
  boolean isForm() {
    return header("content-type")
        .filter(
            type -> type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"))
        .isPresent();
  }

  /**
   * The parameters of a query string or of a form.
   *
   * @throws IllegalArgumentException when an escape is malformed
   */
  static Map<String, List<String>> parameters(String text) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        parameters.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
      }
    }
    return parameters;
  }

  /** {@code text} with its escapes resolved. */
  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
