package com.shangwellness.ops.targets;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a command acts. Both kinds offer the same AWS API; nothing outside this package differs.
 */
public interface Target {
  /** {@code local} or {@code aws}. */
  String name();

  /** The API of the region named {@code region}. */
  Clients clients(String region);

  /**
   * Where a person opens the site; it ends with a slash.
   *
   * @param published where a stack says that it is, once CloudFront is there
   * @param front the load balancer's own front, once there is one
   */
  Optional<URI> site(Optional<URI> published, Optional<URI> front);

  /** The authorities by which the site's certificate is judged. */
  SSLContext authorities();

  /**
   * Where images are pushed.
   *
   * @param proxyEndpoint the registry's address as ECR's GetAuthorizationToken gives it
   */
  Registry registry(String proxyEndpoint);

  /**
   * Whether tasks get their Java from the machine, so that an image without one runs there. It does
   * so on this machine only.
   */
  boolean bringsJava();

  /**
   * What time it is in the region named {@code region}: one on this machine has a clock of its own,
   * which runs at its own pace and stands still while it is down.
   */
  Instant now(String region);

  /** How long to wait between two looks at something that is under way. */
  Duration interval();

  /**
   * A registry's address.
   *
   * @param host host and, if it is not the usual one, port
   * @param plainHttp whether it speaks HTTP without TLS
   */
  record Registry(String host, boolean plainHttp) {}
}
