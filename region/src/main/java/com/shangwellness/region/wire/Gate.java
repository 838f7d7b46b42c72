package com.shangwellness.region.wire;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses what a web page somewhere has a browser send: requests to a host name that is not ours
 * (DNS rebinding), and requests that a page of another origin makes.
 */
final class Gate extends Filter {

  // AWS's names are ours, too: the processes that the region starts resolve them to it.
  private static final Pattern OURS =
      Pattern.compile(
          "(127(\\.\\d{1,3}){3}|\\[::1]|([^/@:]+\\.)?localhost|[^/@:]+\\.amazonaws\\.com)(:\\d{1,5})?");

  private final Set<String> origins;

  /**
   * A gate that lets pages of some origins pass.
   *
   * @param origins the pages that may call, for example {@code http://localhost:4580}
   */
  Gate(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  @Override
  public String description() {
    return "refuses requests to other hosts and from other origins";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    var refusal = refusal(exchange);
    if (refusal.isEmpty()) {
      chain.doFilter(exchange);
      return;
    }
    try (exchange) {
      var bytes = refusal.get().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("Connection", "close");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(403, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private Optional<String> refusal(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var hosts = headers.get("Host");
    if (hosts == null || hosts.size() != 1 || !isOurs(hosts.getFirst())) {
      return Optional.of("The host " + hosts + " is not served here.\n");
    }
    // A request line may name a host as well: GET http://elsewhere/ HTTP/1.1
    var authority = Optional.ofNullable(exchange.getRequestURI()).filter(URI::isAbsolute);
    if (authority.isPresent() && !isOurs(String.valueOf(authority.get().getRawAuthority()))) {
      return Optional.of("The host of " + authority.get() + " is not served here.\n");
    }
    var origin = headers.getFirst("Origin");
    return origin == null || origins.contains(origin)
        ? Optional.empty()
        : Optional.of("Pages of the origin " + origin + " may not call this API.\n");
  }

  private static boolean isOurs(String host) {
    return OURS.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
