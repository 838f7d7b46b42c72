package com.shangwellness.region.wire;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
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
 * (DNS rebinding), and requests that a page of another origin makes: by a script, a form, an image
 * or a link.
 */
final class Gate extends Filter {

  // AWS's names are ours, too: the processes that the region starts resolve them to it.
  private static final Pattern OURS =
      Pattern.compile(
          "(127(\\.\\d{1,3}){3}|\\[::1]|([^/@:]+\\.)?localhost|[^/@:]+\\.amazonaws\\.com)(:\\d{1,5})?");

  private static final int LARGEST_DRAIN = 64 << 10;

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
      // Else it is read when the exchange is closed, with no limit of time.
      var unused = exchange.getRequestBody().readNBytes(LARGEST_DRAIN);
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
    return foreign(headers, hosts.getFirst())
        .map(page -> "Pages of " + page + " may not call this API.\n");
  }

  /** Where a page is that has this sent and that may not; empty when there is none. */
  private Optional<String> foreign(Headers headers, String host) {
    var origin = headers.getFirst("Origin");
    if (origin != null) {
      return origins.contains(origin) ? Optional.empty() : Optional.of("the origin " + origin);
    }
    // Images and links carry no Origin. Their pages may hide the Referer, but not the
    // Sec-Fetch-Site
    // (Fetch Metadata, 2.2), which all present browsers send; "none" is an address that was typed.
    var referer = headers.getFirst("Referer");
    if (referer != null) {
      var from = originOf(referer);
      boolean own = from.equals("http://" + host);
      return own || origins.contains(from) ? Optional.empty() : Optional.of("the origin " + from);
    }
    var site = headers.getFirst("Sec-Fetch-Site");
    boolean known = site == null || site.equals("none") || site.equals("same-origin");
    return known ? Optional.empty() : Optional.of("another site (" + site + ")");
  }

  private static String originOf(String address) {
    int path = address.indexOf('/', address.indexOf("://") + 3);
    return path < 0 ? address : address.substring(0, path);
  }

  private static boolean isOurs(String host) {
    return OURS.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
