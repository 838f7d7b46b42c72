package com.shangwellness.region.traffic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One listener: where it listens and what becomes of a request.
 *
 * @param id the listener's ARN
 * @param addresses where it is bound, at least one
 * @param port the port that clients are told of ({@code X-Forwarded-Port}), which may differ from
 *     that of the socket
 * @param certificate set for HTTPS
 * @param routes looked at in order; the first whose conditions all hold decides
 * @param otherwise for requests that no route takes
 * @param dropInvalidHeaders whether headers whose names have other characters than letters, digits
 *     and hyphens are taken out
 * @param idle a connection without traffic for so long (of wall time) is given up
 */
public record Frontend(
    String id,
    List<Address> addresses,
    int port,
    Optional<Certificate> certificate,
    List<Route> routes,
    Action otherwise,
    boolean dropInvalidHeaders,
    Duration idle) {

  /** Copies the lists. */
  public Frontend {
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    if (!idle.isPositive()) {
      throw new IllegalArgumentException("idle is " + idle + "; it must be positive");
    }
  }

  /**
   * What an HTTPS listener shows of itself.
   *
   * @param chain PEM file with the certificate and its chain
   * @param key PEM file with the private key (PKCS #8)
   */
  public record Certificate(Path chain, Path key) {}

  /** A rule: what becomes of a request for which all conditions hold. */
  public record Route(List<Condition> conditions, Action action) {

    /** Copies the list. */
    public Route {
      conditions = List.copyOf(conditions);
    }
  }

  /** {@code http} or {@code https}. */
  public String protocol() {
    return certificate.isPresent() ? "https" : "http";
  }
}
